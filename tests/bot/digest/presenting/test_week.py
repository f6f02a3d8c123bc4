"""What a week comes to: a ticket moved only when its own change changed its verdict, and nothing hidden is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.digest.presenting.week import SPARE, Week
from bot.digest.values import DigestLine, HandOff, PreviousVerdict, TicketCount, WaitingTicket
from bot.ports import Openness, Ruleset
from checks.verdict import Decision

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
RULES = Ruleset("1", "1", "a")
OPEN = Openness("internal", frozenset({"PAY"}))
NUMBERS = count(1)


def line(
    decision: Decision, before: Decision | None = None, *, gaps: tuple[str, ...] = (), readiness: float = 0.5
) -> DigestLine:
    """A ticket of PAY that was edited since its last verdict, where there is one."""
    previous = PreviousVerdict(before, NOW - timedelta(days=7), RULES, "contractor") if before else None
    number = next(NUMBERS)
    return DigestLine(
        number, f"PAY-{number}", "PAY", False, decision, readiness, gaps, NOW, RULES, "contractor", previous
    )


def week(*lines: DigestLine, whole: bool = True) -> Week:
    made = Week(OPEN, first=False, whole=whole)
    for one in lines:
        made.add(one)
    return made


def moved(one: DigestLine) -> tuple[int, int]:
    made = week(one)
    return made.became_ready_count, made.slipped_count


@pytest.mark.parametrize(
    ("before", "now", "counted"),
    [
        ("questions", "ready", (1, 0)),
        ("not_ready", "ready", (1, 0)),
        ("ready", "questions", (0, 1)),
        ("questions", "not_ready", (0, 1)),
        ("not_ready", "questions", (0, 0)),
        ("ready", "ready", (0, 0)),
        ("undetermined", "ready", (0, 0)),
        ("ready", "undetermined", (0, 0)),
    ],
)
def test_becoming_ready_and_each_step_down_is_a_move_and_cannot_tell_is_no_step(
    before: Decision, now: Decision, counted: tuple[int, int]
) -> None:
    assert moved(line(now, before)) == counted


def test_a_ticket_that_jira_says_has_not_changed_has_not_moved_and_last_week_is_restated() -> None:
    edited = line("ready", "questions")
    assert edited.previous is not None
    same = replace(edited, updated=edited.previous.updated)
    made = week(same)
    assert (made.became_ready_count, made.restated) == (0, 1)
    assert (made.before["ready"], made.before["questions"]) == (1, 0)


@pytest.mark.parametrize("change", [{"ruleset": Ruleset("2", "1", "a")}, {"receiver": "agent"}])
def test_a_verdict_by_other_rules_or_for_another_receiver_is_not_compared(change: dict[str, object]) -> None:
    made = week(replace(line("ready", "questions"), **change))  # type: ignore[arg-type] # each case changes one field
    assert (made.became_ready_count, made.restated, made.before["ready"]) == (0, 1, 1)


@pytest.mark.parametrize("unknown", ["now", "then"])
def test_where_jira_does_not_say_when_a_ticket_changed_its_verdict_speaks(unknown: str) -> None:
    edited = line("ready", "questions")
    assert edited.previous is not None
    then = replace(edited, previous=replace(edited.previous, updated=None))
    assert moved(then if unknown == "then" else replace(edited, updated=None)) == (1, 0)


def test_what_may_not_be_named_is_hidden_and_in_no_count() -> None:
    others = [replace(line("ready", "questions"), project="SEC"), replace(line("ready", "questions"), secured=True)]
    made = week(*others, line("ready"))
    assert (made.hidden, made.counts["ready"], made.became_ready_count) == (2, 1, 0)
    made.add_left([TicketCount("SEC", False, "ready", 4), TicketCount("PAY", True, "ready", 4)])
    made.add_hand_offs([HandOff(1, "SEC", False, True), HandOff(2, "PAY", True, True)])
    assert made.add_waiting(WaitingTicket(1, "SEC", False, NOW))
    assert (made.before["ready"], made.handed_off, made.came_back, made.waiting) == (0, 0, [], [])


def test_last_weeks_tickets_that_are_gone_count_for_last_week_where_both_digests_saw_all() -> None:
    left = [TicketCount("PAY", False, "not_ready", 3)]
    for whole, counted in ((True, 3), (False, 0)):
        made = week(line("ready", "ready"), line("ready"), whole=whole)
        made.add_left(left)
        assert made.before["not_ready"] == counted
        assert made.before["ready"] == (1 if whole else 2), "a new ticket may have been there unseen"


def test_one_gap_from_ready_is_near_and_the_readiest_come_first() -> None:
    low, high = line("questions", gaps=("A",), readiness=0.4), line("questions", gaps=("B",), readiness=0.8)
    two, unclear = line("questions", gaps=("A", "B")), line("undetermined", gaps=("A",))
    assert week(low, two, high, unclear).nearest == [high.verdict_id, low.verdict_id]


def test_of_thousands_the_readiest_few_are_kept() -> None:
    lines = [line("questions", gaps=("A",), readiness=number / 1000) for number in range(100)]
    assert week(*lines).nearest == [one.verdict_id for one in reversed(lines[-SPARE:])]


def test_a_gap_is_common_once_two_tickets_share_it() -> None:
    assert week(line("questions", gaps=("A",))).commonest is None
    assert week(*(line("questions", gaps=gaps) for gaps in (("B", "A"), ("B",), ("A",)))).commonest == ("A", 2)


def test_a_week_in_which_nothing_lacks_names_no_common_gap() -> None:
    assert week(line("ready")).commonest is None


def test_moves_are_all_counted_and_enough_are_kept_to_be_named() -> None:
    made = week(
        *(line("ready", "questions") for _ in range(SPARE + 5)), *(line("questions", "ready") for _ in range(SPARE + 5))
    )
    assert (made.became_ready_count, len(made.became_ready)) == (SPARE + 5, SPARE)
    assert (made.slipped_count, len(made.slipped)) == (SPARE + 5, SPARE)


def test_waiting_tickets_are_taken_until_there_are_enough() -> None:
    made = week()
    taken = [made.add_waiting(WaitingTicket(number, "PAY", False, NOW)) for number in range(SPARE)]
    assert taken == [True] * (SPARE - 1) + [False]


def test_a_week_moved_when_something_became_ready_slipped_or_came_back() -> None:
    assert not week(line("ready", "ready")).moved
    assert week(line("ready", "questions")).moved and week(line("questions", "ready")).moved
    made = week()
    made.add_hand_offs([HandOff(1, "PAY", False, came_back=False)])
    assert (made.handed_off, made.moved) == (1, False)
    made.add_hand_offs([HandOff(1, "PAY", False, came_back=True)])
    assert (made.came_back, made.moved) == ([1], True)
