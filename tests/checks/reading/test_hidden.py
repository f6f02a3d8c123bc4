"""Characters that people do not see cannot hide words from them."""

from __future__ import annotations

import pytest

from checks.reading import adf, html, markdown, wiki
from checks.reading.hidden import visible


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\U000e0041", "\x00", "\x1b", "\u3164"]
)
def test_no_reader_lets_an_unseen_character_through(sign: str) -> None:
    words = f"do{sign}ne"
    assert visible(words) == "done"
    assert adf.read({"type": "paragraph", "content": [{"type": "text", "text": words}]}).text == "done"
    assert wiki.read(words).text == "done"
    assert markdown.read(words).text == "done"
    if sign != "\x00":  # HTML's own rules drop or replace it before we see it
        assert html.read(f"<p>{words}</p>").text == "done"


def test_every_kind_of_line_break_is_one_kind() -> None:
    assert visible("a\r\nb\rc\u2028d\x85e\nf") == "a\nb\nc\nd\ne\nf"


def test_half_a_surrogate_can_still_be_written_out() -> None:
    assert visible("a\ud800b").encode() == "a\ufffdb".encode()


@pytest.mark.parametrize("words", ["naïve café", "日本語", "привет", "مرحبا", "👍🏽"])
def test_letters_of_all_scripts_stay(words: str) -> None:
    assert visible(words) == words
