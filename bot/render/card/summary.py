"""Three tickets or more in one message, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from bot.message import Message
from bot.render.actions import Click
from bot.render.blocks import Block, actions, bullets, button, context, line, message, rich, span
from bot.render.card.footer import moment
from bot.render.headline import title_of
from bot.render.listing import Entry, Listing
from bot.render.text import listed
from bot.render.trouble import trouble_line
from bot.render.words import Words, words
from bot.views import CardView, SummaryView

LINES = 20
"""Tickets that are named; the rest is only counted."""
NAMES = 3
"""Gaps named for each ticket."""


def summary(view: SummaryView, language: str = "en") -> Message:
    """How many are ready, then each ticket with its state and the names of its gaps."""
    say = words(language)
    entries = tuple(Entry(card.verdict, f": {_state(card, say)}") for card in view.cards[:LINES])
    tickets = Listing(_title(view, say), entries, more=max(0, len(view.cards) - LINES))
    failed = [trouble_line(trouble, say) for trouble in view.failed[:LINES]]
    notes = list(_notes(view, say))
    text = [tickets.heading, *tickets.spoken(say), *(f"- {sentence}" for sentence in failed), *notes]
    return message("\n".join(text[:1] + text[2:]), *_blocks(view, tickets, failed, notes, say))


def _blocks(view: SummaryView, tickets: Listing, failed: list[str], notes: list[str], say: Words) -> Iterator[Block]:
    parts = list(tickets.drawn(say)) if tickets.entries else [line(span(tickets.heading, bold=True))]
    if failed:
        parts.append(bullets(line(span(sentence)) for sentence in failed))
    yield rich(*parts)
    if notes:
        yield context(*notes)
    if view.handle:
        yield actions(button(say("button.recheck"), Click("recheck", view.handle)))


def _notes(view: SummaryView, say: Words) -> Iterator[str]:
    if view.hidden and (view.cards or view.failed):
        yield say("summary.hidden", n=view.hidden)
    if view.left_out:
        yield say("summary.left_out", n=view.left_out)
    if moments := [card.judged_at for card in view.cards if card.judged_at]:
        yield say("card.judged", when=moment(min(moments)))


def _title(view: SummaryView, say: Words) -> str:
    total = len(view.cards) + len(view.failed)
    if not total and view.hidden:
        return say("summary.hidden", n=view.hidden)
    ready = sum(card.verdict.verdict == "ready" and not card.done for card in view.cards)
    receiver = view.cards[0].verdict.receiver if view.cards else "contractor"
    return say("summary.title", n=total, ready=ready, receiver=say(f"receiver.{receiver}"))


def _state(card: CardView, say: Words) -> str:
    if card.done:
        return say("summary.done")
    decision, gaps = card.verdict.verdict, card.verdict.weighty_gaps
    state = say(f"decision.{decision}")
    if not gaps or decision in ("ready", "undetermined"):
        return state
    return say("summary.state", n=len(gaps), state=state, names=listed(map(title_of, gaps), NAMES))
