"""One finding as rich text: what is missing, the ticket's own words, and the one edit that closes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.render.blocks import Part, line, newline, quote, span
from bot.render.text import one_line
from bot.render.words import Words
from checks.verdict import Finding, Quote

MESSAGE = 400
QUOTE = 300
WHERE = 80
REMEDY = 500
QUOTES = 2
"""Pieces of evidence that are quoted."""


def finding_parts(found: Finding, say: Words, *lead: Part) -> Iterator[Part]:
    """`lead` comes before the message, on its line."""
    yield line(*lead, span(found.message, limit=MESSAGE))
    if found.evidence:
        yield quote(*_words_of(found, say))
    if found.remedy:
        yield line(span(say("card.remedy"), bold=True), span(found.remedy, limit=REMEDY))


def quoted_once(gaps: Iterable[Finding]) -> Iterator[Finding]:
    """Quotes each of the ticket's sentences only at the first gap that rests on it: reading it again a line below tells
    nothing new."""
    told: set[str] = set()
    for gap in gaps:
        new = tuple(piece for piece in gap.evidence if piece.quote not in told)
        told.update(piece.quote for piece in gap.evidence)
        yield gap if len(new) == len(gap.evidence) else gap.model_copy(update={"evidence": new})


def _words_of(found: Finding, say: Words) -> Iterator[Part]:
    for index, piece in enumerate(found.evidence[:QUOTES]):
        if index:
            yield newline()
        yield span(quoted(piece, say, QUOTE))


def quoted(piece: Quote, say: Words, limit: int) -> str:
    """At most `limit` characters of the ticket's own words, and where they are."""
    return say("card.ticket_words", quote=one_line(piece.quote, limit), where=one_line(piece.where, WHERE))
