"""What a week comes to: counts, what moved, what waits, what is one edit away. Pure, in bounded memory.

A ticket has moved when its verdict changed because the ticket did. A verdict by other rules, another model or policy,
or on a ticket that Jira says has not changed, is counted as if it had been the same last week.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.digest.values import DigestLine, HandOff, PreviousVerdict, TicketCount, WaitingTicket
from bot.ports import Openness
from checks.verdict import Decision

RANK = {"ready": 2, "questions": 1, "not_ready": 0}
"""*Cannot tell* is no place on this ladder: a ticket neither climbs from there nor slips to it."""
NAMED = 5
"""Tickets that are named under a heading."""
SPARE = 20
"""Candidates kept per heading: more than are named, because a ticket is named under one heading only."""
COMMON = 2
"""Fewest tickets that must share a gap before it is called common."""


@dataclass(frozen=True, slots=True)
class Move:
    """A ticket whose verdict its own change changed."""

    verdict_id: int
    before: Decision


@dataclass
class Week:
    """Add what the digest saw, line by line. `first`: there is no digest to compare with. `whole`: this digest and the
    last looked at all that matched; else a ticket that only one of them saw may have been there for both."""

    openness: Openness
    first: bool
    whole: bool = True
    counts: Counter[Decision] = field(default_factory=Counter)
    before: Counter[Decision] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    restated: int = 0
    """Verdicts that differ from last week's although the ticket did not change, or because another ruleset made
    them."""
    became_ready: list[Move] = field(default_factory=list)
    became_ready_count: int = 0
    slipped: list[Move] = field(default_factory=list)
    slipped_count: int = 0
    waiting: list[tuple[int, datetime]] = field(default_factory=list)
    handed_off: int = 0
    came_back: list[int] = field(default_factory=list)
    _nearest: list[tuple[float, int]] = field(default_factory=list)

    def add(self, line: DigestLine) -> None:
        if not self.openness.names(line.project, secured=line.secured):
            self.hidden += 1
            return
        self.counts[line.decision] += 1
        self.gaps.update(line.weighty)
        if line.previous is not None:
            self._compare(line, line.previous)
        elif not self.whole:
            self.before[line.decision] += 1
        if len(line.weighty) == 1 and line.decision != "undetermined":
            keep = heapq.heappush if len(self._nearest) < SPARE else heapq.heappushpop
            keep(self._nearest, (line.readiness, line.verdict_id))

    def add_left(self, left: Iterable[TicketCount]) -> None:
        """What last week's digest saw and this week's does not."""
        for one in left:
            if self.whole and self.openness.names(one.project, secured=one.secured):
                self.before[one.decision] += one.tickets

    def add_waiting(self, one: WaitingTicket) -> bool:
        """Whether more may be added."""
        if self.openness.names(one.project, secured=one.secured):
            self.waiting.append((one.verdict_id, one.since))
        return len(self.waiting) < SPARE

    def add_hand_offs(self, given: Iterable[HandOff]) -> None:
        shown = [one for one in given if self.openness.names(one.project, secured=one.secured)]
        self.handed_off = len(shown)
        self.came_back = [one.verdict_id for one in shown if one.came_back]

    @property
    def nearest(self) -> list[int]:
        """Tickets that a single edit makes ready, the readiest first."""
        return [verdict_id for _, verdict_id in sorted(self._nearest, key=lambda pair: (-pair[0], pair[1]))]

    @property
    def moved(self) -> bool:
        return bool(self.became_ready_count or self.slipped_count or self.came_back)

    @property
    def commonest(self) -> tuple[str, int] | None:
        """The gap that most tickets share, and how many do."""
        if not self.gaps:
            return None
        code = min(self.gaps, key=lambda code: (-self.gaps[code], code))
        return (code, self.gaps[code]) if self.gaps[code] >= COMMON else None

    def _compare(self, line: DigestLine, previous: PreviousVerdict) -> None:
        if previous.decision == line.decision or not comparable(line, previous):
            self.before[line.decision] += 1
            self.restated += previous.decision != line.decision
            return
        self.before[previous.decision] += 1
        if previous.decision not in RANK or line.decision not in RANK:
            return
        move = Move(line.verdict_id, previous.decision)
        if line.decision == "ready":
            self.became_ready_count += 1
            self.became_ready += [move] * (len(self.became_ready) < SPARE)
        elif RANK[line.decision] < RANK[previous.decision]:
            self.slipped_count += 1
            self.slipped += [move] * (len(self.slipped) < SPARE)


def comparable(line: DigestLine, previous: PreviousVerdict) -> bool:
    """Whether a difference from last week can only come from the ticket itself."""
    if (previous.ruleset, previous.receiver) != (line.ruleset, line.receiver):
        return False
    return previous.updated is None or line.updated is None or previous.updated != line.updated
