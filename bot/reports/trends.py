"""
Use case, pure: what the stored verdicts say over time, per project and per rule: how long a ticket takes to ready, how
many were ready when they were handed off, how many came back with questions.

Tickets come one by one, each with its verdicts in order, so that a year of them is never in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Literal

from checks.verdict import Decision

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Said:
    """One verdict of a ticket: when, what, and the codes of the gaps that kept it from ready."""

    at: datetime
    decision: Decision
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """One hand-off: when, whether the ticket was ready, and whether it came back (a question, or reopened)."""

    at: datetime
    ready: bool
    came_back: bool


@dataclass(frozen=True, slots=True)
class History:
    """One ticket for one receiver. Verdicts are in order and there is at least one."""

    project: str
    verdicts: tuple[Said, ...]
    handed: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """One line: of a project (`all` for everything), or of a rule: tickets that had its gap when first seen."""

    by: Literal["project", "rule"]
    name: str
    tickets: int
    became_ready: int
    days_to_ready: float | None
    """Median days from first seen to ready, of those not ready when first seen; None when there are none."""
    handed_off: int
    ready_at_handoff: int
    came_back: int


@dataclass
class _Sums:
    tickets: int = 0
    became_ready: int = 0
    days: list[float] = field(default_factory=list)
    handed_off: int = 0
    ready_at_handoff: int = 0
    came_back: int = 0

    def add(self, ready_after: float | None, handed: Iterable[Handed]) -> None:
        self.tickets += 1
        if ready_after is not None:
            self.became_ready += 1
            self.days += [ready_after] * (ready_after > 0)
        for one in handed:
            self.handed_off += 1
            self.ready_at_handoff += one.ready
            self.came_back += one.came_back

    def trend(self, by: Literal["project", "rule"], name: str) -> Trend:
        days = round(median(self.days), 1) if self.days else None
        handed = (self.handed_off, self.ready_at_handoff, self.came_back)
        return Trend(by, name, self.tickets, self.became_ready, days, *handed)


def trends(histories: Iterable[History]) -> tuple[Trend, ...]:
    """Everything, then each project, then each rule; those with the most tickets first."""
    whole, projects, rules = _Sums(), dict[str, _Sums](), dict[str, _Sums]()
    for one in histories:
        ready_after = _ready_after(one.verdicts)
        whole.add(ready_after, one.handed)
        projects.setdefault(one.project, _Sums()).add(ready_after, one.handed)
        for code in dict.fromkeys(one.verdicts[0].gaps):
            rules.setdefault(code, _Sums()).add(ready_after, _with_gap(code, one))
    return (
        whole.trend("project", "all"),
        *(sums.trend("project", name) for name, sums in _ordered(projects)),
        *(sums.trend("rule", name) for name, sums in _ordered(rules)),
    )


def _ready_after(verdicts: Sequence[Said]) -> float | None:
    """Days from the first verdict to the first that was ready; None when none was."""
    first = verdicts[0].at
    return next(((said.at - first).total_seconds() / DAY for said in verdicts if said.decision == "ready"), None)


def _with_gap(code: str, one: History) -> list[Handed]:
    """Hand-offs at which the rule's gap still stood."""
    stood = []
    for handed in one.handed:
        before = [said for said in one.verdicts if said.at <= handed.at]
        if before and code in before[-1].gaps:
            stood.append(handed)
    return stood


def _ordered(sums: dict[str, _Sums]) -> list[tuple[str, _Sums]]:
    return sorted(sums.items(), key=lambda pair: (-pair[1].tickets, pair[0]))
