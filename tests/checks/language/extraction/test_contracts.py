"""What is read of interfaces from prose, tables and snippets, in any of our languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.document import Block, Document
from checks.language.contract import Contract
from checks.language.extraction.contracts import MOST_CONTRACTS, contracts_of
from checks.language.parsers.snippets import snippets_of
from checks.ticket import Ticket


def read(*blocks: Block, summary: str = "") -> list[tuple[str, str, str]]:
    document = Document(blocks)
    found = contracts_of(Ticket("A-1", summary, document), snippets_of(document, "description"))
    return [(contract.kind, contract.name, contract.detail) for contract in found]


def prose(text: str) -> Block:
    return Block("paragraph", text)


def code(text: str, language: str = "") -> Block:
    return Block("code", text, language=language)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Add POST /refunds for support.", [("endpoint", "POST /refunds", "")]),
        ("Call `GET https://pay.example/v1/refunds/{id}?full=1`.", [("endpoint", "GET /v1/refunds/{id}", "")]),
        (
            "DELETE /orgs/<org>/refunds/<<id>> and GET /users/<id>/days",
            [("endpoint", "DELETE /orgs/<org>/refunds/", ""), ("endpoint", "GET /users/<id>/days", "")],
        ),
        ("The /refunds endpoint is slow.", [("endpoint", "/refunds", "")]),
        ("Päätepiste /hyvitykset rajapinta on hidas.", [("endpoint", "/hyvitykset", "")]),
        ("See /api/v2/orders for the list.", [("endpoint", "/api/v2/orders", "")]),
        ("The API returns 404 when it is gone.", [("status", "404", "")]),
        ("Otherwise 409 Conflict.", [("status", "409", "")]),
        ("It returns 422 when the reason is too long.", [("status", "422", "")]),
        ("Une raison de 201 caractères donne 422.", [("status", "422", "")]),
        ("`reason` mit 200 Zeichen.", []),
        ("The API returns 100 orders a page.", []),
        ("It takes 500 and more.", []),
        ("Rajapinta palauttaa 422, jos summa puuttuu.", [("status", "422", "")]),
        ("Die Schnittstelle antwortet mit 201.", [("status", "201", "")]),
        ("`amount` (integer, required) in cents", [("field", "amount", "integer, required")]),
        ("amount: integer, order: string", [("field", "amount", "integer"), ("field", "order", "string")]),
        ("- summa (kokonaisluku, pakollinen)", [("field", "summa", "kokonaisluku, pakollinen")]),
        ("montant (entier, obligatoire)", [("field", "montant", "entier, obligatoire")]),
        ("Publish to the topic orders.shipped.", [("event", "orders.shipped", "")]),
        ("Julkaise aiheeseen tilaus.lahetetty.", [("event", "tilaus.lahetetty", "")]),
        ("Run it with --dry-run and --limit=10.", [("flag", "--dry-run", ""), ("flag", "--limit", "")]),
        ("Set spring.pool.size=5 first.", [("flag", "spring.pool.size", "")]),
        ("PAY_LIMIT=5 is the default.", [("flag", "PAY_LIMIT", "")]),
        ("DELETE FROM refunds WHERE id = 1;", [("table", "refunds", "")]),
    ],
)
def test_prose_names_an_interface(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(prose(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "We had 404 visitors and 250 orders, and the price is 500.",
        "Get /etc/hosts right and open src/main/java/App.java.",
        "The event handler and the queue are fine.",
        "Note: string handling is slow. Type: number crunching.",
        "It is a read-only list - text of any length goes.",
        "either/or, and/or, 24/7, http://example.com/a/b",
        "x == y and a--b",
    ],
)
def test_ordinary_words_name_none(text: str) -> None:
    assert read(prose(text)) == []


def test_a_table_of_fields_is_read_by_its_headings() -> None:
    rows = (
        Block("row", "Kenttä | Tyyppi | Huom", cells=("Kenttä", "Tyyppi", "Huom"), header=True),
        Block("row", "summa | integer | senttejä", cells=("summa", "integer", "senttejä")),
        Block("row", "tilaus | string |", cells=("tilaus", "string", "")),
    )
    assert read(*rows) == [("field", "summa", "integer"), ("field", "tilaus", "string")]


def test_a_table_of_something_else_is_left_alone() -> None:
    rows = (
        Block("row", "Name | Team", cells=("Name", "Team"), header=True),
        Block("row", "Ada | string", cells=("Ada", "string")),
    )
    assert read(*rows) == []


def test_an_example_gives_fields_with_the_types_of_its_values() -> None:
    assert read(code('{"order": "A-17", "amount": 1250, "lines": [{"sku": "S-1"}], "note": null}', "json")) == [
        ("field", "order", "string"),
        ("field", "amount", "integer"),
        ("field", "lines", "array"),
        ("field", "note", ""),
        ("field", "lines.sku", "string"),
    ]


def test_a_schema_gives_fields_and_what_is_required() -> None:
    schema = '{"type": "object", "required": ["amount"], "properties": {"amount": {"type": "integer"}, "note": {"type": ["string", "null"]}}}'
    assert read(code(schema, "json")) == [("field", "amount", "integer, required"), ("field", "note", "string")]


def test_an_openapi_description_gives_operations_codes_and_schemas() -> None:
    spec = """
