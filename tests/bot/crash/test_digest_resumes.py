"""A process killed in the midst of reading a thousand tickets goes on after its restart where it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import URL

from bot.jira.searching.jql import PAGE
from bot.jira.searching.paging import AHEAD
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.jira.markup import Markup
from bot.sandbox.jira.tickets import Issue
from bot.store import Store
from tests.bot.crash.fleet import fleet
from tests.bot.crash.test_digest_once import plan_one, said
from tests.fakes.waiting import until

TICKETS = 1000
PAGES = -(-TICKETS // PAGE)
LOST = AHEAD + 2
"""Pages asked for and not yet committed when a process is killed: the one in use, those kept ahead, the one asked for."""


async def test_a_digest_killed_in_the_midst_of_a_thousand_tickets_goes_on_and_is_posted_once(
    database: URL, tmp_path: Path
) -> None:
    await plan_one(database)
    async with fleet(database, tmp_path, 1) as (sandbox, (process,)):
        fill(sandbox)
        sandbox.jira.site.faults.add(Fault("*search*", delay=0.05, passes=True, times=None))
        await process.start()
        await until(lambda: pages(sandbox) >= PAGES // 2)
        await process.kill()
        before = pages(sandbox)
        assert before < PAGES and said(sandbox) == []
        kept = await looked(database)
        assert kept >= (before - LOST) * PAGE, "what was read is kept, a page at a time"
        await process.start()
        await until(lambda: bool(said(sandbox)))
        await asyncio.sleep(0.2)
        assert len(said(sandbox)) == 1
        assert pages(sandbox) <= PAGES + LOST, "the reading did not start over"
        assert await looked(database) == TICKETS


def fill(sandbox: Sandbox) -> None:
    """Nothing but tickets that are quickly judged."""
    issues = sandbox.jira.state.issues
    issues.clear()
    for number in range(1, TICKETS + 1):
        key = f"PAY-{number}"
        issues[key] = Issue(str(20_000 + number), key, "Task", f"Refund {number}", Markup(wiki="Make it better."))


def pages(sandbox: Sandbox) -> int:
    return sum(call.what.endswith("/search/jql") for call in sandbox.jira.calls.of(""))


async def looked(database: URL) -> int:
    """Tickets that the digest has seen, as the store says."""
    store = Store.open(database)
    try:
        run = await store.digests.run("T0SANDBOX", 1)
        return run.looked if run else 0
    finally:
        await store.close()
