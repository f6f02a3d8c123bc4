"""A digest that is due is posted once by two real processes, one of them killed over it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL

from bot.digest.values import DigestPlan
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.store import Store
from bot.store.migrate import migrate
from tests.bot.crash.fleet import fleet
from tests.bot.crash.test_exactly_one_card import BOT, CHANNEL
from tests.fakes.waiting import until

SITE = "127.0.0.1"
"""The name that a site on loopback gets."""


async def test_a_due_digest_is_posted_once_though_a_process_dies_over_it(database: URL, tmp_path: Path) -> None:
    await plan_one(database)
    async with fleet(database, tmp_path, 2) as (sandbox, (first, second)):
        sandbox.jira.site.faults.add(Fault("*search*", delay=2.0, passes=True, times=None))
        await asyncio.gather(first.start(), second.start())
        await until(lambda: bool(sandbox.jira.calls.of("")))
        await first.kill()
        await until(lambda: bool(said(sandbox)))
        await asyncio.sleep(1)
        assert len(said(sandbox)) == 1
        assert "The week to" in said(sandbox)[0]


async def plan_one(database: URL) -> None:
    """A digest of the open tickets of PAY that was due an hour ago."""
    migrate(database)
    store = Store.open(database)
    due = datetime.now(UTC) - timedelta(hours=1)
    weekday, at = due.weekday(), due.strftime("%H:%M")
    plan = DigestPlan("T0SANDBOX", CHANNEL, weekday, at, "UTC", SITE, "project = PAY", due, "U0LEAD")
    await store.digests.set(plan, now=due)
    await store.close()


def said(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.slack.messages(CHANNEL) if message.user == BOT]