openapi: 3.1.0
paths:
  /refunds:
    post:
      summary: Refund an order
      responses: {"201": {description: made}, "409": {description: twice}}
components:
  schemas:
    Refund:
      type: object
      properties:
        amount: {type: integer}
"""
    assert read(code(spec, "yaml")) == [
        ("endpoint", "POST /refunds", "Refund an order"),
        ("status", "201", ""),
        ("status", "409", ""),
        ("schema", "Refund", "amount"),
        ("field", "amount", "integer"),
    ]


def test_graphql_sql_protobuf_and_curl_are_read_by_their_parsers() -> None:
    assert read(code("type Mutation { refund(order: ID!): Refund! }\ntype Refund { amount: Int!, lines: [Line] }")) == [
        ("endpoint", "mutation refund", ""),
        ("schema", "Refund", "amount, lines"),
        ("field", "amount", "Int, required"),
        ("field", "lines", "[Line]"),
    ]
    assert read(code("CREATE TABLE refunds (id uuid PRIMARY KEY, amount int NOT NULL);")) == [
        ("table", "refunds", "id, amount"),
        ("field", "id", "uuid"),
        ("field", "amount", "int"),
    ]
    assert read(code('syntax = "proto3";\nmessage Refund {\n  string order = 1;\n  repeated Line lines = 2;\n}')) == [
        ("schema", "Refund", "order, lines"),
        ("field", "order", "string"),
        ("field", "lines", "Line"),
    ]
    assert read(code("curl -d order=1 https://pay.example/refunds?x=1")) == [("endpoint", "POST /refunds", "")]


def test_the_body_of_a_request_gives_its_fields() -> None:
    fields = [("field", "order", "string"), ("field", "amount", "integer")]
    body = '{"order": "A-17", "amount": 1250}'
    assert read(code(f"POST /refunds HTTP/1.1\nHost: pay.example\n\n{body}", "http")) == [
        ("endpoint", "POST /refunds", ""),
        *fields,
    ]
    assert read(code(f"curl -X PUT https://pay.example/refunds/1 -d '{body}'")) == [
        ("endpoint", "PUT /refunds/1", ""),
        *fields,
    ]


def test_the_summary_is_read_too_and_nothing_is_said_twice() -> None:
    assert read(prose("POST /refunds takes a refund."), summary="Add POST /refunds") == [
        ("endpoint", "POST /refunds", "")
    ]


def test_a_command_is_inline_code_with_something_to_do() -> None:
    block = Block("paragraph", "Run handoff check PAY-1, see README", code=("handoff check PAY-1", "README"))
    assert read(block) == [("command", "handoff check PAY-1", "")]


def test_no_ticket_yields_more_contracts_than_the_cap() -> None:
    assert len(read(prose(" ".join(f"--flag-{number}" for number in range(500))))) == MOST_CONTRACTS


@given(st.text(max_size=300), st.text(max_size=80))
def test_no_text_makes_reading_raise(text: str, summary: str) -> None:
    document = Document((prose(text), code(text), Block("row", text, cells=(text, summary))))
    for contract in contracts_of(Ticket("A-1", summary, document), snippets_of(document, "description")):
        assert isinstance(contract, Contract)


def row(*cells: str, header: bool = False) -> Block:
    return Block("row", " | ".join(cells), cells=cells, header=header)


def test_a_column_of_status_codes_is_read_and_a_column_of_amounts_is_not() -> None:
    told = read(row("Status", "When", header=True), row("404", "no such payment"), row("409", "it is captured"))
    assert [name for kind, name, _ in told if kind == "status"] == ["404", "409"]
    priced = read(row("Amount", "Article", header=True), row("400", "chair"), row("200", "table"))
    assert [name for kind, name, _ in priced if kind == "status"] == []
