"""Which of the requests that claim to be Jira's are."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from bot.jira.webhook.signatures import genuine, genuine_token, same

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_atlassians_own_test_vector_is_genuine() -> None:
    signature = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    headers = {"X-Hub-Signature": signature}
    assert genuine(b"Hello World!", headers, "It's a Secret to Everybody")
    assert not genuine(b"Hello World?", headers, "It's a Secret to Everybody")
    assert not genuine(b"Hello World!", headers, "another secret")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature": "sha256="},
        {"X-Hub-Signature": "sha1=" + hmac.new(b"s", b"x", hashlib.sha1).hexdigest()},
        {"X-Hub-Signature": "sha256=é"},
        {"X-Handoff-Secret": "wrong"},
        {"X-Hub-Signature": "sha256=00", "X-Handoff-Secret": "s"},
    ],
)
def test_what_is_not_signed_is_not_genuine(headers: dict[str, str]) -> None:
    assert not genuine(b"x", headers, "s")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature": "sha256=\udcff"},
        {"X-Handoff-Secret": "\udcff"},
        {"Authorization": "Bearer \udcff.b.c"},
    ],
)
def test_a_header_whose_bytes_are_no_text_is_a_forgery_and_no_crash(headers: dict[str, str]) -> None:
    assert not genuine(b"x", headers, "s")
    assert not genuine_token(headers, "s", now=NOW)


def test_secrets_are_compared_whatever_bytes_are_guessed() -> None:
    assert same("sécret", "sécret") and not same("s", "\udcff")


def test_automation_may_send_the_secret_itself() -> None:
    assert genuine(b"x", {"X-Handoff-Secret": "s"}, "s")
    assert not genuine(b"x", {"X-Handoff-Secret": ""}, "")
