"""What a digest would have said in the last weeks, from what its tickets said at the end of each. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.digest.presenting.views import PastWeek
from bot.digest.presenting.week import RANK
from checks.verdict import Decision

WEEKS = 4
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a ticket stood at a moment: its verdict, and the names of the gaps that kept it from ready."""

    decision: Decision
    gaps: tuple[str, ...] = ()


def ends(now: datetime) -> tuple[datetime, ...]:
    """The moments at which the last four weeks began and ended, oldest first."""
    return tuple(now - WEEK * ago for ago in reversed(range(WEEKS + 1)))


def past_weeks(tickets: Iterable[Sequence[Stand | None]], days: Sequence[date]) -> tuple[PastWeek, ...]:
    """A week for each pair of consecutive days, oldest first. Each ticket is given as it stood on each of the days;
    None where it was not written yet, or where that is not known."""
    stands = tuple(tickets)
    return tuple(_week(day, [(each[index], each[index + 1]) for each in stands]) for index, day in enumerate(days[1:]))


def _week(day: date, pairs: Sequence[tuple[Stand | None, Stand | None]]) -> PastWeek:
    now = [after for _, after in pairs if after is not None]
    moves = [
        (before.decision, after.decision)
        for before, after in pairs
        if before and after and before.decision in RANK and after.decision in RANK
    ]
    return PastWeek(
        day,
        tickets=len(now),
        ready=sum(stand.decision == "ready" for stand in now),
        became_ready=sum(after == "ready" != before for before, after in moves),
        slipped=sum(RANK[after] < RANK[before] for before, after in moves),
        gap=_commonest(Counter(name for stand in now for name in stand.gaps)),
    )


def _commonest(gaps: Counter[str]) -> str:
    return min(gaps, key=lambda name: (-gaps[name], name)) if gaps else ""
