"""The composed bot beside the sandbox: it starts, answers, says whether it is ready, and drains."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.app import SETTLE, build
from bot.app import App as Bot
from bot.errors import SettingsError
from bot.process import run
from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.faults import Fault
from bot.settings import Settings
from tests.fakes.waiting import PATIENCE, until

CHANNEL, USER, BOT = "C0PAYMENTS", "U0LEAD", "U0HANDOFF"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(App(), pace=Pace.fast()) as sandbox:
        yield sandbox


def settings(sandbox: Sandbox, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    return Settings(data=folder / "data", port=0)


@pytest.fixture
async def bot(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    bot = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    await bot.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    yield bot
    await bot.close()


async def asked(bot: Bot, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{bot.port}{path}") as answer:
        return answer.status, await answer.text()


def said(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.slack.messages(CHANNEL) if message.user == BOT]


async def test_a_link_is_answered_and_operators_can_ask_how_it_goes(sandbox: Sandbox, bot: Bot) -> None:
    assert (await asked(bot, "/healthz"))[0] == 200
    assert (await asked(bot, "/readyz"))[0] == 200
    await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await until(lambda: len(said(sandbox)) == 1)
    assert "PAY-12" in said(sandbox)[0]
    status, metrics = await asked(bot, "/metrics")
    assert status == 200
    for name in (
        'handoff_ack_seconds_count{kind="event_callback",outcome="ok"}',
        'handoff_step_seconds_count{outcome="value",run="judge",step="judge"}',
        'handoff_slack_calls_total{method="chat.postMessage",outcome="ok"}',
        'handoff_jira_calls_total{call="fetch",outcome="ok"}',
        "handoff_verdicts_total{",
    ):
        assert name in metrics


async def test_ready_turns_false_before_the_door_closes(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.SETTLE", SETTLE)
    bot = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    await bot.start()
    assert await bot.ready()
    closing = asyncio.create_task(bot.close())
    await asyncio.sleep(0.05)
    assert await asked(bot, "/readyz") == (503, "not ready\n")
    assert (await asked(bot, "/healthz"))[0] == 200
    await closing


async def test_what_is_read_at_the_start_is_never_looked_through_again_for_garbage(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.unfreeze()  # what another test of this process froze says nothing of this bot, which is not yet up to be ended
    bot = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    running = asyncio.create_task(run(bot))
    try:
        await until(gc.get_freeze_count)
    finally:
        gc.unfreeze()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await running == 0


async def test_what_was_under_way_at_the_end_is_done_after_the_next_start(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings(sandbox, tmp_path, monkeypatch)
    bot = build(chosen, socket=False)
    await bot.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    sandbox.jira.site.faults.add(Fault("GET /rest/*", status=503, times=None))
    await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await sandbox.slack.core.delivery.idle()
    await bot.close()
    assert said(sandbox) == []
    sandbox.jira.site.faults.clear()
    bot = build(chosen, socket=False)
    await bot.start()
    await until(lambda: len(said(sandbox)) == 1)
    await bot.close()


async def test_commands_with_the_word_payload_work_and_settings_are_said_back(sandbox: Sandbox, bot: Bot) -> None:
    answer = await sandbox.slack.users.command(USER, CHANNEL, "/handoff PAY-12 payload schema")
    assert answer.ok
    answer = await sandbox.slack.users.command(USER, CHANNEL, "/handoff on PAY,WEB for agent")
    assert answer.ok
    store = bot._store.channels
    async with asyncio.timeout(PATIENCE):
        while (await store.channel("T0SANDBOX", CHANNEL)).receiver != "agent":  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("socket", "missing"), [(True, "SLACK_APP_TOKEN"), (False, "SLACK_SIGNING_SECRET")])
def test_a_transport_without_its_secret_is_refused_with_the_cure(socket: bool, missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        build(Settings(slack_bot_token="xoxb-1"), socket=socket)
