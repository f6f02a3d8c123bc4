"""Whether a project is in a position to hand work to outsiders, as values: its tickets in short, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from checks.ticket import Kind, Receiver
from checks.verdict import Decision, Finding, Verdict

Answer = Literal["yes", "partly", "no", "nothing"]


def weighs(found: Finding) -> bool:
    """A gap that keeps a ticket from ready."""
    return found.outcome == "gap" and found.severity != "advice"


@dataclass(frozen=True, slots=True)
class Judged:
    """A ticket with a verdict for each receiver; the first is the one the assessment is about."""

    title: str
    verdicts: tuple[Verdict, ...]
    created: date | None = None
    comments: int = 0
    before: Decision | None = None
    """The verdict on the ticket as it stood on an earlier day; None where it did not stand or that is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a ticket. `findings` are those that decide: standing gaps, and blockers that cannot tell."""

    key: str
    url: str | None
    title: str
    kind: Kind
    created: date | None
    comments: int
    readiness: float
    decisions: tuple[tuple[Receiver, Decision], ...]
    findings: tuple[Finding, ...]
    before: Decision | None = None

    @property
    def decision(self) -> Decision:
        return self.decisions[0][1]

    @property
    def answers(self) -> int:
        """Answers that somebody has to give before the work can start."""
        return len({found.code for found in self.findings if weighs(found)})


@dataclass(frozen=True, slots=True)
class Share:
    ready: int
    total: int

    @property
    def part(self) -> float:
        return self.ready / self.total if self.total else 0.0


DecisionCounts: TypeAlias = tuple[tuple[Decision, int], ...]
KindShares: TypeAlias = tuple[tuple[Kind, tuple[tuple[Receiver, Share], ...]], ...]
"""By kind of work, then by receiver."""


class CommonGap(NamedTuple):
    """A gap, and how many tickets have it."""

    code: str
    name: str
    tickets: int


@dataclass(frozen=True, slots=True)
class Habit:
    """A gap to stop leaving. `ready` and `nearer` count what it adds to the habits before it."""

    code: str
    name: str
    tickets: int
    ready: int
    """Further tickets that would have been ready."""
    nearer: int
    """Further tickets that would have been nearly ready, where they were not ready."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One project, one page."""

    receiver: Receiver
    answer: Answer
    overall: Share
    counts: DecisionCounts
    shares: KindShares
    """By kind of work, the most frequent kind first; then by receiver."""
    months: tuple[tuple[date, DecisionCounts], ...]
    """By the month in which a ticket was written."""
    gaps: tuple[CommonGap, ...]
    """The commonest first."""
    habits: tuple[Habit, ...]
    best: tuple[Row, ...]
    costliest: tuple[Row, ...]
    now: Share | None
    """The last thirteen weeks, where they and as many before them hold enough tickets to compare."""
    before: Share | None
    unread: int
    since: date | None = None
    """The day that `before` is of, where the same tickets were judged on an earlier day."""
