"""What a piece of code in a ticket is taken for, and when it is said not to parse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.document import Block, Document
from checks.language.parsers.snippets import MOST_SNIPPETS, Snippet, snippets_of


def fenced(text: str, language: str = "") -> tuple[Snippet, ...]:
    return snippets_of(Document((Block("code", text, language=language),)), "description")


def running(text: str) -> tuple[Snippet, ...]:
    return snippets_of(Document((Block("paragraph", text),)), "description")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("json", '{"order": "A-17", "amount": 1250}'),
        ("json", '[{"order": "A-17"}]'),
        ("json_schema", '{"type": "object", "properties": {"amount": {"type": "integer"}}}'),
        ("openapi", "openapi: 3.1.0\npaths:\n  /refunds:\n    post: {}"),
        ("openapi", '{"paths": {"/refunds": {"get": {}}}}'),
        ("yaml", "version: 3\nservices:\n  web:\n    image: nginx"),
        ("graphql", "type Refund {\n  id: ID!\n  amount: Int!\n}"),
        ("graphql", "query {\n  refund(id: 1) { amount }\n}".replace("query", "query Refund")),
        ("sql", "select id from refunds where amount > 10"),
        ("sql", "-- the new table\nCREATE TABLE refunds (id uuid PRIMARY KEY);"),
        ("protobuf", 'syntax = "proto3";\nmessage Refund {\n  string order = 1;\n}'),
        ("http", "POST /refunds HTTP/1.1\nHost: pay.example\n\n{}"),
        ("http", "HTTP/1.1 404 Not Found"),
        ("curl", "curl -X POST https://pay.example/refunds -d '{}'"),
        ("gherkin", "Scenario: refund\n  Given a paid order\n  When it is refunded\n  Then the money is back"),
        ("gherkin", "Oletetaan maksettu tilaus\nKun se hyvitetään\nNiin rahat palautuvat"),
        ("stack_trace", "java.lang.IllegalStateException: no\n\tat a.B.c(B.java:12)\n\tat a.D.e(D.java:3)"),
        ("stack_trace", 'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\nKeyError: 1'),
        ("code", "for order in orders:\n    refund(order)"),
        ("code", "2026-01-02 12:00:01 INFO started"),
    ],
)
def test_a_block_of_code_is_known_by_its_marks(kind: str, text: str) -> None:
    assert [snippet.kind for snippet in fenced(text)] == [kind]


@pytest.mark.parametrize(
    ("kind", "text", "piece"),
    [
        ("json", 'It answers {"status": "done", "lines": [1, 2]} at once.', '{"status": "done", "lines": [1, 2]}'),
        ("json", "It answers { “status”: “done” } at once.", "{ “status”: “done” }"),
        ("curl", "Try curl -s https://pay.example/refunds", "curl -s https://pay.example/refunds"),
        ("sql", "Then run DELETE FROM refunds WHERE id = 1; and look.", "DELETE FROM refunds WHERE id = 1"),
        ("gherkin", "AC: Given a paid order When it is refunded Then the money is back", None),
        ("stack_trace", "We see java.io.IOException: gone at a.B.c(B.java:1) at a.D.e(D.java:2) every night", None),
        ("http", "GET /refunds HTTP/1.1 Host: pay.example", None),
    ],
)
def test_a_snippet_in_running_text_is_found_without_a_fence(kind: str, text: str, piece: str | None) -> None:
    found = running(text)
    assert [(snippet.kind, snippet.fenced, snippet.problem) for snippet in found] == [(kind, False, None)]
    assert piece is None or found[0].text == piece


@pytest.mark.parametrize(
    "text",
    [
        "Select the order and then pick a date from the list.",
        "Given the size of this, when we find time, we look at it.",
        "The format is {name} and {date}.",
        "He looked at (see below) and update the table set by the admin.",
        "We create table reservations by hand.",
    ],
)
def test_plain_prose_is_no_snippet(text: str) -> None:
    assert running(text) == ()


@pytest.mark.parametrize(
    ("language", "text", "problem"),
    [
        ("json", '{\n  "a": 1\n  "b": 2\n}', "a comma is missing (line 3)"),
        ("json", '{"a" 1}', 'a colon is missing after `a` (near `{"a" 1}`)'),
        ("json", '{"a": [1, 2}', '`}` closes what `[` opened (near `{"a": [1, 2}`)'),
        ("json", '{\n"a": {\n"b": 1\n}', "`{` is never closed (line 4)"),
        ("json", '{"a": , "b": 1}', 'the field `a` has no value (near `{"a": , "b": 1}`)'),
        ("yaml", "a: [1, 2\nb: 3", "did not find expected ',' or ']' (line 2)"),
        ("graphql", "type Refund {\n  id ID!\n}", "expected ':', found Name 'ID' (line 2)"),
        ("protobuf", "message A {\n string a = 1;\n int32 b = 1;\n}", "`a` and `b` share number 1 (line 3)"),
        ("sql", "CREATE TABLE refunds (id uuid,", "it is not a whole statement (line 1)"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(language: str, text: str, problem: str) -> None:
    assert [snippet.problem for snippet in fenced(text, language)] == [problem]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("json", '{"a": 1, "b": [1, 2, ...], }'),
        ("json", '{\n  // who\n  "id": <uuid>,\n  "name": "…", # free\n  "age": int | null,\n  ...\n}'),
        ("json", '{"a": 1}\n{"a": 2}'),
        ("json", "{a: 1, 'b': 'c'}"),
        ("yaml", "image: {{ .Values.image }}\nreplicas: 2"),
        ("yaml", "a:\n  - b\n  ...\n  - c"),
        ("graphql", "query Refund { refund { id ... } }"),
        ("sql", "SELECT * FROM refunds WHERE id = <id of the refund> AND"),
        ("sql", "LOAD DATA INFILE 'x' INTO TABLE refunds"),
        ("protobuf", "message A {\n  string a = 1;\n  ..."),
    ],
)
def test_an_elision_a_comment_or_a_placeholder_is_no_problem(language: str, text: str) -> None:
    assert [snippet.problem for snippet in fenced(text, language)] == [None]


@pytest.mark.parametrize(
    "text", ["Bucket: !Ref Uploads\nSize: !Sub '${Size}'", "script:\n  - !reference [.setup, script]"]
)
def test_yaml_with_tags_of_its_own_reader_is_no_problem(text: str) -> None:
    [snippet] = fenced(text, "yaml")
    assert (snippet.kind, snippet.problem) == ("yaml", None)


def test_what_claims_nothing_is_accused_of_nothing() -> None:
    assert [snippet.problem for snippet in fenced('{"a": 1 "b"')] == [None]
    assert [snippet.problem for snippet in fenced('{"[type of field]": [value of field}')] == [None]
    assert [snippet.problem for snippet in fenced("message A {\n string a = 1;\n int32 b = 1;\n}")] == [None]
    assert running('The answer was {"a": 1 "b"') == ()


def test_a_snippet_knows_its_place() -> None:
    document = Document((Block("paragraph", "Body:"), Block("code", '{"a": 1}', language="json")))
    (snippet,) = snippets_of(document, "description")
    assert (snippet.where, snippet.block, snippet.declared, snippet.value) == ("description", 1, True, {"a": 1})


def test_no_ticket_yields_more_snippets_than_the_cap() -> None:
    assert len(snippets_of(Document((Block("code", "x = 1"),) * 500), "description")) == MOST_SNIPPETS


@given(st.text(max_size=300), st.sampled_from(["", "json", "yaml", "graphql", "sql", "protobuf", "http"]))
def test_no_text_makes_a_parser_raise(text: str, language: str) -> None:
    for snippet in (*fenced(text, language), *running(text)):
        assert snippet.kind


@given(st.text(alphabet='{}[]":,. \n<>#/-a1', max_size=200))
def test_signs_of_structure_in_any_order_are_read_to_the_end(text: str) -> None:
    for language in ("json", "yaml", "graphql", "protobuf"):
        fenced(text, language)
    running(text)
