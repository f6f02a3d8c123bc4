"""
Use case, pure: whether a project is in a position to hand work to outsiders, from the verdicts of its tickets.

Each ticket is kept as a row of a few values, so ten thousand of them stay small. What a habit would have changed is
recomputed with the function that decides every verdict, with the habit's gaps left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.reports.assessment import (
    Answer,
    Assessment,
    CommonGap,
    DecisionCounts,
    Habit,
    Judged,
    KindShares,
    Row,
    Share,
    weighs,
)
from checks.decision import decide
from checks.ticket import Kind, Receiver
from checks.verdict import Decision, Finding

HABITS = 3
TICKETS = 5
"""Tickets named as examples, and as the costliest."""
GAPS = 8
PERIOD = timedelta(weeks=13)
"""The time that is compared with as much time before it."""
FEW = 5
"""With fewer tickets than this, nothing is said of a kind or a period."""
LARGE = 0.1
"""A kind of work with this share of the tickets must be mostly ready too, for the answer to be *yes*."""
MOSTLY, PARTLY = 0.6, 0.3
"""Shares ready from which the answer is *yes* or *for some work*."""


def assess(judged: Iterable[Judged], *, since: date | None = None) -> Assessment:
    """The assessment of these tickets. Tickets that could not be read are counted and left out. `since`: the day that
    their verdicts before are of."""
    rows, unread = [], 0
    for one in judged:
        row = row_of(one)
        if row is None:
            unread += 1
        else:
            rows.append(row)
    before = [row.before for row in rows if row.before]
    earlier = (since, Share(before.count("ready"), len(before))) if since else None
    return assess_rows(rows, unread, earlier=earlier)


def assess_rows(rows: Sequence[Row], unread: int = 0, *, earlier: tuple[date, Share] | None = None) -> Assessment:
    """The same, of tickets that came one by one. `earlier`: a day on which they were judged before, and what was ready."""
    overall = _share(rows)
    shares = _shares(rows)
    now, before = _periods(rows)
    if earlier is not None:
        now, before = (overall, earlier[1]) if min(overall.total, earlier[1].total) >= FEW else (None, None)
    return Assessment(
        receiver=rows[0].decisions[0][0] if rows else "contractor",
        answer=_answer(overall, shares),
        overall=overall,
        counts=tuple(Counter(row.decision for row in rows).most_common()),
        shares=shares,
        months=_months(rows),
        gaps=_gaps(rows),
        habits=_habits(rows),
        best=_best(rows),
        costliest=tuple(sorted((row for row in rows if row.answers), key=_cost)[:TICKETS]),
        now=now,
        before=before,
        unread=unread,
        since=earlier[0] if earlier else None,
    )


def row_of(one: Judged) -> Row | None:
    """The row for a ticket; None where it could not be read."""
    if not one.verdicts or one.verdicts[0].error:
        return None
    verdict = one.verdicts[0]
    unclear = (found for found in verdict.findings if found.outcome == "cannot_tell" and found.severity == "blocker")
    return Row(
        verdict.key,
        verdict.url,
        one.title,
        verdict.kind,
        one.created,
        one.comments,
        verdict.readiness,
        tuple((each.receiver, each.verdict) for each in one.verdicts),
        tuple(map(_bare, (*verdict.gaps, *unclear))),
        one.before,
    )


def _bare(found: Finding) -> Finding:
    """What decides, without the words about it."""
    return found.model_copy(update={"message": "", "evidence": (), "remedy": None, "template": None, "question": None})


def _share(rows: Iterable[Row]) -> Share:
    decisions = [row.decision for row in rows]
    return Share(decisions.count("ready"), len(decisions))


def _shares(rows: Sequence[Row]) -> KindShares:
    counted: dict[Kind, dict[Receiver, list[int]]] = {}
    for row in rows:
        for receiver, decision in row.decisions:
            tally = counted.setdefault(row.kind, {}).setdefault(receiver, [0, 0])
            tally[0] += decision == "ready"
            tally[1] += 1
    kinds = sorted(counted, key=lambda kind: -max(total for _, total in counted[kind].values()))
    return tuple(
        (kind, tuple((receiver, Share(*tally)) for receiver, tally in counted[kind].items())) for kind in kinds
    )


def _answer(overall: Share, shares: KindShares) -> Answer:
    if not overall.total:
        return "nothing"
    large = [by[0][1].part for _, by in shares if by[0][1].total >= LARGE * overall.total]
    if overall.part >= MOSTLY and all(part >= MOSTLY for part in large):
        return "yes"
    able = any(by[0][1].part >= MOSTLY and by[0][1].total >= FEW for _, by in shares)
    return "partly" if able or overall.part >= PARTLY else "no"


def able_kinds(assessment: Assessment) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """Kinds of work that can mostly be handed over, and those that cannot; kinds with too few tickets are in
    neither."""
    told = [(kind, by[0][1]) for kind, by in assessment.shares if by[0][1].total >= FEW]
    able = tuple(kind for kind, share in told if share.part >= MOSTLY)
    return able, tuple(kind for kind, _ in told if kind not in able)


def _months(rows: Iterable[Row]) -> tuple[tuple[date, DecisionCounts], ...]:
    counted: dict[date, Counter[Decision]] = {}
    for row in rows:
        if row.created:
            counted.setdefault(row.created.replace(day=1), Counter())[row.decision] += 1
    return tuple((month, tuple(counted[month].items())) for month in sorted(counted))


def _periods(rows: Sequence[Row]) -> tuple[Share | None, Share | None]:
    """The last period up to the newest ticket and the one before it; no clock is asked."""
    dates = [row.created for row in rows if row.created]
    if not dates or max(dates) - date.min < 2 * PERIOD:
        return None, None
    start = max(dates) - PERIOD
    now = _share(row for row in rows if row.created and row.created > start)
    before = _share(row for row in rows if row.created and start - PERIOD < row.created <= start)
    return (now, before) if now.total >= FEW and before.total >= FEW else (None, None)


def _gaps(rows: Iterable[Row]) -> tuple[CommonGap, ...]:
    names: dict[str, str] = {}
    tickets: Counter[str] = Counter()
    for row in rows:
        weighty = {found.code: found.name for found in row.findings if weighs(found)}
        names |= weighty
        tickets.update(weighty.keys())
    return tuple(CommonGap(code, names[code], count) for code, count in tickets.most_common(GAPS))


def _habits(rows: Sequence[Row]) -> tuple[Habit, ...]:
    """The gaps whose absence would have changed most, each counted on top of those before it."""
    names = {found.code: found.name for row in rows for found in row.findings if weighs(found)}
    having = {code: [row for row in rows if any(f.code == code and weighs(f) for f in row.findings)] for code in names}
    gone: frozenset[str] = frozenset()
    habits: list[Habit] = []
    while len(habits) < HABITS and (left := [code for code in names if code not in gone]):
        best = max((_habit(code, names, having, gone) for code in left), key=_worth)
        habits.append(best)
        gone |= {best.code}
    return tuple(habits)


def _worth(habit: Habit) -> tuple[int, int, int, str]:
    return habit.ready, habit.nearer, habit.tickets, habit.code


def _habit(code: str, names: Mapping[str, str], having: Mapping[str, Sequence[Row]], gone: frozenset[str]) -> Habit:
    moves = Counter((_without(row, gone), _without(row, gone | {code})) for row in having[code])
    ready = sum(count for (before, after), count in moves.items() if after == "ready" != before)
    return Habit(code, names[code], len(having[code]), ready, moves["not_ready", "questions"])


def _without(row: Row, codes: frozenset[str]) -> Decision:
    return decide([found for found in row.findings if found.code not in codes])


def _best(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Ready tickets to copy from: the readiest of each kind first."""
    ready = sorted((row for row in rows if row.decision == "ready"), key=lambda row: (-row.readiness, row.key))
    first = {row.kind: row for row in reversed(ready)}
    ordered = [row for row in ready if first[row.kind] is row] + [row for row in ready if first[row.kind] is not row]
    return tuple(ordered[:TICKETS])


def _cost(row: Row) -> tuple[int, int, float, str]:
    return -row.answers, -row.comments, row.readiness, row.key
