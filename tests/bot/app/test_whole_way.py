"""Whoever looks in the log for why a card did or did not come finds a request's whole way by its run."""

from __future__ import annotations

import json

import pytest

from bot.app import App as Bot
from bot.sandbox import Sandbox
from bot.telemetry import logs
from tests.bot.app.test_app import CHANNEL, USER, bot, said, sandbox
from tests.fakes.waiting import until

__all__ = ["bot", "sandbox"]


def way(told: str, ts: str) -> list[dict[str, object]]:
    """What the log says of the run of a message."""
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    return [line for line in lines if str(line.get("run", "")).endswith(ts)]


async def test_one_search_shows_a_request_from_its_start_to_its_post(
    sandbox: Sandbox, bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("json", "info")
    message = await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await until(lambda: len(said(sandbox)) == 1)
    told = ""

    def ended() -> bool:
        nonlocal told
        told += capsys.readouterr().err
        return "run.done" in told

    await until(ended)
    found = way(told, message.ts)
    assert [line["event"] for line in found] == ["run.begun", "audience.decided", "slack.posted", "run.done"]
    [posted] = [line for line in found if line["event"] == "slack.posted"]
    [card] = sandbox.slack.messages(CHANNEL)
    assert (posted["channel"], posted["ts"]) == (CHANNEL, card.ts)


@pytest.mark.parametrize(
    ("channel", "key", "why"), [("C0QUIET", "PAY-12", "channel_off"), (CHANNEL, "OPS-3", "project_not_agreed")]
)
async def test_a_link_that_is_left_alone_is_told_with_the_reason(
    sandbox: Sandbox, bot: Bot, capsys: pytest.CaptureFixture[str], channel: str, key: str, why: str
) -> None:
    logs.configure("json", "info")
    message = await sandbox.slack.users.say(USER, channel, sandbox.link(key))
    await sandbox.slack.core.delivery.idle(15)
    [line] = way(capsys.readouterr().err, message.ts)
    assert (line["event"], line["why"], line["keys"]) == ("intake.left", why, [key])
