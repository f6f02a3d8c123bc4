"""A Jira of one project that answers each call after a delay, in a process of its own: for `benchmarks.digest`."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from aiohttp import web

FIRST_ID = 10_000
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
    return {"id": str(FIRST_ID + number), "key": f"PAY-{number + 1}", "fields": fields}


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


class SlowJira:
    """`changed`: numbers of the tickets that were edited since the calls were last asked for."""

    def __init__(self, tickets: int, latency: float) -> None:
        self._tickets = tickets
        self._latency = latency
        self._start = datetime.now(UTC)
        self.changed: frozenset[int] = frozenset()
        self.calls = 0

    def begin(self, changed: frozenset[int]) -> int:
        """Begin a week in which these changed; returns the number of calls of the one before."""
        calls, self.calls = self.calls, 0
        self.changed, self._start = changed, datetime.now(UTC)
        return calls

    async def answer(self, request: web.Request) -> web.Response:
        self.calls += 1
        await asyncio.sleep(self._latency)
        if request.path.endswith("/field"):
            return web.json_response([])
        body = await request.json()
        if request.path.endswith("/bulkfetch"):
            numbers = [int(name) - FIRST_ID for name in body["issueIdsOrKeys"]]
            return web.json_response({"issues": [self._issue(number) for number in numbers]})
        return web.json_response(self._page(body))

    def _page(self, body: dict[str, Any]) -> dict[str, Any]:
        numbers = sorted(self.changed) if "updated >=" in body["jql"] else list(range(self._tickets))
        first, size = int(body.get("nextPageToken", 0)), body["maxResults"]
        page = numbers[first : first + size]
        bare = body["fields"] == ["id"]
        found = [{"id": str(FIRST_ID + number)} if bare else self._issue(number) for number in page]
        more = {"nextPageToken": str(first + size)} if first + size < len(numbers) else {"isLast": True}
        return {"issues": found, **more}

    def _issue(self, number: int) -> dict[str, Any]:
        return issue(number, self.changed, self._start)


async def _serve(jira: SlowJira, pipe: Connection) -> None:
    """Report the port, then begin a week whenever the numbers of changed tickets arrive; None ends it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", jira.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    while (changed := await asyncio.to_thread(pipe.recv)) is not None:
        pipe.send(jira.begin(frozenset(changed)))


def _process(pipe: Connection, tickets: int, latency: float) -> None:
    asyncio.run(_serve(SlowJira(tickets, latency), pipe))


@contextmanager
def slow_jira(tickets: int, latency: float) -> Iterator[tuple[str, Callable[[frozenset[int]], int]]]:
    """Its address, and a function that begins a week in which some tickets changed and returns the number of calls of
    the one before."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_process, args=(theirs, tickets, latency), daemon=True
    )
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
