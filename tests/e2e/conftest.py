"""The demo as a newcomer runs it, anew for each file of browser tests, and a browser in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox import Pace, Sandbox
from bot.sandbox.demo import started

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CLOSED_BY_THE_PERSON = {("views.update", "not_found")}
PATIENCE = 20_000
"""Milliseconds a browser test waits for what the bot does; the machine may be busy."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sandbox(chromium: str) -> AsyncIterator[Sandbox]:
    """The real bot against the sandbox, at Slack's own pace but for its patience. At the end nothing was lost, refused
    or shown to nobody. Not for the whole session: while other files' tests run its loop stands still, and its
    connection to Slack with it."""
    async with started(pace=Pace(ack=PATIENCE / 1000, trigger_life=PATIENCE / 1000)) as (running, _):
        yield running
        lost, unseen = list(running.slack.lost), list(running.slack.workspace.unseen)
        answers = {(call.what, call.answer) for call in running.slack.calls.of("")}
    assert (lost, unseen) == ([], [])
    assert answers - CLOSED_BY_THE_PERSON <= {
        (what, answer) for what, answer in answers if answer in ("ok", "ratelimited")
    }


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, sandbox: Sandbox) -> AsyncIterator[Page]:
    """The page as the lead sees it, no modal open, the bot connected; its scripts must not fail."""
    sandbox.slack.workspace.modals.clear()
    await sandbox.slack.workspace.until(lambda: sandbox.slack.core.socket.connected, PATIENCE / 1000)
    found = await browser.new_page(viewport={"width": 1280, "height": 860})
    found.set_default_timeout(PATIENCE)
    failures: list[str] = []
    found.on("pageerror", lambda error: failures.append(str(error)))
    await found.goto(sandbox.page_url)
    yield found
    await found.close()
    assert failures == []
