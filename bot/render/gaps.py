"""One gap as blocks: what is missing, the ticket's own words, the one edit that closes it, and what can be clicked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.render.actions import Click, Verb
from bot.render.blocks import Block, Part, actions, button, line, newline, overflow, quote, rich, span
from bot.render.headline import title_of
from bot.render.text import one_line
from bot.render.words import Words
from bot.views import CardView
from checks.verdict import Finding

MESSAGE = 400
QUOTE = 300
REMEDY = 500
QUOTES = 2
"""Pieces of evidence shown for one gap."""
FURTHER: tuple[Verb, ...] = ("wrong", "accept", "undo")
"""What the menu of a gap can hold."""
DETAILED = 7
"""Gaps drawn in full; the others are named in one line. Seven of the longest stay inside Slack's blocks and characters."""


def gap_blocks(gap: Finding, number: int, view: CardView, say: Words) -> Iterator[Block]:
    """A gap, then its buttons."""
    new = (span(say("card.new"), bold=True),) if gap.code in view.opened else ()
    yield rich(
        line(span(f"{number}. {say(f'severity.{gap.severity}')}: ", bold=True), *new, span(gap.message, limit=MESSAGE)),
        *((quote(*_words_of(gap, say)),) if gap.evidence else ()),
        line(span(say("card.remedy"), bold=True), span(gap.remedy or "", limit=REMEDY)),
    )
    yield actions(*_buttons(gap, view, say))


def _words_of(gap: Finding, say: Words) -> Iterator[Part]:
    for index, piece in enumerate(gap.evidence[:QUOTES]):
        if index:
            yield newline()
        where = one_line(piece.where, 80)
        yield span(say("card.ticket_words", quote=one_line(piece.quote, QUOTE), where=where))


def _buttons(gap: Finding, view: CardView, say: Words) -> Iterator[Part]:
    name = title_of(gap)
    if "answer" in view.offers:
        yield button(
            say("button.answer"), Click("answer", view.handle, gap.code), about=say("button.answer_about", name=name)
        )
    yield button(say("button.why"), Click("why", view.handle, gap.code), about=say("button.why_about", name=name))
    further = [(say(f"button.{verb}"), Click(verb, view.handle, gap.code)) for verb in FURTHER if verb in view.offers]
    if further:
        yield overflow(further)
