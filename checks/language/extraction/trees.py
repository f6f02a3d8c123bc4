"""Types, operations, tables and columns from parsed GraphQL, SQL and protobuf."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checks.language.extraction.fact import Fact, type_named

OPERATIONS = frozenset({"Query", "Mutation", "Subscription"})
GRAPHQL_TYPES = {"ID": "string", "String": "string", "Int": "integer", "Float": "number", "Boolean": "boolean"}
MOST_FACTS = 80
NOT_TABLES = frozenset(
    {"the", "a", "an", "this", "that", "table", "select", "set", "values", "dual", "if", "where", "query", "statement"}
)
TABLE = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+|ONLY\s+)?([A-Za-z_`\"\[][\w.`\"\]]*)",
    re.IGNORECASE,
)


def facts_of_graphql(tree: Any, where: str, quote: str) -> Iterator[Fact]:
    """Type definitions with their fields, and the operations that a request or a root type names."""
    for definition in tree.definitions[:MOST_FACTS]:
        kind = definition.kind
        if kind == "operation_definition":
            for selected in definition.selection_set.selections[:20]:
                if selected.kind == "field":
                    yield Fact(
                        "endpoint",
                        f"{definition.operation.value} {selected.name.value}",
                        source="example",
                        where=where,
                        quote=quote,
                    )
        elif getattr(definition, "fields", None):
            yield from _graphql_type(definition, where, quote)


def _graphql_type(definition: Any, where: str, quote: str) -> Iterator[Fact]:
    name = definition.name.value if getattr(definition, "name", None) else "schema"
    if name not in OPERATIONS:
        fields = ", ".join(field.name.value for field in definition.fields[:12])
        yield Fact("schema", name, fields, source="schema", where=where, quote=quote)
    for field in definition.fields[:MOST_FACTS]:
        if name in OPERATIONS:
            yield Fact("endpoint", f"{name.lower()} {field.name.value}", source="schema", where=where, quote=quote)
        else:
            written, required, json_type = _graphql_type_of(field.type)
            detail = f"{written}, required" if required else written
            yield Fact("field", field.name.value, detail, json_type, "schema", name, where, quote)


def _graphql_type_of(node: Any) -> tuple[str, bool, str]:
    required = node.kind == "non_null_type"
    inner = node.type if required else node
    if inner.kind == "list_type":
        return f"[{_graphql_type_of(inner.type)[0]}]", required, "array"
    return inner.name.value, required, GRAPHQL_TYPES.get(inner.name.value, "")


def tables_in(statement: str, where: str) -> Iterator[Fact]:
    """The tables that a statement names, by the words they follow."""
    for found in TABLE.finditer(statement[:4_000]):
        name = found[1].strip('`"[]')
        if name.casefold() not in NOT_TABLES:
            yield Fact("table", name, where=where, quote=statement)


def facts_of_sql(statements: tuple[Any, ...], where: str, quote: str) -> Iterator[Fact]:
    """The tables that statements name, and the columns that they define."""
    from sqlglot import exp

    for statement in statements[:20]:
        source = statement.find(exp.Table)
        defined = list(statement.find_all(exp.ColumnDef))[:MOST_FACTS]
        for table in list(statement.find_all(exp.Table))[:10]:
            columns = ", ".join(column.name for column in defined[:12]) if table is source else ""
            if table.name:
                yield Fact("table", table.name, columns, where=where, quote=quote)
        for column in defined:
            written = column.args["kind"].sql().lower() if column.args.get("kind") else ""
            yield Fact(
                "field",
                column.name,
                written,
                type_named(written),
                "schema",
                source.name if source else "",
                where,
                quote,
            )


def facts_of_protobuf(messages: Mapping[str, Mapping[str, str]], where: str, quote: str) -> Iterator[Fact]:
    for name, fields in list(messages.items())[:MOST_FACTS]:
        yield Fact("schema", name or "message", ", ".join(list(fields)[:12]), source="schema", where=where, quote=quote)
        for field, written in list(fields.items())[:MOST_FACTS]:
            yield Fact("field", field, written, type_named(written), "schema", name, where, quote)
