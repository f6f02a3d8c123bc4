"""
A digest of 10,000 tickets: how long, how much memory, how many calls, and what a second week costs.

    python -m benchmarks.digest [--tickets 10000] [--latency 0.2]

A small Jira, a process of its own, answers each call after the latency. The bot's part runs here as in `handoff serve`:
the real client, store, survey and telling, without Slack. Results: docs/reference/digest.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr

CHANGED = 0.02
TEXT = """h2. Why
Customers who pay by invoice wait {days} days for a refund, and support answers {n} mails a week about it.
h2. What
Add POST /v1/refunds/{n} to the billing service (src/billing/refunds.py). It takes amount (integer, cents) and reason (string, 200 characters at most) and returns 201 with the refund as JSON: id, amount, created_at.
Errors: if the amount is larger than what was paid, it returns error 422; if there is no such invoice, error 404; on a second refund, error 409. Only support staff with the role refunds.write may call it.
h2. Done when
* A refund of a paid invoice shows in the ledger within 60 seconds.
* A second refund of the same invoice is refused with 409 and changes nothing.
* An amount of 0 or less is refused with 422.
* The contract test tests/contract/test_refunds_{n}.py passes in CI, and Maria from support accepts it on staging.
h2. Out of scope
Refunds by card. No change for callers of the existing endpoints.
"""
BARE = "Make refund number {n} better, as discussed in the meeting. See the wiki for details."


def issue(number: int, changed: frozenset[int], start: datetime) -> dict[str, Any]:
    """Every third ticket says little; a changed one says more than before."""
    full = number % 3 or number in changed
    text = (TEXT if full else BARE).replace("{n}", str(number)).replace("{days}", str(number % 30 + 2))
    updated = start if number in changed else start - timedelta(days=30, minutes=number)
    stamp = updated.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    document = {"type": "doc", "version": 1, "content": _blocks(text)}
    fields = {
        "summary": f"Refund {number} by invoice",
        "description": document,
        "issuetype": {"name": "Story"},
        "status": {"name": "To Do", "statusCategory": {"key": "new"}},
        "project": {"key": "PAY"},
        "created": stamp,
        "updated": stamp,
        "labels": [],
        "components": [{"name": "billing"}],
        "comment": {"comments": [], "total": 0},
    }
    return {"id": str(10_000 + number), "key": f"PAY-{number + 1}", "fields": fields}


def _blocks(text: str) -> list[dict[str, Any]]:
    """Lines as headings, list items and paragraphs."""
    return [_block(line) for line in text.splitlines() if line]


def _block(line: str) -> dict[str, Any]:
    words = [{"type": "text", "text": line.removeprefix("h2. ").removeprefix("* ")}]
    if line.startswith("h2. "):
        return {"type": "heading", "attrs": {"level": 2}, "content": words}
    paragraph = {"type": "paragraph", "content": words}
    if line.startswith("* "):
        return {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph]}]}
    return paragraph


def serve(pipe: Connection, tickets: int, latency: float) -> None:
    """The small Jira. It tells its port, then the calls made whenever asked; a set of numbers marks those changed."""
    changed: frozenset[int] = frozenset()
    start, calls = datetime.now(UTC), 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        await asyncio.sleep(latency)
        if request.path.endswith("/field"):
            return web.json_response([])
        body = await request.json()
        if request.path.endswith("/bulkfetch"):
            numbers = [int(name) - 10_000 for name in body["issueIdsOrKeys"]]
            return web.json_response({"issues": [issue(number, changed, start) for number in numbers]})
        numbers = sorted(changed) if "updated >=" in body["jql"] else list(range(tickets))
        first = int(body.get("nextPageToken", 0))
        size = body["maxResults"]
        page = numbers[first : first + size]
        bare = body["fields"] == ["id"]
        found = [{"id": str(10_000 + n)} if bare else issue(n, changed, start) for n in page]
        more = {"nextPageToken": str(first + size)} if first + size < len(numbers) else {"isLast": True}
        return web.json_response({"issues": found, **more})

    async def run() -> None:
        nonlocal changed, start, calls
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])
        while True:
            asked = await asyncio.to_thread(pipe.recv)
            if asked is None:
                return
            pipe.send(calls)
            calls, start = 0, datetime.now(UTC)
            changed = frozenset(asked)

    asyncio.run(run())


@contextmanager
def small_jira(tickets: int, latency: float) -> Iterator[tuple[str, Callable[[frozenset[int]], int]]]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, tickets, latency), daemon=True)
    process.start()

    def calls(changed: frozenset[int]) -> int:
        ours.send(changed)
        return int(ours.recv())

    try:
        yield f"http://127.0.0.1:{ours.recv()}", calls
    finally:
        ours.send(None)
        process.join(5)
        process.terminate()


class Gate:
    """Everything of PAY may be named."""

    async def openness(self, workspace: str, channel: str) -> Any:
        from bot.ports import Openness

        return Openness("internal", frozenset({"PAY"}))


def rss() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def week(parts: Any, store: Any, day: date, now: datetime) -> tuple[float, float]:
    """One digest, from reading to the view: seconds, and the most memory."""
    survey, presenter = parts
    made = await store.digests.begin("T1", "C1", day, f"digest:{day}", now=now)
    peak, ended = rss(), False

    async def watch() -> None:
        nonlocal peak
        while not ended:
            peak = max(peak, rss())
            await asyncio.sleep(0.05)

    watching = asyncio.create_task(watch())
    began, spent = time.perf_counter(), time.process_time()
    reading = survey.reading("T1", made.id)
    while await reading.on():
        pass
    await reading.close()
    read = time.perf_counter() - began
    told = await presenter.present(await store.digests.run("T1", made.id), await store.digests.plan("T1", "C1"))
    whole = time.perf_counter() - began
    ended = True
    await watching
    counts = {name: count for name, count in told.view.counts if count}
    ready = told.view.became_ready_more + len(told.view.became_ready)
    print(f"  read in {read:.1f} s, told in {whole - read:.1f} s, processor {time.process_time() - spent:.1f} s")
    print(f"  {counts}; became ready: {ready}")
    return whole, peak


async def measure(url: str, calls: Callable[[frozenset[int]], int], tickets: int, latency: float) -> dict[str, Any]:
    import structlog

    from bot.digest.ports import DigestPlan
    from bot.digest.presenter import Presenter
    from bot.digest.sources import Sources
    from bot.digest.survey import Survey
    from bot.jira.client import Jira
    from bot.jira.jql import PAGE
    from bot.jira.sites import Site
    from bot.policies.in_force import Policies
    from bot.ports import ChannelSettings
    from bot.store import Store
    from bot.store.database import database_url
    from bot.store.migrate import migrate

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        database = database_url(Path(folder), None)
        migrate(database)
        store = Store.open(database, {"C1": ChannelSettings(True, frozenset({"PAY"}))})
        site = Site("main", url, user="bot", token=SecretStr("t"))
        async with Jira([site]) as jira:
            clock = partial(datetime.now, UTC)
            policies, gate = Policies(None), Gate()
            sources = Sources(jira, store.surveys, store.channels, clock)
            survey = Survey(store.digests, store.surveys, jira, sources, policies, gate, store.channels, clock)
            presenter = Presenter(store.digests, store.weeks, store.verdicts, gate)
            await store.digests.set(DigestPlan("T1", "C1", 0, "09:00", "UTC", "main", "", now, "U1"), now=now)
            await warm(jira)
            calls(frozenset())
            idle = rss()
            seconds, peak = await week((survey, presenter), store, date(2026, 11, 23), now)
            first = calls(frozenset(range(0, int(tickets * CHANGED) * 3, 3)))
            again, _ = await week((survey, presenter), store, date(2026, 11, 30), now)
            second = calls(frozenset())
        await store.close()
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


async def warm(jira: Any) -> None:
    """What an idle bot has loaded: the client, the rules and the words."""
    from bot.policies.in_force import Policies

    async for page in jira.pages("main", "project = PAY"):
        for ticket in page.tickets:
            Policies(None).judge(ticket, None, datetime.now(UTC))
        break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.2)
    asked = parser.parse_args()
    with small_jira(asked.tickets, asked.latency) as (url, calls):
        found = asyncio.run(measure(url, calls, asked.tickets, asked.latency))
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
