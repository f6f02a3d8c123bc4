"""One finding as rich text: what is missing, the ticket's own words, and the one edit that closes it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.render.blocks import Part, line, newline, quote, span
from bot.render.text import one_line
from bot.render.words import Words
from checks.verdict import Finding

MESSAGE = 400
QUOTE = 300
WHERE = 80
REMEDY = 500
QUOTES = 2
"""Pieces of evidence that are repeated."""


def finding_parts(found: Finding, say: Words, *lead: Part) -> Iterator[Part]:
    """`lead` stands before the message, in its line."""
    yield line(*lead, span(found.message, limit=MESSAGE))
    if found.evidence:
        yield quote(*_words_of(found, say))
    if found.remedy:
        yield line(span(say("card.remedy"), bold=True), span(found.remedy, limit=REMEDY))


def _words_of(found: Finding, say: Words) -> Iterator[Part]:
    for index, piece in enumerate(found.evidence[:QUOTES]):
        if index:
            yield newline()
        where = one_line(piece.where, WHERE)
        yield span(say("card.ticket_words", quote=one_line(piece.quote, QUOTE), where=where))
