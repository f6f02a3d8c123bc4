"""Snippets: what a block of code in a ticket is, found by its declared language, its markers and a real parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
class Snippet:
    """A recognised snippet. `problem` says in plain words why it does not parse as what it claims to be."""

    kind: SnippetKind
    text: str
    where: str
    declared: bool = False
    """The ticket itself says what it is (a language tag or a heading)."""
    problem: str | None = None
