"""Fields and types from plain data: JSON examples, JSON Schema, OpenAPI and AsyncAPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checks.language.extraction.fact import Fact, type_named
from checks.language.parsers.relaxed_json import Bare

MOST_FIELDS = 80
DEEPEST = 5
VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
JSON_TYPES: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def type_of(value: Any) -> str:
    """The JSON type of an example's value; empty for null, an elision or a placeholder, which say nothing."""
    if isinstance(value, str):
        if named := type_named(value):
            return named
        if (
            isinstance(value, Bare)
            or (value.startswith(("<", "{", "$")) and value.endswith((">", "}")))
            or value in ("", "...", "…")
        ):
            return ""
    return JSON_TYPES.get(type(value), "")


def fields_of_example(value: Any, where: str, quote: str) -> Iterator[Fact]:
    """Each field of an example, by its path from the top; the first element of an array represents all."""
    pending: list[tuple[str, Any, int]] = [("", value, 0)]
    count = 0
    while pending and count < MOST_FIELDS:
        path, found, depth = pending.pop()
        if isinstance(found, list):
            if found and depth < DEEPEST:
                pending.append((path, found[0], depth + 1))
        elif isinstance(found, dict):
            for name, inner in reversed(list(found.items())[:MOST_FIELDS]):
                if depth < DEEPEST and isinstance(inner, (dict, list)):
                    pending.append((f"{path}{name}.", inner, depth + 1))
            for name, inner in list(found.items())[:MOST_FIELDS]:
                count += 1
                yield Fact("field", f"{path}{name}", type_of(inner), type_of(inner), "example", path, where, quote)


def fields_of_schema(schema: Any, where: str, quote: str, owner: str = "") -> Iterator[Fact]:
    """Each property of a JSON Schema object, nested objects by their path."""
    pending: list[tuple[str, Any, int]] = [("", schema, 0)]
    count = 0
    while pending and count < MOST_FIELDS:
        path, found, depth = pending.pop()
        if not isinstance(found, dict) or depth > DEEPEST:
            continue
        if isinstance(found.get("items"), dict):
            pending.append((path, found["items"], depth + 1))
        properties = found.get("properties")
        if not isinstance(properties, dict):
            continue
        required = found.get("required")
        for name, about in list(properties.items())[:MOST_FIELDS]:
            count += 1
            named = declared_type(about)
            must = ", required" if isinstance(required, list) and name in required else ""
            yield Fact("field", f"{path}{name}", f"{named or 'any'}{must}", named, "schema", owner, where, quote)
            pending.append((f"{path}{name}.", about, depth + 1))


def declared_type(about: Any) -> str:
    """The one type that a schema declares; empty when it allows several or names none."""
    named = about.get("type") if isinstance(about, dict) else None
    if isinstance(named, list):
        named = next((one for one in named if one != "null"), None) if len(named) <= 2 else None
    return named if isinstance(named, str) else ""


def facts_of_openapi(spec: Mapping[Any, Any], where: str, quote: str) -> Iterator[Fact]:
    """Operations, their status codes, the schemas with their fields; channels of AsyncAPI."""
    for path, item in _items(spec.get("paths")):
        for verb, operation in _items(item):
            if str(verb).lower() in VERBS:
                detail = str(operation.get("summary", ""))[:120] if isinstance(operation, dict) else ""
                yield Fact("endpoint", f"{str(verb).upper()} {path}", detail, source="schema", where=where, quote=quote)
                for code, _ in _items(operation.get("responses") if isinstance(operation, dict) else None):
                    yield Fact("status", str(code), source="schema", owner=f"{verb} {path}", where=where, quote=quote)
    for channel, _ in _items(spec.get("channels")):
        yield Fact("event", str(channel), source="schema", where=where, quote=quote)
    for name, schema in named_schemas(spec):
        yield Fact(
            "schema",
            name,
            ", ".join(map(str, list(schema.get("properties", {}))[:12])),
            source="schema",
            where=where,
            quote=quote,
        )
        yield from fields_of_schema(schema, where, quote, name)


def named_schemas(spec: Mapping[Any, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    components = spec.get("components")
    held = components.get("schemas") if isinstance(components, dict) else spec.get("definitions")
    for name, schema in _items(held):
        if isinstance(schema, dict):
            yield str(name), schema


def _items(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from list(value.items())[:MOST_FIELDS]
