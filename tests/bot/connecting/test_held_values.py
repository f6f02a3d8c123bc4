"""What is held while somebody connects: it comes back as it was, shows no secret by itself, and fits no other verb."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.connecting.connections import Connected, Grant
from bot.connecting.requests import ConnectRequest, TypedConnection
from bot.runs import from_payload, to_payload

ENDS = datetime(2026, 11, 26, 12, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(words, words, st.datetimes(timezones=st.just(UTC)))
def test_a_grant_comes_back_as_it_was(access: str, refresh: str, ends: datetime) -> None:
    grant = Grant(SecretStr(access), SecretStr(refresh), ends)
    assert Grant.of(grant.opened()) == grant


@given(words, words, words)
def test_what_was_typed_comes_back_as_it_was(url: str, email: str, token: str) -> None:
    typed = TypedConnection(url, "scoped", email, SecretStr(token))
    assert TypedConnection.of(typed.opened()) == typed


def test_no_secret_is_shown_by_a_value_itself() -> None:
    secret = SecretStr("s3cret-token")
    values = (
        Grant(secret, secret, ENDS),
        TypedConnection("https://acme.example", "pat", "", secret),
        Connected("T1", "T1:acme", "https://acme.example", "pat", token=secret, hook=secret),
    )
    assert "s3cret-token" not in repr(values) + str(values)


def test_a_request_of_no_known_verb_is_refused() -> None:
    request = ConnectRequest("T1", "U1", "check", site="T1:acme")
    assert from_payload(ConnectRequest, to_payload(request)) == request
    with pytest.raises(ValidationError):
        from_payload(ConnectRequest, to_payload(request) | {"verb": "drop"})
