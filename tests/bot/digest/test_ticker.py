"""What the ticker starts, and when: after an outage, a death, a change of plan; a process's many channels are spread. Months of two
processes are in `test_two_processes.py`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import URL

from bot.digest.ticker import Ticker
from bot.digest.values import DigestPlan
from bot.schedule import next_due
from bot.store import Store
from tests.fakes.migrated import make_tables
from tests.fakes.runs import Clock

START = datetime(2026, 9, 1, tzinfo=UTC)


@dataclass
class Starts:
    """What was started, and the moment of the first start of each."""

    clock: Clock
    first: dict[str, datetime] = field(default_factory=dict)
    days: list[tuple[str, str]] = field(default_factory=list)

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        if identity not in self.first:
            self.first[identity] = self.clock()
            self.days.append((payload["channel"], payload["day"]))


def plan(channel: str, weekday: int, at: str, zone: str) -> DigestPlan:
    return DigestPlan("T1", channel, weekday, at, zone, "main", "", next_due(weekday, at, zone, START), "U1")


PLANS = (
    plan("C1", 0, "09:00", "Europe/Helsinki"),
    plan("C2", 6, "02:30", "America/New_York"),
    plan("C3", 6, "03:30", "Europe/Helsinki"),
    plan("C4", 3, "23:59", "Asia/Kathmandu"),
    plan("C5", 4, "00:00", "Australia/Lord_Howe"),
)


@pytest.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    make_tables(database)
    store = Store.open(database)
    for one in PLANS:
        await store.digests.set(one, now=START)
    yield store
    await store.close()


async def test_after_an_outage_of_two_weeks_one_digest_and_not_three(store: Store) -> None:
    clock = Clock(START)
    starts = Starts(clock)
    ticker = Ticker(store.digests, starts, clock)
    clock.now = datetime(2026, 9, 7, 6, tzinfo=UTC)
    await ticker.tick()
    clock.now = datetime(2026, 9, 23, 12, tzinfo=UTC)
    for _ in range(5):
        await ticker.tick()
        clock.advance(60)
    assert [day for channel, day in starts.days if channel == "C1"] == ["2026-09-07", "2026-09-21"]


async def test_a_process_that_dies_between_start_and_the_next_due_date_starts_nothing_twice(store: Store) -> None:
    clock = Clock(datetime(2026, 9, 7, 6, tzinfo=UTC))
    starts = Starts(clock)
    (due,) = [one for one in await store.digests.due(clock.now) if one.channel == "C1"]
    await Ticker(store.digests, starts, clock).tick()
    await store.digests.advance(due, due.due_at)  # as if the advance had never been committed
    await store.digests.set(due, now=clock.now)
    await Ticker(store.digests, starts, clock).tick()
    assert [day for channel, day in starts.days if channel == "C1"] == [date(2026, 9, 7).isoformat()]


async def test_a_changed_time_zone_holds_from_the_next_date_on(store: Store) -> None:
    clock = Clock(START)
    starts = Starts(clock)
    ticker = Ticker(store.digests, starts, clock)
    moved = plan("C1", 0, "09:00", "America/New_York")
    await store.digests.set(moved, now=START)
    clock.now = datetime(2026, 9, 7, 12, 59, tzinfo=UTC)
    await ticker.tick()
    assert [channel for channel, _ in starts.days if channel == "C1"] == []
    clock.now = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)
    await ticker.tick()
    assert ("C1", "2026-09-07") in starts.days


async def test_an_ended_digest_is_due_no_more(store: Store) -> None:
    await store.digests.remove("T1", "C1", user="U1", now=START)
    due = await store.digests.due(START + timedelta(days=30))
    assert "C1" not in {one.channel for one in due}


async def test_a_hundred_channels_with_one_time_are_spread_over_the_hour(store: Store) -> None:
    for one in PLANS:
        await store.digests.remove("T1", one.channel, user="U1", now=START)
    for number in range(100):
        await store.digests.set(plan(f"M{number}", 0, "09:00", "Europe/Helsinki"), now=START)
    begins = []
    for week in (7, 14):
        clock = Clock(datetime(2026, 9, week, 6, tzinfo=UTC))
        starts = Starts(clock)
        ticker = Ticker(store.digests, starts, clock)
        for _ in range(61):
            await ticker.tick()
            clock.advance(60)
        assert len(starts.days) == 100
        minutes = [(moment - datetime(2026, 9, week, 6, tzinfo=UTC)).seconds // 60 for moment in starts.first.values()]
        assert max(minutes.count(minute) for minute in set(minutes)) < 10
        begins.append({channel: minute for (channel, _), minute in zip(starts.days, minutes, strict=True)})
    assert begins[0] == begins[1], "a channel's digest comes at the same minute each week"


async def test_one_channel_alone_does_not_wait(store: Store) -> None:
    clock = Clock(datetime(2026, 9, 7, 6, tzinfo=UTC))
    starts = Starts(clock)
    await Ticker(store.digests, starts, clock).tick()
    assert ("C1", "2026-09-07") in starts.days


async def test_a_paused_digest_is_not_due_and_a_resumed_one_makes_up_for_nothing(store: Store) -> None:
    paused = replace(PLANS[0], paused=True)
    await store.digests.set(paused, now=START)
    clock = Clock(datetime(2026, 9, 16, 12, tzinfo=UTC))
    starts = Starts(clock)
    ticker = Ticker(store.digests, starts, clock)
    await ticker.tick()
    due = next_due(paused.weekday, paused.at, paused.zone, clock())
    await store.digests.set(replace(paused, paused=False, due_at=due), now=clock())
    await ticker.tick()
    assert "C1" not in {channel for channel, _ in starts.days}
    clock.now = due
    await ticker.tick()
    assert ("C1", "2026-09-21") in starts.days
