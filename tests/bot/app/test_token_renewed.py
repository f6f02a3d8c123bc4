"""The composed bot whose token Slack refuses for a while: what was linked meanwhile is answered afterwards, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

import bot.judging.renewed
import bot.slack.seeing.audience
from bot.app import build
from bot.sandbox import Sandbox
from tests.bot.app.test_app import CHANNEL, USER, said, sandbox, settings
from tests.fakes.waiting import until

__all__ = ["sandbox"]


def told() -> float:
    """How often the metrics tell that a token was tried and refused."""
    labels = {"method": "auth.test", "outcome": "install_dead"}
    return REGISTRY.get_sample_value("handoff_slack_calls_total", labels) or 0.0


@pytest.mark.parametrize("known", [True, False])
async def test_a_link_that_came_while_the_token_was_dead_has_its_card_once_it_works(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """`known`: the bot had looked at the channel before, or could not."""
    monkeypatch.setattr(bot.judging.renewed, "PAUSE", 0.1)
    monkeypatch.setattr(bot.slack.seeing.audience, "RETRY", 0.05)
    app = build(settings(sandbox, tmp_path, monkeypatch), socket=False)
    await app.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{app.port}/slack/events"]
    if known:
        await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-15"))
        await until(lambda: len(said(sandbox)) == 1)
    before = told()
    sandbox.slack.core.revoked = True
    with capture_logs() as logs:
        await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
        await until(lambda: any(line["event"] == "judge.waits_for_token" for line in logs))
    assert len(said(sandbox)) == known
    await until(lambda: told() > before)  # for `HandoffSlackRefuses` in docs/how-to/operate.md
    sandbox.slack.core.revoked = False
    await until(lambda: len(said(sandbox)) == 1 + known)
    assert "PAY-12" in said(sandbox)[-1]
    await app.close()
