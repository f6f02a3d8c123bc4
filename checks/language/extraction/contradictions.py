"""Where the ticket says two things about one interface that cannot both hold: an example against a schema or a
statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checks.language.extraction.contracts import interface_facts_of
from checks.language.extraction.data import declared_type, named_schemas, type_of
from checks.language.extraction.fact import Fact
from checks.language.parsers.snippets import Snippet
from checks.ticket import Ticket

MOST = 5
SHARED_FIELDS = 0.5
"""Share of an example's fields that a schema must know for both to describe the same thing."""
WIDER = {("integer", "number")}
GENERIC = frozenset({"id", "type", "name", "value", "status", "code", "data", "key", "date", "result"})
"""Names that mean different things in different messages."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`message` in plain words; the two places that disagree."""

    message: str
    one: tuple[str, str]
    """Quote and where."""
    other: tuple[str, str]


def contradictions_of(ticket: Ticket, snippets: Sequence[Snippet]) -> tuple[Contradiction, ...]:
    """At most five, only certain ones: types that exclude each other, required fields that an example lacks."""
    if not any(snippet.kind in ("json", "json_schema", "openapi", "yaml") for snippet in snippets):
        return ()
    found: dict[str, Contradiction] = {}
    for contradiction in (
        *_against_schemas(snippets),
        *_against_statements(tuple(interface_facts_of(ticket, snippets))),
    ):
        found.setdefault(contradiction.message, contradiction)
    return tuple(found.values())[:MOST]


def agree(declared: str, shown: str) -> bool:
    """Whether a value of type `shown` is allowed where `declared` is required; an unknown type agrees with all."""
    return not declared or not shown or declared == shown or (shown, declared) in WIDER


def _against_schemas(snippets: Sequence[Snippet]) -> Iterator[Contradiction]:
    examples = [snippet for snippet in snippets if snippet.kind == "json" and isinstance(snippet.value, dict)]
    for schema, told in _schemas(snippets):
        own = schema.get("example")
        if isinstance(own, dict):
            yield from _compare(schema, own, told, told)
        for example in examples:
            if _speaks_of(schema, example.value):
                yield from _compare(schema, example.value, told, (example.text, example.where))


def _schemas(snippets: Iterable[Snippet]) -> Iterator[tuple[Mapping[str, Any], tuple[str, str]]]:
    for snippet in snippets:
        if snippet.kind == "json_schema" and isinstance(snippet.value, dict):
            yield snippet.value, (snippet.text, snippet.where)
        elif snippet.kind == "openapi" and isinstance(snippet.value, dict):
            for _, schema in named_schemas(snippet.value):
                yield schema, (snippet.text, snippet.where)


def _speaks_of(schema: Mapping[str, Any], example: Mapping[str, Any]) -> bool:
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not example:
        return False
    return sum(name in properties for name in example) >= max(1, SHARED_FIELDS * len(example))


def _compare(
    schema: Mapping[str, Any], example: Mapping[str, Any], told: tuple[str, str], shown: tuple[str, str]
) -> Iterator[Contradiction]:
    """Properties of the top level and of the objects in them, as far as both go."""
    pending: list[tuple[str, Any, Any]] = [("", schema, example)]
    while pending:
        path, wanted, given = pending.pop()
        properties = wanted.get("properties") if isinstance(wanted, dict) else None
        if not isinstance(properties, dict) or not isinstance(given, dict):
            continue
        for name, about in properties.items():
            if name in given:
                if problem := _mismatch(f"{path}{name}", about, given[name]):
                    yield Contradiction(problem, told, shown)
                pending.append((f"{path}{name}.", about, given[name]))
        required = wanted.get("required")
        for name in required if isinstance(required, list) else ():
            if isinstance(name, str) and name not in given and _whole(shown[0]):
                yield Contradiction(
                    f"`{path}{name}` is required by the schema and absent from the example.", told, shown
                )


def _mismatch(path: str, about: Any, value: Any) -> str | None:
    declared, shown = declared_type(about), type_of(value)
    if not agree(declared, shown):
        return f"`{path}` is {_a(declared)} in the schema and {_a(shown)} in the example."
    allowed = about.get("enum") if isinstance(about, dict) else None
    if isinstance(allowed, list) and shown and isinstance(value, (str, int)) and value not in allowed:
        return f"`{path}` has a value in the example that the schema does not list."
    return None


def _whole(example: str) -> bool:
    """An example that elides parts does not prove that anything is absent."""
    return "..." not in example and "…" not in example


def _against_statements(facts: Sequence[Fact]) -> Iterator[Contradiction]:
    """A field typed in prose or in a table, and an example or a second statement that shows another type."""
    stated = {
        fact.name: fact
        for fact in reversed(facts)
        if fact.kind == "field" and fact.source in ("prose", "table") and fact.type
    }
    for fact in facts:
        one = stated.get(fact.name.rsplit(".", 1)[-1]) if fact.kind == "field" else None
        if one is None or fact is one or agree(one.type, fact.type):
            continue
        if fact.source == "example" and one.name == fact.name:
            message = f"`{fact.name}` is {_a(one.type)} where it is described and {_a(fact.type)} in the example."
            yield Contradiction(message, (one.quote, one.where), (fact.quote, fact.where))
        elif fact.source in ("prose", "table") and fact.name not in GENERIC and not agree(fact.type, one.type):
            message = f"`{fact.name}` is {_a(one.type)} in one place and {_a(fact.type)} in another."
            yield Contradiction(message, (one.quote, one.where), (fact.quote, fact.where))


def _a(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeio" else f"a {kind}"
