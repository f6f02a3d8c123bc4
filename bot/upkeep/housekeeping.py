"""What is done once an hour: delete what is old, and warn of a credential that is about to end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

import structlog

from bot.ports import Run
from bot.retrying.periodic import periodically
from bot.runs import Starter, submit
from bot.upkeep.admins import Admins
from bot.upkeep.requests import ExpiryRequest
from bot.views import NoticeView

HOUR = 3600.0
RUNS_KEPT = timedelta(days=7)
"""A finished run keeps a redelivered event from becoming a second run; Slack redelivers for two hours, Jira for one."""
HISTORY_KEPT = timedelta(days=400)
"""Unless the operator says otherwise: a year's trend and a month to compare it with."""
WARN = timedelta(days=14)
"""How long before a credential ends."""
log = structlog.get_logger(__name__)


class Ending(Protocol):
    """A credential that ends on an ISO day. `user` connected it from Slack; empty for one of the settings."""

    @property
    def workspace(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def day(self) -> str: ...


class Cleaner(Starter, Protocol):
    async def clean(self, older: timedelta, *, buried: timedelta | None = None, now: datetime | None = None) -> int: ...


class Forgetful(Protocol):
    async def forget(self, now: datetime, kept: timedelta) -> int: ...


class Housekeeping:
    def __init__(
        self,
        engine: Cleaner,
        store: Forgetful,
        endings: Callable[[], Awaitable[Iterable[Ending]]],
        clock: Callable[[], datetime],
        kept: timedelta = HISTORY_KEPT,
    ) -> None:
        """`endings`: the credentials that end. `kept`: how long verdicts, posts, digests, what people said and buried
        runs are kept."""
        self._engine = engine
        self._store = store
        self._endings = endings
        self._clock = clock
        self._kept = kept

    async def once(self) -> None:
        now = self._clock()
        runs = await self._engine.clean(min(RUNS_KEPT, self._kept), buried=self._kept, now=now)
        rows = await self._store.forget(now, self._kept)
        if runs or rows:
            log.info("housekeeping.cleared", runs=runs, rows=rows)
        for one in await self._endings():
            ends, week = date.fromisoformat(one.day), now.isocalendar().week
            if ends - now.date() <= WARN:
                await submit(self._engine, ExpiryRequest(one.workspace, one.site, ends, one.user, week))

    async def keep_house(self) -> None:
        """Runs for ever; what fails is tried again in an hour."""
        await periodically("housekeeping", self.once, HOUR)


@dataclass(frozen=True, slots=True)
class Expiring:
    """Answers an `ExpiryRequest`: the admins are told, and whoever connected it."""

    admins: Admins

    async def __call__(self, run: Run, request: ExpiryRequest) -> None:
        workspace, site = request.workspace, request.site
        if not request.user:
            await self.admins.tell(run, workspace, NoticeView("jira_expiring", site, request.ends))
            return
        view = NoticeView("jira_ending", site.partition(":")[2] or site, request.ends)
        await self.admins.tell(run, workspace, view)
        await self.admins.tell_too(run, workspace, request.user, view)
