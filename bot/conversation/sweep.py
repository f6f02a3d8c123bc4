"""The look for changes that no webhook told: now and then, Jira is asked which tickets with living cards changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.conversation.heard import RUN
from bot.conversation.ports import LivingCards
from bot.errors import JiraError
from bot.retrying.periodic import periodically
from bot.runs import Starter
from bot.sites import Sites
from checks.ticket import project_in

EVERY = timedelta(minutes=10)
LIVES = timedelta(days=21)
"""After so long without being asked for, a card is kept current by webhooks alone."""
FIRST = timedelta(hours=24)
"""How far the first look after a start goes back."""
MOST = 50_000
"""Tickets with living cards that are looked after; ten thousand of them are one query of 0.03 s."""
log = structlog.get_logger(__name__)


class Ids(Protocol):
    def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]: ...


class Forgetful(Protocol):
    async def forget(self, now: datetime) -> int: ...


class Reminders(Protocol):
    async def begin(self) -> int: ...


class Sweep:
    """Starting is idempotent by identity, so that any number of processes may sweep."""

    def __init__(
        self,
        cards: LivingCards,
        jira: Ids,
        starter: Starter,
        sites: Sites,
        rows: Forgetful,
        clock: Callable[[], datetime],
        reminders: Reminders,
    ) -> None:
        self._cards = cards
        self._jira = jira
        self._starter = starter
        self._sites = sites
        self._rows = rows
        self._clock = clock
        self._last: datetime | None = None
        self._set_back = 0
        self._reminders = reminders

    async def sweep(self) -> int:
        """Start a change for every living ticket that changed since the last look; how many."""
        now = self._clock()
        back = FIRST if self._last is None else max(now - self._last, EVERY) + EVERY
        self._set_back += self._last is not None and now < self._last
        started = 0
        await self._rows.forget(now)
        for workspace, site in await self._sites.pairs():
            try:
                started += await self._site(workspace, site, now, back)
            except JiraError as error:
                log.warning("sweep.failed", site=site, outcome=error.outcome)
        self._last = now
        return started

    async def keep_sweeping(self) -> None:
        """For ever; what fails is made up for by the next look."""
        await periodically("sweep", self.look_around, EVERY.total_seconds())

    async def look_around(self) -> None:
        """One round: what changed, and which questions wait."""
        await self.sweep()
        await self._reminders.begin()

    async def _site(self, workspace: str, site: str, now: datetime, back: timedelta) -> int:
        living = dict(await self._cards.living(workspace, site, since=now - LIVES, limit=MOST))
        projects = sorted({project_in(key) for key in living.values()})
        if not projects:
            return 0
        minutes = int(back.total_seconds() // 60) + 1
        named = ", ".join(f'"{project}"' for project in projects)
        changed: set[str] = set()
        async for page in self._jira.ids(site, f"project in ({named}) AND updated >= -{minutes}m"):
            changed.update(page)
        slot = str(int(now.timestamp() // EVERY.total_seconds()))
        if self._set_back:
            slot += f"-{self._set_back}"  # the clock shows a time that was swept before
        wanted = changed & living.keys()
        for issue_id in sorted(wanted):
            payload = {"workspace": workspace, "site": site, "issue_id": issue_id, "key": living[issue_id]}
            await self._starter.start(RUN, f"sweep:{site}:{issue_id}:{slot}", payload)
        return len(wanted)
