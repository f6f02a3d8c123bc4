"""Use case: a channel was shared with another company, or is only the organisation's again: the messages there
follow."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.ports import LivingCards
from bot.conversation.requests import ChangeRequest, ReadersRequest
from bot.ports import Run
from bot.runs import Starter, submit

MOST = 500
"""Tickets of one channel that are looked at again, those shown last first: each is a question to Jira."""


@dataclass(frozen=True, slots=True)
class ReadersChanged:
    """Answers a `ReadersRequest`: every ticket that is shown there is looked at as if it had changed, and what others may not
    read is cut."""

    cards: LivingCards
    starter: Starter

    async def __call__(self, run: Run, request: ReadersRequest) -> None:
        workspace = request.place.workspace

        async def find() -> list[list[str]]:
            shown = await self.cards.in_channel(workspace, request.place.channel, limit=MOST)
            return [[ticket.site, ticket.issue_id, key] for ticket, key in shown]

        for site, issue_id, key in await run.step("shown", find):
            identity = f"{run.identity}:{site}:{issue_id}"
            await submit(self.starter, ChangeRequest(workspace, site, issue_id, key, identity=identity))
