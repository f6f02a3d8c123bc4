"""What a text must hold for a pattern: pieces that spare most searches and never hide a match."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checks
from checks.language.literals import LEAST, required
from checks.language.phrasing import Phrased

LETTERS = st.characters(
    min_codepoint=32, max_codepoint=0x17E, exclude_characters="\u0130\u0131\u017f", include_characters="“”„‘’…‹›€–→\n"
)
"""What tickets in the six languages are written with; Turkish letters, which have other small ones, left out."""


def _phrased() -> Iterator[tuple[str, Phrased]]:
    for module in pkgutil.walk_packages(checks.__path__, "checks."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Phrased):
                yield f"{module.name.removeprefix('checks.')}.{name}", value


PHRASED = dict(_phrased())


@pytest.mark.parametrize("name", sorted(PHRASED))
def test_whatever_a_pattern_of_ours_is_found_in_holds_one_of_its_pieces(name: str) -> None:
    phrased = PHRASED[name]

    @settings(max_examples=25, suppress_health_check=(HealthCheck.filter_too_much,))
    @given(st.from_regex(phrased.pattern, alphabet=LETTERS))
    def holds(text: str) -> None:
        # What makes the text up does not keep to look-arounds, nor always to a word's edge.
        assert phrased.may_be_in(text) or phrased.pattern.search(text) is None

    holds()


def test_most_patterns_of_ours_have_pieces() -> None:
    """Else every text is searched for them, six languages wide."""
    assert sum(bool(required(one.source)) for one in PHRASED.values()) > 0.75 * len(PHRASED)


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\bmust (?:stay|remain)\b", {"must "}),
        (r"\b(?:invoices?|bills?)\b", {"invoice", "bill"}),
        (r"see (?:her )?notes", {"notes"}),
        (r"(?:the )?queue", {"queue"}),
        (r"(?:queue)+ed", {"queue"}),
        (r"colou{0,1}r", {"colo"}),
        (r"too{2,}ls", {"too"}),
        (r"[abc]def|(?P<what>ghi)", {"def", "ghi"}),
        (r"Not Here(?! yet)", {"not here"}),
        (r"(?<=never )seen", {"seen"}),
        (r"e\.g\. this", {"e.g. this"}),
        (r"list|listing", {"list"}),
    ],
)
def test_pieces_are_what_no_match_lacks(pattern: str, pieces: set[str]) -> None:
    assert required(pattern) == pieces


@pytest.mark.parametrize("pattern", [r"\d+", "queue|.", "a|queue", "(?:queue)?", "(?=queue)", ""])
def test_nothing_is_told_of_a_pattern_that_matches_without_a_piece(pattern: str) -> None:
    assert required(pattern) == set()


@pytest.mark.parametrize("pattern", ["(?P=what)", "(?(1)a|b)", "abc)d", "{2,3"])
def test_what_cannot_be_read_is_refused_and_not_guessed(pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(pattern))):
        required(pattern)


@given(
    st.lists(st.text("abcXYZ äé-", min_size=LEAST, max_size=8), min_size=1, max_size=5), st.text(LETTERS, max_size=30)
)
def test_a_text_that_holds_one_of_some_words_holds_a_piece_of_them(words: list[str], around: str) -> None:
    pieces = required("|".join(map(re.escape, words)))
    assert any(piece in (around + words[0] + around).lower() for piece in pieces)
