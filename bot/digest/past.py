"""What a digest would have said of the last weeks, from when its tickets last changed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from bot.views import PastWeek
from checks.verdict import Decision

WEEKS = 4
WEEK = timedelta(days=7)


def past_weeks(tickets: Iterable[tuple[date | None, Decision, tuple[str, ...]]], today: date) -> tuple[PastWeek, ...]:
    """The last four weeks, oldest first. Of each ticket: the day it last changed, its verdict as it stands, and the
    names of the gaps that keep it from ready."""
    changed: list[int] = [0] * WEEKS
    ready: list[int] = [0] * WEEKS
    gaps: list[Counter[str]] = [Counter() for _ in range(WEEKS)]
    for day, decision, names in tickets:
        ago = WEEKS if day is None else max((today - day).days, 0) // WEEK.days
        if ago < WEEKS:
            changed[ago] += 1
            ready[ago] += decision == "ready"
            gaps[ago].update(names)
    return tuple(
        PastWeek(today - WEEK * ago, changed[ago], ready[ago], _commonest(gaps[ago])) for ago in reversed(range(WEEKS))
    )


def _commonest(gaps: Counter[str]) -> str:
    return min(gaps, key=lambda name: (-gaps[name], name)) if gaps else ""
