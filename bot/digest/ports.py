"""What the digest needs of the store, beside `bot.ports`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.ports import Kept


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A channel's weekly digest. Monday is 0; `at` is local time, HH:MM; an empty JQL means the channel's projects."""

    workspace: str
    channel: str
    weekday: int
    at: str
    zone: str
    site: str
    jql: str
    due_at: datetime
    set_by: str
    paused: bool = False


@dataclass(frozen=True, slots=True)
class DigestRun:
    """A digest that was made, or is being made, for a local date. One per channel and date."""

    id: int
    workspace: str
    channel: str
    day: date
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket that a digest saw. Unless `show` is `full`, it is counted and not named."""

    kept: Kept
    show: str


class Digests(Protocol):
    """The store of digests."""

    async def plan(self, workspace: str, channel: str) -> DigestPlan | None: ...
    async def set(self, plan: DigestPlan, *, now: datetime) -> None: ...
    async def remove(self, workspace: str, channel: str) -> None: ...
    async def due(self, now: datetime) -> tuple[DigestPlan, ...]: ...
    async def advance(self, plan: DigestPlan, due_at: datetime) -> None:
        """Set when it is due next, unless somebody else did since `plan` was read."""
        ...

    async def begin(self, workspace: str, channel: str, day: date, identity: str, *, now: datetime) -> DigestRun | None:
        """The digest of this date, if this run is the one that makes it; None when another is or did."""
        ...

    async def saw(self, run: DigestRun, verdict_id: int, show: str) -> None: ...
    async def judged(self, run: DigestRun, *, cut: bool, now: datetime) -> None: ...
    async def run(self, workspace: str, run_id: int) -> DigestRun | None: ...
    async def before(self, run: DigestRun) -> DigestRun | None: ...
    async def seen(self, run: DigestRun) -> tuple[Seen, ...]: ...
