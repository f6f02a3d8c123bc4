"""Words from outside come out visible, short and harmless."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.render.text import clean, cut, escaped, listed, one_line, safe_url, visible


@given(st.text(), st.integers(2, 50))
def test_a_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    assert all(
        character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
        for character in visible(text)
    )


@given(st.text())
def test_an_escaped_text_can_neither_mention_nor_link(text: str) -> None:
    assert "<" not in escaped(text) and "://" not in escaped(text)


def test_a_hidden_turn_of_direction_is_taken_out() -> None:
    assert clean("pay \u202e001\u202c now\u200b") == "pay 001 now"


def test_spaces_and_empty_lines_are_folded() -> None:
    assert clean("  a \t b \n\n\n c ") == "a b \n c"


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut(" " * 1000 + "x" * 1000, 10).endswith("…")


def test_a_list_says_how_many_more_there_are() -> None:
    assert listed(["a", "b", "c"], 2) == "a, b (+1)"


def test_a_line_has_no_line_ends() -> None:
    assert one_line("a\nb", 10) == "a b"


def test_only_plain_web_addresses_are_linked() -> None:
    assert safe_url("https://acme.atlassian.net/browse/PAY-12")
    for url in ("javascript:alert(1)", "https://x|<!here>", "https://a b", "", None, "file:///etc/passwd"):
        assert safe_url(url) is None
