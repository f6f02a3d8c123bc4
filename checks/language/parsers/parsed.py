"""What a snippet parser says: the kind, the value it read, and what is wrong in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

SnippetKind = Literal[
    "json",
    "yaml",
    "openapi",
    "json_schema",
    "graphql",
    "sql",
    "protobuf",
    "http",
    "curl",
    "gherkin",
    "stack_trace",
    "code",
]


@dataclass(frozen=True, slots=True)
class Parsed:
    """`value` depends on the kind: plain data for JSON and YAML, the parser's own tree for GraphQL and SQL."""

    kind: SnippetKind
    value: Any = None
    problem: str | None = None


def at_line(text: str, position: int) -> str:
    """Where in the snippet, as a person counts: `line 3`; in a single line of text, the words around the place."""
    if "\n" in text.strip():
        return f"line {text.count(chr(10), 0, position) + 1}"
    around = " ".join(text[max(0, position - 15) : position + 15].split())
    return f"near `{around}`" if around else "its end"
