"""One gap of a card as blocks: the finding, and what can be clicked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.render.actions import Click, Verb
from bot.render.blocks import Block, Part, actions, button, overflow, rich, span
from bot.render.card.finding import finding_parts
from bot.render.headline import title_of
from bot.render.words import Words
from bot.views import CardView
from checks.verdict import Finding

FURTHER: tuple[Verb, ...] = ("wrong", "accept")
"""What a gap's menu can hold. An open gap has nothing to take back; the card's own menu takes back the others."""
DETAILED = 7
"""Gaps drawn in full; the others are named in one line. Seven of the longest stay within Slack's limits of blocks and
characters."""


def gap_blocks(gap: Finding, number: int, view: CardView, say: Words) -> Iterator[Block]:
    """A gap, then its buttons."""
    new = (span(say("card.new"), bold=True),) if gap.code in view.opened else ()
    lead = span(f"{number}. {say(f'severity.{gap.severity}')}: ", bold=True)
    yield rich(*finding_parts(gap, say, lead, *new))
    yield actions(*_buttons(gap, view, say))


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
