"""`handoff digest --now` makes a channel's digest beside whatever runs, and says so only where it did."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.digest.values import DigestPlan
from bot.requests import Source
from bot.sandbox import Pace, Sandbox
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url
from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
CHANNEL, BOT = "C0PAYMENTS", "U0HANDOFF"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(pace=Pace.fast()) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> URL:
    database = database_url(tmp_path, None)
    migrate(database)
    return database


async def planned(database: URL, source: Source, board: str = "", jql: str = "project = PAY") -> None:
    now = datetime.now(UTC)
    plan = DigestPlan(
        "T0SANDBOX", CHANNEL, 0, "09:00", "UTC", "127.0.0.1", jql, now, "U0LEAD", source=source, board=board
    )
    store = Store.open(database)
    await store.digests.set(plan, now=now)
    await store.close()


async def digest_now(sandbox: Sandbox, folder: Path) -> tuple[int, str]:
    """Exit status, and all that is said."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "SLACK_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from bot.cli import main; main()", "digest", "--channel", CHANNEL, "--now"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
        env=plain | sandbox.environment() | {"HANDOFF_DATA": str(folder), "HANDOFF_LOG_LEVEL": "error"},
    )
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode()


def said(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.slack.messages(CHANNEL) if message.user == BOT]


async def test_it_is_posted_once_however_often_it_is_asked_for(sandbox: Sandbox, file: URL, tmp_path: Path) -> None:
    await planned(file, "jql")
    for _ in range(2):
        status, out = await digest_now(sandbox, tmp_path)
        assert status == 0, out
        assert f"The digest of {CHANNEL} for today is made." in out
    assert len(said(sandbox)) == 1


async def test_what_could_not_be_made_is_not_said_to_be_made_and_can_be_asked_for_again(
    sandbox: Sandbox, file: URL, tmp_path: Path
) -> None:
    await planned(file, "sprint", "13")
    status, out = await digest_now(sandbox, tmp_path)
    assert (status, said(sandbox)) == (2, [])
    assert "could not be made" in out and "`/handoff digest now`" in out
    await planned(file, "sprint", "12")
    assert (await digest_now(sandbox, tmp_path))[0] == 0
    assert len(said(sandbox)) == 1


async def test_a_channel_without_a_digest_is_told_how_to_set_one(sandbox: Sandbox, file: URL, tmp_path: Path) -> None:
    status, out = await digest_now(sandbox, tmp_path)
    assert status == 2
    assert f"{CHANNEL} has no digest set." in out
