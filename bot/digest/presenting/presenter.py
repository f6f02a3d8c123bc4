"""A digest's view and its picture's, made of what the store says it saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, Protocol

from bot.digest.ports import ChannelOpenness, Digests, Weeks
from bot.digest.presenting.views import DigestView, Moved, Nearest, Waiting
from bot.digest.presenting.week import NAMED, Move, Week
from bot.digest.values import DigestPlan, DigestRun
from bot.ports import Kept, Openness, Verdicts
from bot.views import TrendView
from checks.catalogue import find
from checks.verdict import Decision, Finding

LATER = timedelta(days=1)
"""How long after last week's digest began a question may have come up and still count as one that it raised: only
those, and older ones, are listed as waiting."""
WEEKS = 12
"""Weeks in the picture."""
DECISIONS: tuple[Decision, ...] = ("ready", "questions", "not_ready", "undetermined")


@dataclass(frozen=True, slots=True)
class Presented:
    """A digest as it is to be shown."""

    view: DigestView
    trend: TrendView
    moved: bool
    """Something became ready or slipped, or this is the first digest."""


@dataclass(frozen=True, slots=True)
class Presenter:
    digests: Digests
    weeks: Weeks
    verdicts: Verdicts
    audience: ChannelOpenness

    async def present(self, run: DigestRun, plan: DigestPlan | None) -> Presented:
        """What its channel may be told of a digest at this moment."""
        openness = await self.audience.openness(run.workspace, run.channel)
        before = await self.digests.before(run)
        week = await self._week(run, before, openness)
        view = await view_of(week, self.verdicts, run, before)
        if plan is not None:
            view = replace(view, jql=plan.jql, source=plan.source, board=plan.board)
        return Presented(view, await self._trend(run, week, openness), week.moved or before is None)

    async def _week(self, run: DigestRun, before: DigestRun | None, openness: Openness) -> Week:
        whole = not run.cut and not (before and before.cut)
        week = Week(openness, first=before is None, whole=whole)
        async for line in self.weeks.lines(run, before):
            week.add(line)
        if before is not None:
            week.add_left(await self.weeks.left(run, before))
            week.add_hand_offs(await self.weeks.hand_offs(run, before.begun_at))
            async with aclosing(self.weeks.waiting(run)) as waiting:
                async for one in waiting:
                    if one.since > before.begun_at + LATER or not week.add_waiting(one):
                        break
        return week

    async def _trend(self, run: DigestRun, week: Week, openness: Openness) -> TrendView:
        weeks = []
        for day, counted in await self.weeks.history(run, WEEKS):
            shown = [one for one in counted if openness.names(one.project, secured=one.secured)]
            sums = {name: sum(one.tickets for one in shown if one.decision == name) for name in DECISIONS}
            weeks.append((day, tuple(sums.items())))
        gaps = sorted(week.gaps.items(), key=lambda pair: (-pair[1], pair[0]))
        return TrendView(tuple(weeks), tuple((_name(code), count) for code, count in gaps[:5]))


async def view_of(week: Week, verdicts: KeptVerdicts, run: DigestRun, before: DigestRun | None) -> DigestView:
    """The week with the tickets that are named."""
    naming = _Naming(verdicts, run.workspace)
    ready = await naming.moved(week.became_ready)
    slipped = await naming.moved(week.slipped)
    came_back = await naming.plain(week.came_back)
    waiting = await naming.waiting(week)
    return DigestView(
        day=run.day,
        counts=_counts(week.counts),
        before=None if week.first else _counts(week.before),
        became_ready=ready,
        slipped=slipped,
        nearest=await naming.nearest(week.nearest),
        commonest=_commonest(week),
        hidden=week.hidden,
        cut=run.cut,
        since=before.day if before else None,
        handle=f"d{run.id}" if run.id else "",
        waiting=waiting,
        became_ready_more=week.became_ready_count - len(ready),
        slipped_more=week.slipped_count - len(slipped),
        restated=week.restated,
        handed_off=week.handed_off,
        came_back=came_back,
        came_back_more=len(week.came_back) - len(came_back),
    )


class KeptVerdicts(Protocol):
    """Where a verdict is had by its id."""

    async def get(self, workspace: str, verdict_id: int) -> Kept | None: ...


class _Naming:
    """Fetches the tickets that are named, each once: under the first heading it belongs to."""

    def __init__(self, verdicts: KeptVerdicts, workspace: str) -> None:
        self._verdicts = verdicts
        self._workspace = workspace
        self._named: set[int] = set()

    async def moved(self, moves: Sequence[Move]) -> tuple[Moved, ...]:
        before = {move.verdict_id: move.before for move in moves}
        found = await self._kept(before, NAMED)
        return tuple(Moved(one.verdict, one.title, before[one.id]) for one in found)

    async def plain(self, ids: Sequence[int]) -> tuple[Moved, ...]:
        return tuple(Moved(one.verdict, one.title, None) for one in await self._kept(ids, NAMED))

    async def waiting(self, week: Week) -> tuple[Waiting, ...]:
        since = dict(week.waiting)
        found = await self._kept(since, NAMED)
        told = []
        for one in found:
            asking = next((gap for gap in one.verdict.weighty_gaps if gap.question), None)
            if asking is not None:
                role = _role(asking)
                told.append(Waiting(one.verdict, one.title, since[one.id].date(), asking.question or "", role))
        return tuple(told)

    async def nearest(self, ids: Iterable[int]) -> tuple[Nearest, ...]:
        found = await self._kept(ids, NAMED)
        edits = ((one, gaps[0]) for one in found if len(gaps := one.verdict.weighty_gaps) == 1)
        return tuple(Nearest(one.verdict, one.title, gap.remedy or "", gap.code) for one, gap in edits if gap.remedy)

    async def _kept(self, ids: Iterable[int], most: int) -> list[Kept]:
        found: list[Kept] = []
        for verdict_id in ids:
            if verdict_id in self._named or len(found) == most:
                continue
            kept = await self._verdicts.get(self._workspace, verdict_id)
            if kept is not None:
                self._named.add(verdict_id)
                found.append(kept)
        return found


def _role(gap: Finding) -> Literal["author", "owner"]:
    """Whoever owns the interface knows its contracts; whoever wants the work knows what is wanted and when it is
    done."""
    return "owner" if gap.code.startswith("CON") else "author"


def _counts(counted: dict[Decision, int]) -> tuple[tuple[Decision, int], ...]:
    return tuple((decision, counted.get(decision, 0)) for decision in DECISIONS)


def _commonest(week: Week) -> tuple[str, str, int] | None:
    if week.commonest is None:
        return None
    code, tickets = week.commonest
    return code, _name(code), tickets


def _name(code: str) -> str:
    rule = find(code)
    return rule.name if rule else code
