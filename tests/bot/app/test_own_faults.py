"""Faults of our own: a full disk, a locked database. What was not committed is not acknowledged, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from dbos._dbos import _get_dbos_instance
from prometheus_client import REGISTRY

from bot.app import build
from bot.sandbox import App, Pace, Sandbox
from tests.bot.app.test_app import CHANNEL, USER, said, settings
from tests.fakes.waiting import until


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(App(), pace=Pace(retries=(0.1, 1.0, 2.0), message_gap=0.0, preview=0.0)) as sandbox:
        yield sandbox


def refused() -> float:
    """Events that were answered 500."""
    labels = {"kind": "event_callback", "outcome": "500"}
    return REGISTRY.get_sample_value("handoff_ack_seconds_count", labels) or 0.0


def room(pages: int) -> None:
    """Let the engine's file grow to so many pages and no further, as on a disk that is full."""
    with _get_dbos_instance()._sys_db.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_on_a_full_disk_nothing_is_acknowledged_and_what_slack_sends_again_is_answered_once_there_is_room(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOFF_COOLDOWN", "0")
    bot = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    await bot.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    before = refused()
    room(1)  # SQLite takes the pages there are for the least
    for _ in range(20):
        await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await until(lambda: refused() > before)
    room(1_000_000)
    await until(lambda: len(said(sandbox)) == 20)
    await sandbox.slack.core.delivery.idle(15)
    assert not sandbox.slack.lost
    await bot.close()


async def test_a_database_that_somebody_else_has_locked_delays_and_loses_nothing(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings(sandbox, tmp_path, monkeypatch)
    bot = build(chosen, socket=False)
    await bot.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    backup = sqlite3.connect(chosen.data / "engine.db", isolation_level=None)
    backup.execute("BEGIN IMMEDIATE")
    await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await until(lambda: bool(sandbox.slack.core.delivery.sent))
    assert not said(sandbox)
    backup.execute("ROLLBACK")
    backup.close()
    await until(lambda: len(said(sandbox)) == 1)
    await sandbox.slack.core.delivery.idle(15)
    assert not sandbox.slack.lost
    await bot.close()


async def test_a_folder_that_takes_nothing_more_is_no_place_to_send_work(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files stay open and can be read, so that only writing tells."""
    chosen = settings(sandbox, tmp_path, monkeypatch)
    bot = build(chosen, socket=False)
    await bot.start()
    assert await bot.ready()
    away = chosen.data.rename(tmp_path / "away")
    assert not await bot.ready()
    away.rename(chosen.data)
    assert await bot.ready()
    await bot.close()
