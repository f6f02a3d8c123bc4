"""Looks for changes that no webhook told of: now and then it asks Jira which tickets with living cards changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.conversation.ports import Followed, LivingCards
from bot.conversation.requests import ChangeRequest
from bot.errors import JiraError
from bot.retrying.periodic import periodically
from bot.runs import Starter, submit
from bot.sites import Sites
from checks.ticket import project_in

EVERY = timedelta(minutes=10)
LIVES = timedelta(days=21)
"""How long after it was last asked for a card is still looked after; later, only webhooks keep it current."""
FIRST = timedelta(hours=24)
"""How far the first look after a start goes back."""
MOST = 50_000
"""Tickets with living cards that are looked after; ten thousand of them are one query of 0.03 s."""
LOOKED_UP = 100
"""Tickets of which one look asks whether Jira still gives them: a call's worth. The looks take turns through all."""
log = structlog.get_logger(__name__)


class Ids(Protocol):
    def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]: ...
    async def projects(self, site: str) -> frozenset[str]: ...
    async def keys(self, site: str, ids: Sequence[str]) -> Mapping[str, str]:
        """By id, the key of each ticket that Jira gives; of at most a hundred."""
        ...


class Forgetful(Protocol):
    async def forget(self, now: datetime) -> int: ...


class Reminders(Protocol):
    async def begin(self) -> int: ...


class Ends(Protocol):
    async def ended(self, workspace: str, site: str, *, since: date, until: date) -> frozenset[str]:
        """Ids of tickets on which what somebody said of a gap had its last day at `since` or later, and before `until`."""
        ...


class Waivers(Protocol):
    def lapsed(self, site: str, keys: Collection[str], *, since: date, until: date) -> frozenset[str]:
        """The same of what policy files accept, by the tickets' keys. Blocking."""
        ...


class Sweep:
    """Starting is idempotent by identity, so any number of processes may sweep."""

    def __init__(
        self,
        cards: LivingCards,
        jira: Ids,
        starter: Starter,
        sites: Sites,
        rows: Forgetful,
        clock: Callable[[], datetime],
        reminders: Reminders,
        said: Ends,
        waivers: Waivers,
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
        self._said = said
        self._waivers = waivers

    async def sweep(self) -> int:
        """Start a change for every living ticket that changed since the last look, or of which a judgement ended; how many."""
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
        living = await self._cards.living(workspace, site, since=now - LIVES, limit=MOST)
        if not living:
            return 0
        turn = int(now.timestamp() // EVERY.total_seconds())
        slot = str(turn)
        if self._set_back:
            slot += f"-{self._set_back}"  # the clock shows a time that was swept before
        wanted = await self._changed(site, living, back) | await self._astray(site, living, turn)
        keys = {one.issue_id: one.key for one in living}
        wanted |= await self._ended(workspace, site, keys, since=(now - back).date(), until=now.date())
        for issue_id in sorted(wanted & keys.keys()):
            identity = f"sweep:{site}:{issue_id}:{slot}"
            changed = ChangeRequest(workspace, site, issue_id, keys[issue_id], identity=identity)
            await submit(self._starter, changed)
        return len(wanted & keys.keys())

    async def _changed(self, site: str, living: Sequence[Followed], back: timedelta) -> set[str]:
        """Ids of what Jira says was changed lately. A project that is gone must not cost the others their look: Jira
        refuses a query that names one."""
        projects = {project_in(one.key) for one in living} & await self._jira.projects(site)
        named = ", ".join(f'"{project}"' for project in sorted(projects))
        minutes = int(back.total_seconds() // 60) + 1
        changed: set[str] = set()
        if projects:
            async for page in self._jira.ids(site, f"project in ({named}) AND updated >= -{minutes}m"):
                changed.update(page)
        return changed

    async def _ended(
        self, workspace: str, site: str, keys: Mapping[str, str], *, since: date, until: date
    ) -> frozenset[str]:
        """Ids of those of which a gap was accepted until yesterday: it counts again, and Jira knows nothing of it."""
        said = await self._said.ended(workspace, site, since=since, until=until)
        lapsed = partial(self._waivers.lapsed, site, keys.values(), since=since, until=until)
        waived = await asyncio.to_thread(lapsed)
        return said | {issue_id for issue_id, key in keys.items() if key in waived}

    async def _astray(self, site: str, living: Sequence[Followed], turn: int) -> set[str]:
        """Ids of those of this turn that Jira gives no more, gives again, or gives under another key: no query for
        changes tells of them."""
        start = turn % -(-len(living) // LOOKED_UP) * LOOKED_UP
        some = living[start : start + LOOKED_UP]
        keys = await self._jira.keys(site, [one.issue_id for one in some])
        return {one.issue_id for one in some if _astray(one, keys.get(one.issue_id))}


def _astray(one: Followed, key: str | None) -> bool:
    return one.stands if key is None else one.lost or key != one.key
