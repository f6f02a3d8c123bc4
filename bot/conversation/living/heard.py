"""Use case: Jira said that a ticket changed. Once it has come to rest its cards are updated and, where its status
changed, those of the tickets linked with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.conversation.living.living import Living
from bot.conversation.living.write_back import WriteBack
from bot.conversation.ports import LivingCards, Stirs
from bot.conversation.requests import ChangeRequest
from bot.ports import Run
from checks.ticket import TicketId

PATIENCE = 10
"""Quiet periods after which a ticket that is edited again and again is judged all the same."""


@dataclass(frozen=True, slots=True)
class ChangeHeard:
    """Answers a `ChangeRequest`. Of the changes of one ticket within the quiet time the last one judges, for all."""

    living: Living
    cards: LivingCards
    stirs: Stirs
    write_back: WriteBack
    clock: Callable[[], datetime]
    quiet: float
    """Seconds without another change after which a ticket is at rest."""

    async def __call__(self, run: Run, request: ChangeRequest) -> None:
        workspace, key = request.workspace, request.key
        ticket = TicketId(request.site, request.issue_id)

        async def stir() -> str:
            since = await self.stirs.stir(workspace, ticket, run.identity, now=self.clock())
            return since.isoformat()

        since = datetime.fromisoformat(await run.step("stir", stir))
        await run.sleep(self.quiet)

        async def settle() -> bool:
            waited = abs(self.clock() - since)  # in the future: the clock was set back since then
            long = waited >= timedelta(seconds=PATIENCE * self.quiet) and self.quiet > 0
            return await self.stirs.settle(workspace, ticket, run.identity, force=long)

        if not await run.step("settle", settle):
            return
        again = await self.living.refresh(run, workspace, ticket, key)
        await run.step("rest", partial(self.stirs.rest, workspace, ticket, run.identity))
        await self.write_back(run, workspace, ticket, key, again.verdict_id)
        if request.moved_on:
            await self._free(run, workspace, ticket.site, request.linked)

    async def _free(self, run: Run, workspace: str, site: str, keys: Sequence[str]) -> None:
        """A blocker that closed, or opened again: what waits for it is judged again."""
        known = await run.step("linked", partial(self._linked, workspace, site, keys))
        for issue_id, key in known:
            await self.living.refresh(run, workspace, TicketId(site, issue_id), key)

    async def _linked(self, workspace: str, site: str, keys: Sequence[str]) -> list[list[str]]:
        return [[ticket.issue_id, key] for ticket, key in await self.cards.known(workspace, site, keys)]
