"""Two statements about one interface that cannot both hold are found; what merely looks odd is left alone."""

from __future__ import annotations

import pytest

from checks.document import Block, Document
from checks.language.extraction.contradictions import contradictions_of
from checks.language.parsers.snippets import snippets_of
from checks.ticket import Ticket

SCHEMA = '{"type": "object", "required": ["amount", "order"], "properties": {"amount": {"type": "integer"}, "order": {"type": "string"}, "state": {"enum": ["open", "done"]}, "buyer": {"type": "object", "properties": {"age": {"type": "number"}}}}}'


def found(*blocks: Block) -> list[str]:
    document = Document(blocks)
    ticket = Ticket("A-1", "", document)
    return [one.message for one in contradictions_of(ticket, snippets_of(document, "description"))]


def code(text: str) -> Block:
    return Block("code", text, language="json")


@pytest.mark.parametrize(
    ("example", "message"),
    [
        ('{"amount": "12", "order": "A"}', "`amount` is an integer in the schema and a string in the example."),
        ('{"amount": 12.5, "order": "A"}', "`amount` is an integer in the schema and a number in the example."),
        ('{"amount": 12}', "`order` is required by the schema and absent from the example."),
        (
            '{"amount": 1, "order": "A", "state": "shut"}',
            "`state` has a value in the example that the schema does not list.",
        ),
        (
            '{"amount": 1, "order": "A", "buyer": {"age": "old"}}',
            "`buyer.age` is a number in the schema and a string in the example.",
        ),
    ],
)
def test_an_example_that_breaks_its_schema_is_found(example: str, message: str) -> None:
    assert found(code(SCHEMA), code(example)) == [message]


@pytest.mark.parametrize(
    "example",
    [
        '{"amount": 12, "order": "A", "buyer": {"age": 3}}',
        '{"amount": 12, ...}',
        '{"amount": "<amount in cents>", "order": "A"}',
        '{"amount": integer, "order": string}',
        '{"error": "no such order", "code": 17, "trace": "x"}',
        '{"amount": null, "order": "A"}',
    ],
)
def test_an_example_that_elides_or_speaks_of_something_else_is_left_alone(example: str) -> None:
    assert found(code(SCHEMA), code(example)) == []


def test_a_statement_and_an_example_of_another_type_are_found() -> None:
    said = Block("paragraph", "`amount` (integer, required) is in cents.")
    assert found(said, code('{"amount": "1250"}')) == [
        "`amount` is an integer where it is described and a string in the example."
    ]
    assert found(said, code('{"amount": 1250}')) == []


def test_a_table_and_an_example_of_another_type_are_found() -> None:
    rows = (
        Block("row", "Field | Type", cells=("Field", "Type"), header=True),
        Block("row", "paid | boolean", cells=("paid", "boolean")),
    )
    assert found(*rows, code('{"paid": "yes"}')) == [
        "`paid` is a boolean where it is described and a string in the example."
    ]


def test_both_sides_are_quoted() -> None:
    document = Document((code(SCHEMA), code('{"amount": "12", "order": "A"}')))
    (one,) = contradictions_of(Ticket("A-1", "", document), snippets_of(document, "description"))
    assert (one.one, one.other) == ((SCHEMA, "description"), ('{"amount": "12", "order": "A"}', "description"))


def test_an_openapi_schema_is_held_against_an_example() -> None:
    spec = "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    Refund:\n      properties:\n        amount: {type: integer}\n"
    assert found(Block("code", spec, language="yaml"), code('{"amount": true}')) == [
        "`amount` is an integer in the schema and a boolean in the example."
    ]
