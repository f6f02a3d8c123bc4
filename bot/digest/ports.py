"""What the digest needs of the store, beside `bot.ports`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.digest.values import (
    DigestLine,
    DigestPlan,
    DigestRun,
    HandOff,
    LatestVerdict,
    NewVerdict,
    TicketCount,
    WaitingTicket,
)
from bot.ports import Kept, Openness, Show
from checks.ticket import Receiver


class Plans(Protocol):
    """The store of channels' digests."""

    async def plan(self, workspace: str, channel: str) -> DigestPlan | None: ...
    async def set(self, plan: DigestPlan, *, now: datetime) -> None: ...
    async def remove(self, workspace: str, channel: str, *, user: str, now: datetime) -> None: ...
    async def due(self, now: datetime) -> tuple[DigestPlan, ...]: ...
    async def plans_by_time(self) -> Mapping[tuple[int, str, str], int]:
        """How many channels share a weekday, time and zone."""
        ...

    async def stop(self, plan: DigestPlan, error: str) -> None:
        """Pause it, and say why."""
        ...

    async def advance(self, plan: DigestPlan, due_at: datetime) -> None:
        """Set when it is due next, unless somebody else did since `plan` was read."""
        ...


class Digests(Plans, Protocol):
    """The store of digests made."""

    async def begin(
        self, workspace: str, channel: str, day: date, identity: str, *, now: datetime, asked: bool = False
    ) -> DigestRun | None:
        """The digest of this date, if this run is the one that makes it; None when another run makes it or has made
        it. `asked`: a digest that was passed over may be taken up."""
        ...

    async def give_up(self, workspace: str, run_id: int) -> None:
        """It was not posted. Another run may make it, from where this one stopped. No later digest is compared with
        it, unless it was passed over before."""
        ...

    async def pass_over(self, workspace: str, run_id: int) -> None:
        """It was not worth posting. A run that somebody asks for may still post it, and the next digest is compared
        with it."""
        ...

    async def judged(self, run: DigestRun, *, cut: bool, now: datetime) -> None: ...
    async def run(self, workspace: str, run_id: int) -> DigestRun | None: ...
    async def latest(self, workspace: str, channel: str) -> DigestRun | None:
        """The last digest of a channel that was judged."""
        ...

    async def before(self, run: DigestRun) -> DigestRun | None: ...
    async def long_before(self, run: DigestRun, by: date) -> DigestRun | None:
        """The last digest judged for a day no later than `by`; without one, the channel's first before this one."""
        ...


class Surveys(Protocol):
    """The part of the store that reading and judging a digest's tickets needs."""

    async def known(
        self, workspace: str, site: str, receiver: Receiver, ids: Sequence[str]
    ) -> Mapping[str, LatestVerdict]:
        """The latest verdict of each ticket that has one for this receiver."""
        ...

    async def saw(self, run: DigestRun, verdicts: Sequence[int]) -> frozenset[int]:
        """Which of these verdicts a digest saw."""
        ...

    async def keep(
        self,
        run: DigestRun,
        site: str,
        fresh: Sequence[NewVerdict],
        reused: Sequence[tuple[LatestVerdict, Show]],
        *,
        read: Sequence[str],
        checkpoint: str,
        asker: str,
        now: datetime,
    ) -> None:
        """Commit a page in one transaction: its verdicts, that this digest saw them, and how far the reading has
        come. `read`: ids that no longer need to be read."""
        ...

    async def plan_work(self, run: DigestRun, site: str, ids: Sequence[str]) -> None: ...
    async def work(self, run: DigestRun) -> tuple[tuple[str, str], ...]:
        """Site and issue id of every ticket that is still to be read."""
        ...

    async def set_checkpoint(self, run: DigestRun, checkpoint: str | None) -> None:
        """How far the reading has come; with None it begins anew."""
        ...

    async def discussed(self, workspace: str, channel: str, since: datetime) -> Mapping[str, tuple[str, ...]]:
        """Ids, by site, of the tickets that have had a card in this channel."""
        ...


class ChannelOpenness(Protocol):
    """What a digest asks of the gate (`bot.ports.Audience`): about the channel, not about each ticket."""

    async def openness(self, workspace: str, channel: str) -> Openness: ...


class Weeks(Protocol):
    """The part of the store that tells what moved: of thousands of tickets, only a handful are in memory at once."""

    def lines(self, run: DigestRun, before: DigestRun | None) -> AsyncIterator[DigestLine]: ...
    async def left(self, run: DigestRun, before: DigestRun) -> tuple[TicketCount, ...]:
        """What the digest before saw and this one does not."""
        ...

    def waiting(self, run: DigestRun) -> AsyncGenerator[WaitingTicket, None]:
        """Tickets with open questions, those that wait longest first. Whoever stops before the last closes it."""
        ...

    async def hand_offs(self, run: DigestRun, since: datetime) -> tuple[HandOff, ...]:
        """Tickets of this digest that were handed off since a moment, or came back since then."""
        ...

    async def history(self, run: DigestRun, weeks: int) -> tuple[tuple[date, tuple[TicketCount, ...]], ...]:
        """Counts of the digests up to this one, oldest first."""
        ...

    async def page(self, run: DigestRun, open_to: Openness, *, start: int, size: int) -> tuple[Kept, ...]:
        """Tickets that may be named, the readiest first."""
        ...

    async def total(self, run: DigestRun, open_to: Openness) -> tuple[int, int]:
        """How many tickets may be named, and how many not."""
        ...
