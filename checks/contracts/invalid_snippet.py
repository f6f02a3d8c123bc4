"""
A snippet does not parse as what it claims to be, or its example contradicts its schema.

## What it checks
Whether snippets that are marked as JSON, YAML, OpenAPI, JSON Schema, GraphQL, SQL or protobuf parse, and whether an
example fits the schema, the table or the sentence that describes the same fields. Elisions (`...`), comments,
placeholders and trailing commas are usual in tickets, and are not errors. A gap is advice, but a contradiction holds
the ticket back where the work touches sign-in, payments, personal data, stored data or infrastructure.

## Why it matters
A snippet is the part of a ticket that is built to the letter. If it cannot be right, whoever builds it has to guess
which half was meant.

## How to close the gap
Correct the snippet, or say which of the two is right.
"""

from __future__ import annotations

from pydantic import Field

from checks.estimate import risk_of
from checks.language.extraction.contradictions import contradictions_of
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule

NAMES = {
    "json": "JSON",
    "yaml": "YAML",
    "openapi": "OpenAPI",
    "json_schema": "JSON Schema",
    "graphql": "GraphQL",
    "sql": "SQL",
    "protobuf": "protobuf",
}


class Snippets(Options):
    kinds: frozenset[str] = Field(frozenset(NAMES), description="Kinds of snippets that must parse.")


def check(case: Case, options: Snippets) -> Observation:
    snippets = [snippet for snippet in case.text.snippets if snippet.kind in NAMES]
    if not snippets:
        return NotApplicable("The ticket carries no snippet that a parser knows.")
    for snippet in snippets:
        if snippet.problem and snippet.kind in options.kinds:
            return Gap(
                message=f"The {NAMES[snippet.kind]} does not parse: {snippet.problem}.",
                remedy="Correct the snippet so that it parses, or mark it as plain text when it is only a sketch.",
                evidence=(Evidence(snippet.text, snippet.where),),
                question=f"What should the {NAMES[snippet.kind]} snippet say?",
            )
    if contradictions := contradictions_of(case.ticket, case.text.snippets):
        first = contradictions[0]
        return Gap(
            message=first.message,
            remedy="Say which of the two statements is right, and change the other.",
            evidence=(Evidence(*first.one), Evidence(*first.other)),
            question=f"{first.message} Which of the two is right?",
            severity="major" if risk_of(case) else None,
        )
    return Met(tuple(Evidence(snippet.text, snippet.where) for snippet in snippets[:2]))


RULE = Rule(
    code="CON209",
    name="invalid-snippet",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="certain",
    effort="a word",
    options=Snippets(),
    examples=(
        Example(
            "forgets a comma",
            "Accept refunds by order number",
            'Accounting refunds by hand. `POST /refunds` takes:\n\n```json\n{\n  "order": "A-17"\n  "amount": 1250\n}\n```',
            says="The JSON does not parse: a comma is missing (line 3).",
            cure='"order": "A-17",',
            instead='"order": "A-17"',
        ),
        Example(
            "shows a different type from the schema",
            "Accept refunds by order number",
            'The body:\n\n```json\n{"type": "object", "required": ["amount"], "properties": {"amount": {"type": "integer"}}}\n```\n\n'
            'For example:\n\n```json\n{"amount": "12.50"}\n```',
            says="`amount` is an integer in the schema and a string in the example.",
            cure='{"amount": 1250}',
            instead='{"amount": "12.50"}',
        ),
        Example(
            "says integer and shows text",
            "Accept refunds by order number",
            '`amount` (integer, required) is in cents.\n\n```json\n{"amount": "1250"}\n```',
            says="`amount` is an integer where it is described and a string in the example.",
            cure='{"amount": 1250}',
            instead='{"amount": "1250"}',
        ),
        Example(
            "has a sketch in JSON, where the policy checks only SQL",
            "Accept refunds by order number",
            '```json\n{"order": "A-17" "amount": 1250}\n```',
            outcome="met",
            options={"kinds": ["sql"]},
        ),
        Example(
            "elides what does not matter",
            "Accept refunds by order number",
            '```json\n{\n  "order": "<order number>",\n  "lines": [ { "sku": "S-1", ... } ], // at most 50\n}\n```',
            outcome="met",
        ),
        Example("carries no snippet", "Rename the button", "It should say “Refund”.", outcome="not_applicable"),
    ),
)
