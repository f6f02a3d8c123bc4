"""Bolt's own log says nothing of what people wrote."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.bolt import bolt_app

WORDS = "words of a ticket"


async def test_a_forged_or_unreadable_request_leaves_no_word_in_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    caplog.set_level(logging.DEBUG)
    logging.getLogger("slack_bolt").addHandler(caplog.handler)
    app = bolt_app(AsyncWebClient(), cast("Any", SimpleNamespace()), signing_secret="secret")
    headers = {"content-type": "application/json", "x-slack-signature": "v0=0", "x-slack-request-timestamp": "1"}
    body = '{"type": "event_callback", "event": {"type": "message", "text": "' + WORDS + '"}}'
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    logging.getLogger("slack_bolt").removeHandler(caplog.handler)
    assert answer.status == 401
    assert WORDS not in caplog.text
    assert "token" not in caplog.text
