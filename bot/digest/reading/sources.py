"""Where a digest's tickets come from: a query, a board or the channel's own cards, and which of them changed since
the last digest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.digest.ports import Surveys
from bot.digest.reading.jql import changed_jql, default_jql, sprint_jql
from bot.digest.reading.unavailable import NO_SPRINT
from bot.digest.values import DigestPlan, DigestRun
from bot.errors import JiraError
from bot.pages import TicketPages
from bot.ports import Channels

DISCUSSED = timedelta(weeks=8)
"""How long after its card a ticket counts as discussed."""
MANY = 500
"""Ids that a query names at once."""


@dataclass(frozen=True, slots=True)
class Sources:
    tickets: TicketPages
    surveys: Surveys
    channels: Channels
    clock: Callable[[], datetime]

    async def jql(self, plan: DigestPlan) -> str:
        """The query of a plan whose source is one. Raises: JiraError, `not_found` where no sprint is planned."""
        if plan.source == "sprint":
            sprint = await self.tickets.next_sprint(plan.site, plan.board)
            if sprint is None:
                raise JiraError("not_found", site=plan.site, reason=NO_SPRINT)
            return sprint_jql(sprint)
        return plan.jql or default_jql((await self.channels.channel(plan.workspace, plan.channel)).projects)

    async def ids(
        self, plan: DigestPlan, before: DigestRun | None
    ) -> AsyncIterator[tuple[str, tuple[str, ...], frozenset[str]]]:
        """Yield a site, ids of its tickets, and which of them changed since the last digest: thousands at a time.
        Raises: JiraError."""
        now = self.clock()
        since = before.begun_at if before else None
        if plan.source in ("jql", "sprint"):
            jql = await self.jql(plan)
            changed = await self._all(plan.site, changed_jql(jql, since, now)) if since else frozenset()
            async for ids in self.tickets.ids(plan.site, jql):
                yield plan.site, ids, changed if since else frozenset(ids)
            return
        async for site, ids in self._named(plan):
            for start in range(0, len(ids), MANY):
                some = ids[start : start + MANY]
                yield site, some, await self._changed(site, some, since, now)

    async def _named(self, plan: DigestPlan) -> AsyncIterator[tuple[str, tuple[str, ...]]]:
        if plan.source == "backlog":
            async for ids in self.tickets.backlog(plan.site, plan.board):
                yield plan.site, ids
            return
        found = await self.surveys.discussed(plan.workspace, plan.channel, self.clock() - DISCUSSED)
        for site, ids in found.items():
            yield site, ids

    async def _changed(self, site: str, ids: tuple[str, ...], since: datetime | None, now: datetime) -> frozenset[str]:
        """All of them, where Jira refuses to say because one of the ids no longer exists."""
        if since is None or not ids:
            return frozenset(ids)
        try:
            return await self._all(site, changed_jql(f"id in ({', '.join(ids)})", since, now))
        except JiraError as error:
            if error.outcome != "refused":
                raise
            return frozenset(ids)

    async def _all(self, site: str, jql: str) -> frozenset[str]:
        found: set[str] = set()
        async for ids in self.tickets.ids(site, jql):
            found.update(ids)
        return frozenset(found)
