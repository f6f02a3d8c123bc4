"""Text for a terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.parts.fitting import broken, fitted


def test_a_long_line_is_broken_between_words_and_goes_on_as_far_in() -> None:
    text = "  To close it: name the place once.\nshort"
    assert broken(text, 20) == "  To close it: name\n  the place once.\nshort"


def test_a_word_longer_than_the_terminal_stays_whole() -> None:
    link = "https://example.atlassian.net/browse/PAY-12"
    assert link in broken(f"  see {link} there", 20)


@settings(deadline=None)
@given(st.lists(st.text("abc ", max_size=60), max_size=5), st.integers(10, 80))
def test_no_word_is_lost_and_no_line_too_wide_but_by_one_word(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    found = broken(text, width)
    assert found.split() == text.split()
    assert all(len(line.strip()) <= width or " " not in line.strip() for line in found.split("\n"))


def test_what_goes_elsewhere_than_to_a_terminal_stays_as_it_is() -> None:
    assert fitted("word " * 100) == "word " * 100


@pytest.mark.parametrize("err", [False, True])
def test_each_stream_is_asked_whether_it_is_a_terminal_itself(err: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stderr" if err else "sys.stdout", _Terminal())
    long = "word " * 20
    assert max(map(len, fitted(long, err=err).split("\n"))) <= 40
    assert fitted(long, err=not err) == long


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True
