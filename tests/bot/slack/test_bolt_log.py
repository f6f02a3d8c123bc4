"""Bolt's own log says nothing of what people wrote."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from io import StringIO
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.render.actions import Click
from bot.slack.bolt import bolt_app
from bot.telemetry import logs
from tests.bot.slack.conftest import TEAM, Edge, envelope, message
from tests.bot.slack.test_listeners import LINK, clicked

WORDS = "words of a ticket"


async def test_a_forged_or_unreadable_request_leaves_no_word_in_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    caplog.set_level(logging.DEBUG)
    logging.getLogger("slack_bolt").addHandler(caplog.handler)
    app = bolt_app(AsyncWebClient(), cast("Any", SimpleNamespace()), signing_secret="secret")
    headers: dict[str, str | Sequence[str]] = {
        "content-type": "application/json",
        "x-slack-signature": "v0=0",
        "x-slack-request-timestamp": "1",
    }
    body = '{"type": "event_callback", "event": {"type": "message", "text": "' + WORDS + '"}}'
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    logging.getLogger("slack_bolt").removeHandler(caplog.handler)
    assert answer.status == 401
    assert WORDS not in caplog.text
    assert "token" not in caplog.text


@pytest.fixture
def said() -> StringIO:
    """What is logged, with logging as the bot sets it up."""
    root = logging.getLogger()
    logs.configure("text", "debug")
    kept = StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(root.handlers[0].formatter)
    root.handlers = [handler]
    return kept


async def test_no_word_of_a_request_reaches_a_log(
    edge: Edge, said: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bolt itself logs whole bodies below an error."""
    mark = "xyzzy-mark"
    edge.started.failure = RuntimeError(mark)
    await edge.event(envelope(message(f"{mark} <{LINK}>")))
    await edge.command(f"PAY-12 {mark}")
    await edge.interaction({"type": "view_submission", "team": {"id": TEAM}, "view": {"callback_id": mark}})
    await edge.interaction(clicked(Click("recheck", mark)))
    await edge.send(json.dumps(envelope(message(mark))).encode())
    logged = said.getvalue() + "".join(capsys.readouterr())
    assert "slack.listener_failed" in logged
    assert mark not in logged
