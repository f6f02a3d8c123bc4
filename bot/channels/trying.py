"""What settings that are being chosen would do with a channel's last tickets: nothing of it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.channels.views import ChannelForm, TriedView, TriedViews
from bot.errors import JiraError
from bot.ports import Audience, Kept, Policies, Tickets
from bot.requests import Place
from checks.ticket import Ticket
from checks.verdict import Decision

TRIED = 5
"""Tickets that are fetched and judged each time, while a person waits."""


class Discussed(Protocol):
    async def discussed(self, workspace: str, channel: str, *, limit: int) -> tuple[Kept, ...]:
        """What the latest cards of a channel show, one per ticket."""
        ...


@dataclass(frozen=True, slots=True)
class Trying:
    tickets: Tickets
    policies: Policies
    audience: Audience
    cards: Discussed
    clock: Callable[[], datetime]

    async def tried(self, place: Place, user: str, form: ChannelForm) -> TriedViews:
        """For whoever is choosing: a ticket is named to them as if they had asked about it there."""
        kept = await self.cards.discussed(place.workspace, place.channel, limit=TRIED)
        found = await asyncio.gather(*(self._one(place, user, form, one) for one in kept))
        shown = tuple(one for one in found if one is not None)
        return TriedViews(shown, len(found) - len(shown))

    async def _one(self, place: Place, user: str, form: ChannelForm, kept: Kept) -> TriedView | None:
        try:
            ticket = await self.tickets.fetch(kept.ref)
        except JiraError:
            return None
        if (await self.audience.decide(place, ticket, user=user, asked=True)).show == "silent":
            return None
        verdict = await asyncio.to_thread(self.policies.judge, ticket, form.receiver, self.clock())
        answer = _answer(form, ticket, verdict.verdict)
        return TriedView(ticket.key, kept.verdict.verdict, verdict.verdict, answer)


def _answer(
    form: ChannelForm, ticket: Ticket, decision: Decision
) -> Literal["card", "condensed", "reaction", "asked", "nothing"]:
    """What a link to the ticket would get as an answer."""
    if ticket.project_key not in form.projects:
        return "nothing"
    if not form.watching:
        return "asked"
    if form.quiet == "reaction":
        return "reaction" if decision == "ready" else "card"
    return form.quiet
