"""Two real processes that look for due digests on one database make each local date once, whatever the calendar does."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL

from bot.digest.values import DigestPlan
from bot.schedule import local_date, next_due
from bot.store import Store

SCHEDULES = (
    ("C1", 0, "09:00", "Europe/Helsinki"),
    ("C2", 6, "02:30", "America/New_York"),
    ("C3", 6, "03:30", "Europe/Helsinki"),
    ("C4", 3, "23:59", "Asia/Kathmandu"),
    ("C5", 4, "00:00", "Australia/Lord_Howe"),
)
Made = list[tuple[str, str]]
TICK = timedelta(hours=4)
"""A process looks at least so often: what is due later than this before the end may not have been seen."""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def plans(start: datetime) -> tuple[DigestPlan, ...]:
    return tuple(
        DigestPlan("T1", channel, weekday, at, zone, "main", "", next_due(weekday, at, zone, start), "U1")
        for channel, weekday, at, zone in SCHEDULES
    )


async def ticked(database: URL, *spans: datetime, names: tuple[str, str] = ("one", "two")) -> Made:
    """What both processes made, looking at the same time."""
    url = database.render_as_string(hide_password=False)
    script = Path(__file__).with_name("ticking.py")
    both = [
        await asyncio.create_subprocess_exec(
            sys.executable, script, url, name, *(one.isoformat() for one in spans), stdout=asyncio.subprocess.PIPE
        )
        for name in names
    ]
    said = [line for out, _ in await asyncio.gather(*(one.communicate() for one in both)) for line in out.splitlines()]
    assert [one.returncode for one in both] == [0, 0]
    return sorted((channel, day) for channel, day in (line.decode().split() for line in said))


def due(plan: DigestPlan, until: datetime) -> Made:
    """Every local date of a plan until a moment."""
    first, found = plan.due_at, []
    while first <= until:
        found.append((plan.channel, local_date(first, plan.zone).isoformat()))
        first = next_due(plan.weekday, plan.at, plan.zone, first)
    return found


async def set_all(store: Store, start: datetime) -> tuple[DigestPlan, ...]:
    made = plans(start)
    for plan in made:
        await store.digests.set(plan, now=start)
    return made


async def test_each_local_date_is_made_once_through_both_changes_of_clocks_and_the_end_of_the_year(
    store: Store, database: URL
) -> None:
    start, until = moment("2026-10-12"), moment("2027-04-12")
    wanted = await set_all(store, start)
    made = await ticked(database, start, until)
    assert made == sorted(one for plan in wanted for one in due(plan, until - TICK))


async def test_an_outage_of_two_weeks_is_made_up_for_once(store: Store, database: URL) -> None:
    start, down, up, until = map(moment, ("2026-09-01", "2026-09-12", "2026-09-26", "2026-10-06"))
    wanted = await set_all(store, start)
    made = await ticked(database, start, down, up, until)
    for plan in wanted:
        days = [day for _, day in due(plan, until - TICK)]
        missed = [day for day in days if down.date().isoformat() <= day < up.date().isoformat()]
        assert len(missed) == 2
        assert [day for channel, day in made if channel == plan.channel] == [day for day in days if day != missed[0]]


async def test_a_time_zone_changed_between_two_dates_costs_no_date_and_doubles_none(
    store: Store, database: URL
) -> None:
    start, change, until = map(moment, ("2026-10-12", "2026-10-28", "2026-11-18"))
    first, *others = await set_all(store, start)
    made = await ticked(database, start, change)
    moved = replace(first, zone="Pacific/Auckland", due_at=next_due(0, "09:00", "Pacific/Auckland", change))
    await store.digests.set(moved, now=change)
    made += await ticked(database, change, until, names=("three", "four"))
    days = [day for channel, day in sorted(made) if channel == "C1"]
    assert days == ["2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]
    rest = sorted(one for one in made if one[0] != "C1")
    assert rest == sorted(one for plan in others for one in due(plan, until - TICK))
