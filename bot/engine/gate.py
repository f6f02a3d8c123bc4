"""How many runs work at once in a process, and that no channel, workspace or site has all the places.

The rest of the runs wait, so that acknowledgements, which need the same database and the same processor, do not. A run
holds its place while it waits for a slow Jira or for its channel's turn, so whoever is slow may hold only some.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

from bot.engine.calm import Calm

SPARE = 1
"""Places beyond the width, for a workspace or site that has no run at work."""
CHANNEL_SHARE = 2
"""A channel may have one in so many of the places."""
Turn: TypeAlias = "asyncio.Future[None]"


@dataclass(frozen=True, slots=True)
class Lane:
    """Whom a run works for. Empty fields mean nobody in particular, and are not limited."""

    workspace: str = ""
    channel: str = ""
    sites: frozenset[str] = frozenset()

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Lane:
        """Read from a run's payload, whose members have the same names whatever the run."""
        place = payload.get("place")
        where = place if isinstance(place, Mapping) else payload
        tickets = payload.get("tickets")
        named = [one.get("site") for one in tickets if isinstance(one, Mapping)] if isinstance(tickets, list) else []
        sites = frozenset(site for site in (payload.get("site"), *named) if isinstance(site, str) and site)
        return cls(str(where.get("workspace") or ""), str(where.get("channel") or ""), sites)


class Gate:
    """Hands out places, first come first served among those who may have one; and decides whether steps may begin at
    all, which they may not once the process drains."""

    def __init__(self, width: int, calm: Calm | None = None) -> None:
        self._width = width
        self._calm = calm or Calm()
        self._working: list[Lane] = []
        self._channels: Counter[tuple[str, str]] = Counter()
        self._waiting: dict[Lane, deque[tuple[int, Turn]]] = {}
        self._serial = count()
        self._open = True
        self._inside = 0
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def inside(self) -> int:
        """Steps under way."""
        return self._inside

    async def enter(self, lane: Lane) -> None:
        """Wait for a place to work."""
        turn: Turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(lane, deque()).append((next(self._serial), turn))
        self._admit((lane,))  # none of those already waiting may have one, or they would have it
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave(lane)  # it was given a place at the very moment
            raise

    def leave(self, lane: Lane) -> None:
        self._working.remove(lane)
        channel = (lane.workspace, lane.channel)
        self._channels[channel] -= 1
        if not self._channels[channel]:
            del self._channels[channel]
        self._admit(self._waiting)

    def _admit(self, lanes: Iterable[Lane]) -> None:
        """Give places to the waiting runs of these lanes, as long as there are places. They are looked at lane by
        lane, because one busy channel may have thousands waiting."""
        while self._waiting and len(self._working) < self._width + SPARE:
            workspaces = {working.workspace for working in self._working}
            sites = {site for working in self._working for site in working.sites}
            able = [lane for lane in lanes if lane in self._waiting and self._may(lane, workspaces, sites)]
            if not able:
                return
            lane = min(able, key=lambda one: self._waiting[one][0][0])
            queue = self._waiting[lane]
            _, turn = queue.popleft()
            if not queue:
                del self._waiting[lane]
            if not turn.done():  # else whoever waited gave up
                self._working.append(lane)
                self._channels[lane.workspace, lane.channel] += 1
                turn.set_result(None)

    def _may(self, lane: Lane, workspaces: Collection[str], sites: Collection[str]) -> bool:
        """`workspaces` and `sites` are those of the runs that work: beyond the width a place is for who has none."""
        if len(self._working) >= self._width:
            new_workspace = bool(lane.workspace) and lane.workspace not in workspaces
            if not (new_workspace or (lane.sites and lane.sites.isdisjoint(sites))):
                return False
        share = max(1, self._width // CHANNEL_SHARE)
        return not lane.channel or self._channels.get((lane.workspace, lane.channel), 0) < share

    @asynccontextmanager
    async def step(self) -> AsyncIterator[None]:
        await self._calm.come()
        if not self._open:
            await asyncio.Event().wait()  # never returns: whoever starts next takes the run up again
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    async def drain(self, grace: float) -> bool:
        """Let no further step begin and wait for those under way, `grace` seconds at most; whether all have ended."""
        self._open = False
        try:
            async with asyncio.timeout(grace):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True
