"""Patterns with words of every language in them: what the code names stands in every lexicon, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import checks
from checks.language.lexicon import tables
from checks.language.phrasing import NAMED, Phrased, phrasings

BY_CODE = {table["language"]["code"]: table for table in tables()}
OWN = {"ordinal_before"}
"""Of a form that not every language has."""


def _asked_for() -> set[str]:
    """The phrasings that the code names."""
    root = Path(checks.__file__).parent
    code = "\n".join(file.read_text(encoding="utf-8") for file in root.rglob("*.py") if file.name != "phrasing.py")
    return {*NAMED.findall(code), *re.findall(r"(?:alternatives\(|phrasings\(\)\[)[\"'](\w+)[\"']", code)}


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_a_language_has_every_phrasing_that_the_code_asks_for_and_no_other(code: str) -> None:
    assert set(BY_CODE[code]["patterns"]) - OWN == _asked_for() - OWN


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_each_alternative_is_a_pattern_by_itself_and_catches_nothing_for_others(code: str) -> None:
    for name, written in BY_CODE[code]["patterns"].items():
        for alternative in re.split(r"\s+\|\s+", written.strip()):
            assert alternative, name
            assert re.compile(alternative).groups == 0, (name, alternative)


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_an_order_is_sought_only_behind_marks_in_lower_case(code: str) -> None:
    for order in BY_CODE[code]["orders"]:
        assert re.compile(order["pattern"]).groups == 0
        assert order["marks"] == [mark.lower() for mark in order["marks"]]


def test_a_frame_holds_the_words_of_all_languages_at_once() -> None:
    either = Phrased(r"A (?:«either_or») B").pattern
    assert [bool(either.fullmatch(f"a {word} b")) for word in ("or", "oder", "tai", "eller", "ou", "o", "and")] == [
        *[True] * 6,
        False,
    ]


def test_a_frame_with_a_name_that_no_lexicon_has_says_which() -> None:
    with pytest.raises(KeyError, match="nothing_of_this_name"):
        _ = Phrased("«nothing_of_this_name»").pattern


def test_an_alternative_that_two_languages_share_stands_once() -> None:
    assert all(len(set(ways)) == len(ways) for ways in phrasings().values())
