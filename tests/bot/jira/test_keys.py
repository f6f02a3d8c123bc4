"""Which words are ticket keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.keys import key_of, keys_in_text, number_of


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("PAY-1", "PAY-1"),
        ("pay-12", "PAY-12"),
        ("A_B2-3", "A_B2-3"),
        ("2FA-3", "2FA-3"),
        ("PAY-0", None),
        ("PAY-01", None),
        ("PAY", None),
        ("PAY-1/../B-2?x=1", None),
        ("PAY-1\n", None),
        ("PAY-١", None),
        ("ßA-1", None),
        ("", None),
    ],
)
def test_only_a_whole_key_is_a_key(word: str, key: str | None) -> None:
    assert key_of(word) == key


@given(st.text())
def test_a_key_can_stand_in_a_path(word: str) -> None:
    key = key_of(word)
    assert key is None or all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in key)


@pytest.mark.parametrize(
    ("word", "number"),
    [("10001", "10001"), ("0", "0"), ("", None), ("-1", None), ("1/2", None), ("1e3", None), ("١", None), ("²", None)],
)
def test_only_a_number_of_plain_digits_is_an_id(word: str, number: str | None) -> None:
    assert number_of(word) == number


def test_bare_keys_are_found_once_in_reading_order() -> None:
    text = "PAY-2, then (PAY-1) and *PAY-2*; see PAY-3. Not pay-4."
    assert keys_in_text(text, {"PAY"}) == ("PAY-2", "PAY-1", "PAY-3")


def test_lower_case_counts_only_where_a_ticket_is_surely_meant() -> None:
    assert keys_in_text("pay-4", {"PAY"}) == ()
    assert keys_in_text("pay-4", {"PAY"}, loose=True) == ("PAY-4",)


@pytest.mark.parametrize(
    "text", ["PAY-1/PAY-2", "PAY-1+PAY-2", "PAY-1&PAY-2", "PAY-1 & PAY-2", "PAY\u20111 PAY\u20102"]
)
def test_keys_are_found_however_people_join_them(text: str) -> None:
    assert keys_in_text(text, {"PAY"}) == ("PAY-1", "PAY-2")


def test_a_key_after_a_number_sign_counts_where_a_ticket_is_surely_meant() -> None:
    assert keys_in_text("#PAY-4", {"PAY"}, loose=True) == ("PAY-4",)


@pytest.mark.parametrize(
    "text",
    [
        "UTF-8 SHA-256 COVID-19 CVE-2026-1 GPT-4 RFC-2119",
        "XPAY-1 PAY-1X PAY-1-2 PAY-01 PAY-1.5 feature/PAY-1 PAY-1/x #PAY-1 a@PAY-1",
        "https://other.example/browse/PAY-1 www.other.example/PAY-1 ftp://x/?q=PAY-1",
    ],
)
def test_what_only_looks_like_a_key_is_none(text: str) -> None:
    assert keys_in_text(text, {"PAY"}) == ()


def test_without_known_projects_nothing_is_a_key() -> None:
    assert keys_in_text("PAY-1", ()) == ()
