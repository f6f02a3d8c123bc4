"""Contracts: what a ticket says about interfaces, read from its prose, its tables and its snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from checks.document import Document
from checks.language.contract import Contract
from checks.language.extraction.data import facts_of_openapi, fields_of_example, fields_of_schema
from checks.language.extraction.endpoints import (
    endpoint_of_curl,
    endpoints_in,
    statuses_in,
    statuses_of_rows,
    tells_numbers,
)
from checks.language.extraction.fact import Fact
from checks.language.extraction.fields import fields_in, fields_of_rows, may_type
from checks.language.extraction.named import commands_in, events_in, flags_in, speaks_of_topics
from checks.language.extraction.trees import facts_of_graphql, facts_of_protobuf, facts_of_sql, tables_in
from checks.language.parsers.running import json_in
from checks.language.parsers.snippets import Snippet
from checks.ticket import Ticket

Reader = Callable[[str, str], Iterator[Fact]]
Sign = Callable[[str], bool]
READERS: tuple[tuple[Reader, Sign], ...] = (
    (endpoints_in, lambda text: "/" in text),
    (statuses_in, tells_numbers),
    (fields_in, may_type),
    (events_in, speaks_of_topics),
    (flags_in, lambda text: "--" in text or "=" in text or "$" in text),
)
"""What reads running text, with a cheap test of whether it could find anything."""
MOST_CONTRACTS = 60
MOST_CHARACTERS = 50_000
"""Characters of one document in which names are sought."""


def contracts_of(ticket: Ticket, snippets: Sequence[Snippet]) -> tuple[Contract, ...]:
    """What was read, each thing once in reading order: shown to people, and used by the rules about contracts."""
    found: dict[tuple[str, str], str] = {}
    for fact in interface_facts_of(ticket, snippets):
        key = (fact.kind, fact.name[:120])
        if not found.get(key):
            found[key] = fact.detail[:120]
        if len(found) == MOST_CONTRACTS:
            break
    return tuple(Contract(kind=kind, name=name, detail=detail) for (kind, name), detail in found.items())


def interface_facts_of(ticket: Ticket, snippets: Sequence[Snippet]) -> Iterator[Fact]:
    """Every fact with its type, source and place. Linear in the text: each pattern scans it once."""
    yield from _in_text(ticket.summary, "summary")
    for where, document in (("description", ticket.description), ("field acceptance criteria", ticket.criteria)):
        yield from _in_document(document, where)
    for snippet in snippets:
        yield from facts_of_snippet(snippet)


def facts_of_snippet(snippet: Snippet) -> Iterator[Fact]:
    """What one snippet states."""
    where, text, value = snippet.where, snippet.text, snippet.value
    match snippet.kind:
        case "curl":
            yield from endpoint_of_curl(text, where)
            yield from _fields_of_bodies(text, where)
        case "http":
            yield from endpoints_in(text[:4_000], where)
            yield from statuses_in(text[:4_000], where)
            yield from _fields_of_bodies(text, where)
        case "gherkin":
            yield from _in_text(text[:4_000], where) if snippet.fenced else ()
        case "openapi" if isinstance(value, dict):
            yield from facts_of_openapi(value, where, text)
        case "json_schema":
            yield from fields_of_schema(value, where, text)
        case "json" | "yaml" if value is not None:
            yield from fields_of_example(value, where, text)
        case "graphql" if value is not None:
            yield from facts_of_graphql(value, where, text)
        case "sql":
            yield from facts_of_sql(value, where, text) if value else tables_in(text, where)
        case "protobuf" if value is not None:
            yield from facts_of_protobuf(value, where, text)


def _fields_of_bodies(text: str, where: str) -> Iterator[Fact]:
    for body in json_in(text[:MOST_CHARACTERS]):
        yield from fields_of_example(body.parsed.value, where, body.text)


def _in_document(document: Document, where: str) -> Iterator[Fact]:
    """Each block is read only by what can find something in the document at all: most documents have no path, for
    example."""
    words = document.text
    readers = [(read, may) for read, may in READERS if may(words)]
    left = MOST_CHARACTERS
    for table, blocks in groupby(document.blocks, key=lambda block: block.kind == "row"):
        if table:
            rows = list(blocks)
            yield from fields_of_rows(rows, where)
            yield from statuses_of_rows(rows, where)
            blocks = iter(rows)
        for block in blocks:
            if block.kind != "code" and left > 0:
                left -= len(block.text)
                if readers:
                    yield from _in_text(block.text, where, readers)
                if block.code:
                    yield from commands_in(block.code, where)


def _in_text(text: str, where: str, readers: Iterable[tuple[Reader, Sign]] = READERS) -> Iterator[Fact]:
    for read, may in readers:
        if may(text):
            yield from read(text, where)
