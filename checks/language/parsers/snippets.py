"""Snippets: what a piece of code in a ticket is, found by its declared language, its markers and a real parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from checks.document import Block, Document
from checks.language.parsers.parsed import Parsed, SnippetKind
from checks.language.parsers.recognise import declares, recognise
from checks.language.parsers.running import Found, unfenced

__all__ = ["Snippet", "SnippetKind", "snippets_of"]

MOST_SNIPPETS = 60
MOST_PARSED = 120_000
"""Characters of one document that are parsed; what follows is kept as unread code."""
COST: dict[str, int] = {"sql": 10, "graphql": 2, "yaml": 2}
"""How many times as expensive as JSON a character of a kind is."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A recognised snippet. `problem` says in plain words why it does not parse as what it claims to be."""

    kind: SnippetKind
    text: str
    where: str
    declared: bool = False
    """The ticket itself says what it is, by a language tag."""
    problem: str | None = None
    value: Any = field(default=None, compare=False, repr=False)
    """What its parser read: plain data for JSON and YAML, the parser's own tree for GraphQL and SQL; None when
    unread."""
    block: int = -1
    """Index of its block in the document it comes from."""
    fenced: bool = True
    """It is a block of its own, not a piece of running text."""


def snippets_of(document: Document, where: str) -> tuple[Snippet, ...]:
    """Every snippet of a document in reading order: code blocks, and unfenced snippets in running text."""
    found: list[Snippet] = []
    left = MOST_PARSED
    for index, block in enumerate(document.blocks):
        for snippet in _snippets(block, where, index, left):
            left -= len(snippet.text) * COST.get(snippet.kind, 1)
            found.append(snippet)
            if len(found) == MOST_SNIPPETS:
                return tuple(found)
    return tuple(found)


def _snippets(block: Block, where: str, index: int, left: int) -> Iterator[Snippet]:
    if block.kind == "code":
        if block.text.strip():
            parsed = recognise(block.text, block.language) if len(block.text) <= left else Parsed("code")
            yield Snippet(
                parsed.kind, block.text, where, declares(block.language), parsed.problem, parsed.value, block=index
            )
    elif len(block.text) <= left:
        for piece in unfenced(block.text):
            yield _running(piece, where, index)


def _running(piece: Found, where: str, index: int) -> Snippet:
    return Snippet(piece.parsed.kind, piece.text, where, value=piece.parsed.value, block=index, fenced=False)
