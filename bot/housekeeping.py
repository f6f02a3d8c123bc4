"""What is done once an hour: clear away what is old, and warn of a credential that nears its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.admins import Admins
from bot.forever import forever
from bot.ports import Run
from bot.requests import Starter
from bot.views import NoticeView

HOUR = 3600.0
RUNS_KEPT = timedelta(days=7)
"""A finished run is what makes a redelivered event no second run; Slack redelivers for two hours, Jira for one."""
HISTORY_KEPT = timedelta(days=400)
"""Unless the operator says otherwise: a year's trend and a month to compare it with."""
WARN = timedelta(days=14)
"""Before a credential ends."""
NOTICE = "notice"
"""The engine's name for telling an admin."""
log = structlog.get_logger(__name__)


class Cleaner(Starter, Protocol):
    async def clean(self, older: timedelta, *, now: datetime | None = None) -> int: ...


class Forgetful(Protocol):
    async def forget(self, now: datetime, kept: timedelta) -> int: ...


class Housekeeping:
    def __init__(
        self,
        engine: Cleaner,
        store: Forgetful,
        expiries: Iterable[tuple[str, date]],
        workspace: Callable[[], Any],
        clock: Callable[[], datetime],
        kept: timedelta = HISTORY_KEPT,
    ) -> None:
        """`expiries`: sites with the day their credential ends. `workspace`: whose admins hear of it, awaited. `kept`:
        how long verdicts, posts, digests and what people said stay."""
        self._engine = engine
        self._store = store
        self._expiries = tuple(expiries)
        self._workspace = workspace
        self._clock = clock
        self._kept = kept

    async def once(self) -> None:
        now = self._clock()
        runs = await self._engine.clean(min(RUNS_KEPT, self._kept), now=now)
        rows = await self._store.forget(now, self._kept)
        if runs or rows:
            log.info("housekeeping.cleared", runs=runs, rows=rows)
        for site, ends in self._expiries:
            if ends - now.date() <= WARN:
                await self._warn(site, ends, now.date())

    async def keep_house(self) -> None:
        """For ever; what fails is tried again in an hour."""
        await forever("housekeeping", self.once, HOUR)

    async def _warn(self, site: str, ends: date, today: date) -> None:
        payload = {"workspace": await self._workspace(), "site": site, "ends": ends.isoformat()}
        await self._engine.start(NOTICE, f"expiring:{site}:{ends}:{today.isocalendar().week}", payload)


class Expiring:
    """Tells of a credential that nears its end."""

    def __init__(self, admins: Admins) -> None:
        self._admins = admins

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        view = NoticeView("jira_expiring", str(payload["site"]), date.fromisoformat(str(payload["ends"])))
        await self._admins.tell(run, str(payload["workspace"]), view)
