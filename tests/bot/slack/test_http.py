"""The door of `/slack/events`: signatures, junk, sizes."""

from __future__ import annotations

import json
import time
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.slack.payload import tidy

from .conftest import Edge, command, envelope, message, signature

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def test_the_challenge_is_answered(edge: Edge) -> None:
    status, body = await edge.event({"type": "url_verification", "challenge": "abc", "token": "t"})
    assert status == 200
    assert "abc" in body


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "१७००००००००", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "1" * 400, "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "-1", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=é"},
    ],
)
async def test_what_slack_did_not_sign_is_refused(edge: Edge, headers: dict[str, str]) -> None:
    body = json.dumps(envelope(message("PAY-12"))).encode()
    assert (await edge.send(body, **headers, **{"Content-Type": JSON}))[0] == 401
    assert edge.slack.calls == []


async def test_a_replayed_request_is_refused(edge: Edge) -> None:
    body = json.dumps(envelope(message("PAY-12"))).encode()
    assert (await edge.signed(body, JSON, at=time.time() - 301))[0] == 401


async def test_a_clock_that_is_off_is_told_apart_from_another_apps_secret(edge: Edge) -> None:
    body = json.dumps(envelope(message("PAY-12"))).encode()
    with capture_logs() as told:
        await edge.signed(body, JSON, at=time.time() + 600)
        await edge.send(body, **signature(body, at=time.time() + 600, secret="other"), **{"Content-Type": JSON})
    off, other = (line["seconds_off"] for line in told if line["event"] == "slack.bad_signature")
    assert off in range(-600, -590) and other is None


async def test_a_signature_of_another_body_is_refused(edge: Edge) -> None:
    headers = signature(b"{}") | {"Content-Type": JSON}
    assert (await edge.send(json.dumps(envelope(message("x"))).encode(), **headers))[0] == 401


async def test_a_signature_of_another_secret_is_refused(edge: Edge) -> None:
    body = json.dumps(envelope(message("x"))).encode()
    assert (await edge.send(body, **signature(body, secret="other"), **{"Content-Type": JSON}))[0] == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", JSON),
        (b"{", JSON),
        (b"null", JSON),
        (b"[1]", JSON),
        (b"7", JSON),
        (b"\xff\xfe", JSON),
        (b"[" * 100_000, JSON),
        (b'{"a":' * 50_000, JSON),
        (b"payload=", FORM),
        (b"payload=%7B", FORM),
        (b"payload=7", FORM),
        (b"nothing", FORM),
        (b'{"event": 7, "type": "event_callback"}', JSON),
        (b'{"event": {"type": 7}, "type": "event_callback", "authorizations": 3}', JSON),
        (b'{"user": 5, "team": 5, "channel": 7}', JSON),
        (b'{"type": "event_callback", "authorizations": [null], "event": {"type": "message"}}', JSON),
        (b'{"type": {}, "event": []}', JSON),
    ],
)
async def test_signed_junk_is_never_a_failure_of_ours(edge: Edge, body: bytes, kind: str) -> None:
    status, _ = await edge.signed(body, kind)
    assert 200 <= status < 500
    assert edge.started.runs == []


@pytest.mark.parametrize("sign", ["\x00", "\ud83d"])
async def test_what_no_database_can_hold_does_not_get_past_the_door(edge: Edge, sign: str) -> None:
    """In words another sign stands for it, in an id it makes the payload nobody's."""
    said = message(f"<@UBOT> PAY{sign}-12 and \U0001f680")
    assert (await edge.event(envelope(said | {"type": "app_mention"})))[0] == 200
    [(_, _, payload)] = edge.started.runs
    assert json.dumps(payload).isascii()
    for name in ("channel", "user", "ts"):
        assert (await edge.event(envelope(message("PAY-12", **{name: f"C{sign}1"}))))[0] == 200
        assert (await edge.event(envelope(message("PAY-12", **{name: "C" * 300}))))[0] == 200
    assert len(edge.started.runs) == 1


def test_texts_are_tidied_wherever_they_stand() -> None:
    payload = {"a": ["x\x00y", {"b": "\ud83d\ude80 \ud83d"}], "c": 7}
    tidy(payload)
    assert payload["a"] == ["x\ufffdy", {"b": "?? ?"}]


async def test_a_command_of_a_hundred_kilobytes_is_answered(edge: Edge) -> None:
    form = command("PAY-12 " + "x" * 100_000)
    assert (await edge.signed(urlencode(form).encode(), FORM))[0] == 200
    assert len(edge.started.runs) == 1


async def test_a_body_past_the_limit_is_refused_before_it_is_read_whole(edge: Edge) -> None:
    body = b"x" * (600 * 1024)
    assert (await edge.signed(body, FORM))[0] == 413


@pytest.mark.parametrize("function", ["x", [], 7, {"callback_id": []}])
async def test_a_step_whose_function_is_none_is_no_failure_of_ours(edge: Edge, function: object) -> None:
    event = {"type": "function_executed", "function": function, "function_execution_id": "Fx1"}
    assert (await edge.event({"type": "event_callback", "team_id": "T111", "event": event}))[0] == 200


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("team_id", "team", "user", "channel", "event", "actions", "container", "view", "authorizations", "message")
KINDS = ("event_callback", "block_actions", "message_action", "view_submission", "shortcut", "app_rate_limited")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(KINDS), members=st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=6))
async def test_any_signed_json_is_never_a_failure_of_ours(edge: Edge, kind: str, members: dict[str, object]) -> None:
    payload = {"type": kind, "team_id": "T111"} | members
    status, _ = await (edge.event(payload) if kind == "event_callback" else edge.interaction(payload))
    assert 200 <= status < 500
