"""Answers through a `response_url`, which comes from a payload and so may lead anywhere."""

from __future__ import annotations

import time

import aiohttp
import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SlackError
from bot.seal import Seal, derived_key
from bot.slack.sending.responder import Responder
from tests.bot.slack.conftest import KEY, FakeSlack
from tests.fakes.steps import STEPS

SEAL = Seal([KEY])


@pytest.fixture
def responder(fake_slack: FakeSlack, session: aiohttp.ClientSession) -> Responder:
    return Responder(SEAL, base_url=fake_slack.url, session=session)


async def test_the_configured_slack_is_answered(responder: Responder, fake_slack: FakeSlack) -> None:
    fake_slack.answers["hooks"] = lambda _: web.Response(text="ok")
    await responder.send(SEAL.close(fake_slack.url.replace("/api/", "/hooks/1")), {"text": "hi"})
    assert fake_slack.called("hooks") == [{"text": "hi"}]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://hooks.slack.com@evil.example/x",
        "https://u:p@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "http://127.0.0.1:1/x",
        "http://169.254.169.254/latest",
        "http://localhost/x",
        "file:///etc/passwd",
        "//hooks.slack.com/x",
        "https://[::1/x",
        "",
    ],
)
async def test_no_other_host_is_ever_called(responder: Responder, url: str) -> None:
    with pytest.raises(SlackError, match="foreign_url"):
        await responder.send(SEAL.close(url), {})


async def test_a_redirect_is_not_followed(responder: Responder, fake_slack: FakeSlack) -> None:
    fake_slack.answers["hooks"] = lambda _: web.Response(status=307, headers={"Location": "/hooks/elsewhere"})
    with pytest.raises(SlackError):
        await responder.send(SEAL.close(fake_slack.url.replace("/api/", "/hooks/1")), {})
    assert len(fake_slack.called("hooks")) == 1


async def test_an_answer_goes_out_whatever_the_clock_was_set_to_meanwhile(
    responder: Responder, fake_slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, now = SEAL.close(fake_slack.url.replace("/api/", "/hooks/1")), time.time()
    for step in STEPS:
        monkeypatch.setattr("time.time", lambda step=step: now + step.total_seconds())
        await responder.send(sealed, {})
    assert len(fake_slack.called("hooks")) == len(STEPS)


@pytest.mark.parametrize(
    ("status", "text", "outcome"),
    [
        (404, "used_url", "refused"),
        (404, "expired_url", "refused"),
        (400, "invalid_blocks", "too_big"),
        (429, "", "throttled"),
        (500, "<html>sorry</html>", "unavailable"),
    ],
)
async def test_what_slack_says_is_sorted(
    responder: Responder, fake_slack: FakeSlack, status: int, text: str, outcome: str
) -> None:
    fake_slack.answers["hooks"] = lambda _: web.Response(status=status, text=text)
    with pytest.raises(SlackError) as caught:
        await responder.send(SEAL.close(fake_slack.url.replace("/api/", "/hooks/1")), {})
    assert caught.value.outcome == outcome


@pytest.mark.parametrize(
    "sealed",
    ["", "nonsense", "https://hooks.slack.com/x", Fernet(Fernet.generate_key()).encrypt(b"x").decode()],
    ids=["empty", "nonsense", "plain", "another key's"],
)
async def test_what_we_did_not_seal_is_not_used(responder: Responder, sealed: str) -> None:
    with pytest.raises(SlackError, match="unsealed_url"):
        await responder.send(sealed, {})


def test_a_seal_opens_with_any_key_and_closes_with_the_newest() -> None:
    old, new = derived_key("old"), derived_key("new")
    sealed = Seal([old]).close("secret")
    assert Seal([new, old]).open(sealed) == "secret"
    assert Seal([new]).open(sealed) is None
    assert Seal([old]).open(Seal([new, old]).close("secret")) is None


@given(st.text())
def test_any_text_can_be_sealed_and_any_text_refused(text: str) -> None:
    assert SEAL.open(SEAL.close(text)) == text
    assert SEAL.open(text) is None


def test_half_a_character_can_be_sealed() -> None:
    assert SEAL.open(SEAL.close("\ud800")) == "\ud800"
