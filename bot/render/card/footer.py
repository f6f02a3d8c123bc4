"""A card's small print: where the bot looked, what it could not see, and whether the answer is kept current."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.ports import HandedOff
from bot.render.blocks import Block, context
from bot.render.headline import key_of
from bot.render.text import listed, one_line
from bot.render.words import Words
from bot.views import CardView
from checks.language.contract import Contract

PLACES = 8
CONTRACTS = 6


def footer(view: CardView, say: Words) -> Iterator[Block]:
    """At most one context block of plain text."""
    if lines := list(footnotes(view, say)):
        yield context(" ".join(lines))


def footnotes(view: CardView, say: Words) -> Iterator[str]:
    verdict = view.verdict
    if verdict.read:
        # What a ticket names without promising anything to other people's code is not a contract of its work.
        key = "card.named" if verdict.dimensions.contracts.state == "not_applicable" else "card.read"
        yield say(key, names=listed((_contract(one, say) for one in verdict.read), CONTRACTS))
    if verdict.looked_in:
        yield say("card.looked_in", places=listed(verdict.looked_in, PLACES))
    if verdict.not_seen:
        yield say("card.not_seen", places=listed(verdict.not_seen, PLACES))
    if view.handed:
        yield from _handed(view.handed, say)
    if view.judged_at:
        yield say("card.judged", when=moment(view.judged_at))
    if view.share == "invite":
        yield say("card.invite")
    if not view.follow:
        yield say("card.not_followed", key=key_of(verdict))


def _handed(handed: HandedOff, say: Words) -> Iterator[str]:
    """When it was handed off and what became of it. The receiver is not named again: a name here would notify
    nobody."""
    yield say("card.handed_off", when=moment(handed.at))
    if handed.asked:
        yield say("card.came_back")
    if handed.reopened:
        yield say("card.reopened")


def _contract(contract: Contract, say: Words) -> str:
    name = one_line(f"{contract.name} {contract.detail}", 60)
    return say(f"contract.{contract.kind}", name=name)


def moment(when: datetime) -> str:
    """Readable for a person in any time zone."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
