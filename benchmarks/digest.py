"""
A digest of 10,000 tickets: how long it takes, how much memory, how many calls, and what a second week costs.

    python -m benchmarks.digest [--tickets 10000] [--latency 0.2]

A Jira in a process of its own answers each call after the latency. The bot's part runs here as in `handoff serve`: the
real client, store, survey and presenter, without Slack. Results: docs/reference/digest.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from benchmarks.slow_jira import slow_jira
from bot.digest.presenting.presenter import Presenter
from bot.digest.reading.sources import Sources
from bot.digest.reading.survey import Survey
from bot.digest.values import DigestPlan
from bot.jira.client import Jira
from bot.jira.searching.jql import PAGE
from bot.jira.sites import Site
from bot.policies.in_force import Policies
from bot.ports import ChannelSettings, Openness
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url

CHANGED = 0.02
"""Share of the tickets that change before the second week."""
PROJECT = frozenset({"PAY"})


class Gate:
    """Everything of PAY may be named."""

    async def openness(self, workspace: str, channel: str) -> Openness:
        return Openness("internal", PROJECT)


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that turn Jira's pages into a digest's view."""

    store: Store
    survey: Survey
    presenter: Presenter


@asynccontextmanager
async def bot(url: str, folder: Path) -> AsyncIterator[Bot]:
    """At rest: the client, the rules and the words are loaded."""
    database = database_url(folder, None)
    migrate(database)
    store = Store.open(database, {"C1": ChannelSettings(True, PROJECT)})
    async with Jira([Site("main", url, user="bot", token=SecretStr("t"))]) as jira:
        clock, policies, gate = partial(datetime.now, UTC), Policies(None), Gate()
        async for page in jira.pages("main", "project = PAY"):
            for ticket in page.tickets:
                policies.judge(ticket, None, clock())
            break
        sources = Sources(jira, store.surveys, store.channels, clock)
        survey = Survey(store.digests, store.surveys, jira, sources, policies, gate, store.channels, clock)
        yield Bot(store, survey, Presenter(store.digests, store.weeks, store.verdicts, gate))
    await store.close()


def rss() -> float:
    """Megabytes of memory that this process uses now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def week(bot: Bot, day: date) -> tuple[float, float]:
    """One digest, from reading to the view: seconds, and the peak of memory."""
    made = await bot.store.digests.begin("T1", "C1", day, f"digest:{day}", now=datetime.now(UTC))
    assert made is not None  # noqa: S101 - each day is begun once here
    peak, ended = rss(), False

    async def watch() -> None:
        nonlocal peak
        while not ended:
            peak = max(peak, rss())
            await asyncio.sleep(0.05)

    watching = asyncio.create_task(watch())
    began, spent = time.perf_counter(), time.process_time()
    reading = bot.survey.reading("T1", made.id)
    while await reading.advance():
        pass
    await reading.close()
    read = time.perf_counter() - began
    judged = await bot.store.digests.run("T1", made.id)
    assert judged is not None  # noqa: S101 - it was begun above
    presented = await bot.presenter.present(judged, await bot.store.digests.plan("T1", "C1"))
    whole = time.perf_counter() - began
    ended = True
    await watching
    counts = {name: count for name, count in presented.view.counts if count}
    ready = presented.view.became_ready_more + len(presented.view.became_ready)
    print(f"  read in {read:.1f} s, presented in {whole - read:.1f} s, processor {time.process_time() - spent:.1f} s")
    print(f"  {counts}; became ready: {ready}")
    return whole, peak


async def measure(url: str, begin: Callable[[frozenset[int]], int], tickets: int, latency: float) -> dict[str, Any]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        async with bot(url, Path(folder)) as running:
            plan = DigestPlan("T1", "C1", 0, "09:00", "UTC", "main", "", now, "U1")
            await running.store.digests.set(plan, now=now)
            begin(frozenset())
            idle = rss()
            seconds, peak = await week(running, date(2026, 11, 23))
            first = begin(frozenset(range(0, int(tickets * CHANGED) * 3, 3)))
            again, _ = await week(running, date(2026, 11, 30))
            second = begin(frozenset())
    floor = -(-tickets // PAGE) * latency
    return {
        "tickets": tickets,
        "latency": latency,
        "page": PAGE,
        "floor": round(floor, 1),
        "first week": {"seconds": round(seconds, 1), "of the floor": round(seconds / floor, 2), "calls": first},
        "memory": {"idle": round(idle), "above idle": round(peak - idle)},
        "second week": {"seconds": round(again, 1), "calls": second, "of the first": round(second / first, 3)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.2)
    asked = parser.parse_args()
    with slow_jira(asked.tickets, asked.latency) as (url, begin):
        found = asyncio.run(measure(url, begin, asked.tickets, asked.latency))
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
