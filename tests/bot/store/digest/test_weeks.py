"""What digests saw, kept and compared: the same on SQLite and on Postgres."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.digest.values import DigestPlan, DigestRun, NewVerdict
from bot.ports import Openness
from bot.store import Store
from bot.store.tables.conversation import handoffs
from checks.ticket import Ticket
from checks.verdict import Decision
from tests.fakes.ports import FakePolicies

MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
WEEK = timedelta(days=7)
OPEN = Openness("internal", frozenset({"PAY"}))


async def digest(store: Store, weeks: int, **decisions: Decision) -> DigestRun:
    """A digest that saw these tickets: `PAY_1="ready"`."""
    now = NOW + WEEK * weeks
    run = await store.digests.begin("T1", "C1", MONDAY + WEEK * weeks, f"run {weeks}", now=now)
    assert run is not None
    policies = FakePolicies({name.replace("_", "-"): decision for name, decision in decisions.items()})
    fresh = [NewVerdict(policies.judge(ticket, None, now), ticket, "full") for ticket in map(ticket_of, decisions)]
    await store.surveys.plan_work(run, "main", [*(one.ticket.issue_id or "" for one in fresh), "gone"])
    read = [one.ticket.issue_id or "" for one in fresh]
    await store.surveys.keep(run, "main", fresh, (), read=read, checkpoint="work", asker="U1", now=now)
    await store.digests.judged(run, cut=False, now=now)
    return run


def ticket_of(name: str) -> Ticket:
    key = name.replace("_", "-")
    project, _, number = key.partition("-")
    return Ticket(key, f"Summary of {key}", site="main", issue_id=number, project=project, updated=NOW)


async def test_a_page_is_kept_with_how_far_the_reading_came(store: Store) -> None:
    run = await digest(store, 0, PAY_1="ready", PAY_2="questions")
    again = await store.digests.run("T1", run.id)
    assert again is not None and (again.checkpoint, again.looked) == ("work", 2)
    assert await store.surveys.work(run) == (("main", "gone"),)
    known = await store.surveys.known("T1", "main", "contractor", ["1", "2", "3"])
    assert {name: one.decision for name, one in known.items()} == {"1": "ready", "2": "questions"}
    assert known["1"].updated == NOW
    assert await store.surveys.known("T1", "main", "agent", ["1"]) == {}


async def test_lines_stand_beside_what_the_last_digest_said(store: Store) -> None:
    before = await digest(store, 0, PAY_1="questions", PAY_2="ready", PAY_3="ready")
    run = await digest(store, 1, PAY_1="ready", PAY_2="not_ready", PAY_4="ready")
    lines = [line async for line in store.weeks.lines(run, before)]
    assert [(line.key, line.previous.decision if line.previous else None) for line in lines] == [
        ("PAY-1", "questions"),
        ("PAY-2", "ready"),
        ("PAY-4", None),
    ]
    (left,) = await store.weeks.left(run, before)
    assert (left.project, left.decision, left.tickets) == ("PAY", "ready", 1)


async def test_a_ticket_waits_since_it_was_last_ready(store: Store) -> None:
    await digest(store, 0, PAY_1="questions", PAY_2="questions")
    await digest(store, 1, PAY_1="ready", PAY_2="questions")
    await digest(store, 2, PAY_1="questions", PAY_2="questions")
    run = await digest(store, 3, PAY_1="questions", PAY_2="questions", PAY_3="ready")
    waits = [one.since async for one in store.weeks.waiting(run)]
    assert waits == [NOW, NOW + WEEK * 2]


async def test_a_page_names_only_what_may_be_named_the_readiest_first(store: Store) -> None:
    run = await digest(store, 0, PAY_1="not_ready", PAY_2="ready", PAY_3="questions", SEC_9="ready")
    page = await store.weeks.page(run, OPEN, start=0, size=2)
    rest = await store.weeks.page(run, OPEN, start=2, size=2)
    assert [one.verdict.key for one in (*page, *rest)] == ["PAY-2", "PAY-3", "PAY-1"]
    assert await store.weeks.total(run, OPEN) == (3, 1)
    assert await store.weeks.page(run, Openness("shared", frozenset({"PAY"})), start=0, size=9) == ()


async def test_history_is_the_counts_of_each_week(store: Store) -> None:
    await digest(store, 0, PAY_1="questions")
    run = await digest(store, 1, PAY_1="ready", PAY_2="ready")
    history = await store.weeks.history(run, 12)
    assert [(day, [(one.decision, one.tickets) for one in counted]) for day, counted in history] == [
        (MONDAY, [("questions", 1)]),
        (MONDAY + WEEK, [("ready", 2)]),
    ]


async def test_what_was_handed_off_and_what_came_back_is_told(store: Store) -> None:
    run = await digest(store, 1, PAY_1="ready", PAY_2="ready", PAY_3="ready")
    given = {"workspace": "T1", "site": "main", "receiver": "contractor", "decision": "ready", "user": "U1"}
    rows: list[dict[str, Any]] = [
        {**given, "issue_id": "1", "key": "PAY-1", "at": NOW + WEEK, "asked_at": None},
        {**given, "issue_id": "2", "key": "PAY-2", "at": NOW - WEEK, "asked_at": NOW + timedelta(days=2)},
        {**given, "issue_id": "3", "key": "PAY-3", "at": NOW - WEEK, "asked_at": NOW - timedelta(days=2)},
    ]
    async with store.engine.begin() as connection:
        await connection.execute(insert(handoffs), rows)
    assert [one.came_back for one in await store.weeks.hand_offs(run, NOW)] == [False, True]


async def test_plans_are_counted_by_their_time_and_paused_ones_are_not(store: Store) -> None:
    def plan(channel: str, at: str, *, paused: bool = False) -> DigestPlan:
        return DigestPlan("T1", channel, 0, at, "UTC", "main", "", NOW, "U1", paused=paused)

    plans = [plan("C1", "09:00"), plan("C2", "09:00"), plan("C3", "09:00", paused=True), plan("C4", "10:00")]
    for one in plans:
        await store.digests.set(one, now=NOW)
    assert await store.digests.plans_by_time() == {(0, "09:00", "UTC"): 2, (0, "10:00", "UTC"): 1}


async def test_a_digest_of_long_ago_is_the_last_by_then_or_the_first_there_was(store: Store) -> None:
    first, second, third, last = [await digest(store, weeks, PAY_1="ready") for weeks in (0, 1, 2, 3)]
    await store.digests.give_up("T1", first.id)
    assert await store.digests.long_before(last, MONDAY + WEEK * 2) == await store.digests.run("T1", third.id)
    assert await store.digests.long_before(last, MONDAY) == await store.digests.run("T1", second.id)
    assert await store.digests.long_before(second, MONDAY) is None
