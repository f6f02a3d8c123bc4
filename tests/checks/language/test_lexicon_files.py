"""The lexicons say the same things, each in its own language."""

from __future__ import annotations

import pytest

from checks.language.interface_words import JSON_TYPES, interface_words
from checks.language.lexicon import tables

BY_CODE = {table["language"]["code"]: table for table in tables()}


def test_the_six_languages_are_there() -> None:
    assert set(BY_CODE) >= {"en", "fi", "sv", "de", "fr", "es"}


@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("table", ["labels", "interfaces", "signals", "types"])
def test_a_language_lacks_no_concept(code: str, table: str) -> None:
    assert set(BY_CODE[code][table]) == set(BY_CODE["en"][table])


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_no_phrase_is_empty_or_holds_a_star_in_its_middle(code: str) -> None:
    for table in ("labels", "signals"):
        for concept, words in BY_CODE[code][table].items():
            phrases = [phrase.strip() for phrase in words.split("|")]
            assert all(phrases), concept
            assert not [phrase for phrase in phrases if "*" in phrase[:-1]], concept


def test_every_language_adds_its_words_for_types() -> None:
    words = interface_words()
    assert {"merkkijono", "sträng", "zeichenkette", "chaîne", "cadena"} <= set(words["string"])
    assert all(words[json_type] for json_type in JSON_TYPES)
