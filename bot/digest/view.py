"""What a digest says, worked out from what it saw and what the one before it saw. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

from bot.digest.ports import DigestRun, Seen
from bot.ports import Kept
from bot.showing import same_yardstick
from bot.views import DigestView, Moved, Nearest
from checks.verdict import Decision, Finding, Verdict

DECISIONS: tuple[Decision, ...] = get_args(Decision)
RANK: Mapping[str, int] = {"ready": 2, "questions": 1, "not_ready": 0}
"""*Cannot tell* is no place on this ladder: a ticket neither climbs from there nor slips to it."""
NEAREST = 5
COMMON = 2
"""So many tickets must share a gap before it is called common."""


def digest_view(
    run: DigestRun, seen: Iterable[Seen], before: Iterable[Seen] | None, *, since: date | None, jql: str
) -> DigestView:
    """`before` is None for a channel's first digest, of which nothing can have moved."""
    shown, hidden = _shown(seen)
    earlier = {} if before is None else {_ticket(kept): kept for kept in _shown(before)[0]}
    pairs = [(kept, earlier.get(_ticket(kept))) for kept in shown]
    return DigestView(
        day=run.day,
        counts=_counts(shown),
        before=None if before is None else _counts(earlier.values()),
        became_ready=tuple(
            _moved(kept, was) for kept, was in pairs if was and _became_ready(was.verdict, kept.verdict)
        ),
        slipped=tuple(_moved(kept, was) for kept, was in pairs if was and _slipped(was.verdict, kept.verdict)),
        nearest=_nearest(shown),
        commonest=_commonest(shown),
        hidden=hidden,
        cut=run.cut,
        since=since,
        jql=jql,
    )


def _shown(seen: Iterable[Seen]) -> tuple[list[Kept], int]:
    everything = list(seen)
    shown = [one.kept for one in everything if one.show == "full"]
    return shown, len(everything) - len(shown)


def _ticket(kept: Kept) -> tuple[str, str]:
    return kept.verdict.site or "", kept.verdict.issue_id or kept.verdict.key


def _counts(kept: Iterable[Kept]) -> tuple[tuple[Decision, int], ...]:
    counted = Counter(one.verdict.verdict for one in kept)
    return tuple((decision, counted[decision]) for decision in DECISIONS)


def _became_ready(before: Verdict, after: Verdict) -> bool:
    return _moves(before, after) and after.verdict == "ready"


def _slipped(before: Verdict, after: Verdict) -> bool:
    return _moves(before, after) and RANK[after.verdict] < RANK[before.verdict]


def _moves(before: Verdict, after: Verdict) -> bool:
    """A verdict that other rules, another model or policy gave may have changed without the ticket: it did not move."""
    on_ladder = before.verdict in RANK and after.verdict in RANK
    return on_ladder and before.verdict != after.verdict and same_yardstick(before, after)


def _moved(kept: Kept, was: Kept) -> Moved:
    return Moved(kept.verdict, kept.title, was.verdict.verdict)


def _nearest(shown: list[Kept]) -> tuple[Nearest, ...]:
    """Tickets that a single edit makes ready, those first that lack least besides."""
    one_edit = [(kept, gaps[0]) for kept in shown if len(gaps := _standing(kept.verdict)) == 1 and gaps[0].remedy]
    one_edit.sort(key=lambda pair: (-pair[0].verdict.readiness, pair[0].verdict.key))
    return tuple(Nearest(kept.verdict, kept.title, gap.remedy or "", gap.code) for kept, gap in one_edit[:NEAREST])


def _standing(verdict: Verdict) -> list[Finding]:
    """Gaps that keep a ticket from being ready."""
    return [gap for gap in verdict.gaps if gap.severity != "advice"]


def _commonest(shown: list[Kept]) -> tuple[str, str, int] | None:
    names = {gap.code: gap.name for kept in shown for gap in _standing(kept.verdict)}
    counted = Counter(code for kept in shown for code in {gap.code for gap in _standing(kept.verdict)})
    if not counted:
        return None
    code = min(counted, key=lambda code: (-counted[code], code))
    return (code, names[code], counted[code]) if counted[code] >= COMMON else None
