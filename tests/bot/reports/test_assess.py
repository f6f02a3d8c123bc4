"""The assessment counts what the verdicts say, and recomputes what a habit would have changed."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.assess import assess
from bot.reports.assessment import Judged
from checks.verdict import Finding, Verdict
from tests.bot.render.samples import DONE, FAILURE, SHAPE, finding, verdict, verdicts

PROBLEM = finding("CTX101", "missing-problem", "major", "Nothing says why.")


def ticket(*gaps: Finding, key: str = "PAY-1", created: date | None = None, **values: object) -> Judged:
    blockers = any(gap.severity == "blocker" for gap in gaps)
    decision = "not_ready" if blockers else "questions" if gaps else "ready"
    return Judged("A ticket", (verdict(decision, *gaps, key=key, **values),), created)


def test_it_counts_what_is_ready_by_kind_and_receiver() -> None:
    both = Judged("x", (verdict("ready", kind="bug"), verdict("questions", DONE, kind="bug", receiver="agent")))
    seen = assess([both, ticket(SHAPE)])
    assert (seen.overall.ready, seen.overall.total) == (1, 2)
    shares = dict(seen.shares)
    assert [(receiver, share.ready, share.total) for receiver, share in shares["bug"]] == [
        ("contractor", 1, 1),
        ("agent", 0, 1),
    ]


def test_the_commonest_gaps_come_first_and_count_tickets() -> None:
    seen = assess([ticket(DONE, FAILURE), ticket(DONE), ticket()])
    assert seen.gaps == (("DOD302", "untestable-outcome", 2), ("CON203", "missing-failure-behaviour", 1))


def test_a_habit_counts_the_tickets_it_would_have_made_ready() -> None:
    seen = assess([ticket(DONE), ticket(DONE), ticket(DONE, FAILURE), ticket(FAILURE), ticket(SHAPE, FAILURE)])
    assert [(habit.code, habit.tickets, habit.ready, habit.nearer) for habit in seen.habits] == [
        ("DOD302", 3, 2, 0),
        ("CON203", 3, 2, 0),
        ("CON202", 1, 1, 0),
    ]


def test_a_habit_that_removes_the_only_blocker_brings_tickets_nearer() -> None:
    habits = assess([ticket(SHAPE, FAILURE)]).habits
    assert [(habit.code, habit.ready, habit.nearer) for habit in habits] == [("CON202", 0, 1), ("CON203", 1, 0)]


def test_waived_gaps_and_suggestions_are_no_habit() -> None:
    accepted = SHAPE.model_copy(update={"waived": {"by": "U1", "reason": "as v1"}})
    judged = Verdict.model_validate({**verdict("ready").model_dump(by_alias=True), "findings": (accepted,)})
    assert assess([Judged("x", (judged,))]).habits == ()


def test_the_answer_follows_the_share_and_the_kinds() -> None:
    bugs = [ticket(kind="bug") for _ in range(5)]
    assert assess([]).answer == "nothing"
    assert assess([ticket()]).answer == "yes"
    assert assess([*bugs, *[ticket(DONE) for _ in range(20)]]).answer == "partly"
    assert assess([ticket(DONE) for _ in range(5)]).answer == "no"


def test_the_last_thirteen_weeks_are_compared_with_those_before() -> None:
    newest = date(2026, 11, 20)
    now = [ticket(created=newest - timedelta(days=day)) for day in range(6)]
    before = [ticket(DONE, created=newest - timedelta(weeks=14, days=day)) for day in range(6)]
    seen = assess([*now, *before])
    assert seen.now and seen.before
    assert (seen.now.ready, seen.before.ready) == (6, 0)
    assert assess(now).before is None
    assert [month for month, _ in seen.months] == [date(2026, 8, 1), date(2026, 11, 1)]


def test_examples_are_ready_tickets_one_of_each_kind_first() -> None:
    best = assess(
        [
            ticket(key="A-1", kind="bug", readiness=0.9),
            ticket(key="A-2", kind="bug", readiness=0.8),
            ticket(key="A-3", kind="docs", readiness=0.7),
            ticket(DONE, key="A-4"),
        ]
    ).best
    assert [row.key for row in best] == ["A-1", "A-3", "A-2"]


def test_advice_and_what_could_not_be_told_need_no_answer() -> None:
    advice = DONE.model_copy(update={"severity": "advice"})
    untold = SHAPE.model_copy(update={"severity": "blocker", "outcome": "cannot_tell"})
    (row,) = assess([ticket(FAILURE, advice, untold)]).costliest
    assert row.answers == 1


def test_the_costliest_need_most_answers() -> None:
    rows = assess([ticket(DONE, key="A-1"), ticket(DONE, PROBLEM, key="A-2"), ticket(key="A-3")]).costliest
    assert [(row.key, row.answers) for row in rows] == [("A-2", 2), ("A-1", 1)]


def test_tickets_that_could_not_be_read_are_counted_apart() -> None:
    seen = assess([Judged("", (verdict("undetermined", error="bad JSON"),)), ticket()])
    assert (seen.unread, seen.overall.total) == (1, 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.builds(Judged, st.text(max_size=20), st.tuples(verdicts), st.none() | st.dates()), max_size=12))
def test_any_verdicts_can_be_assessed_and_no_habit_makes_more_ready_than_there_are(judged: list[Judged]) -> None:
    seen = assess(judged)
    assert seen.overall.ready + sum(habit.ready for habit in seen.habits) <= max(seen.overall.total * 2, 0)
