"""The one catalogue of what the bot says: one TOML file per language, English first.

A text is found by its dotted key, such as `card.headline.not_ready`. Its values are named in braces and inserted only
once, so braces in a ticket's words mean nothing. A text with a count has one form for each plural category (`one`,
`other`: unicode.org/cldr, the categories of the languages we ship), chosen by the value `n`. A key that a translation
lacks is said in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

ENGLISH = "en"


class Words:
    """One language's texts. Call it with a key and its values."""

    def __init__(self, language: str, texts: Mapping[str, str], fallback: Words | None = None) -> None:
        self.language = language
        self.texts = texts
        self._fallback = fallback

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The text of a key. Raises KeyError for a key that no language has, or a value that was not given."""
        return self.template(key, **values).format_map(values)

    def template(self, key: str, /, **values: str | int) -> str:
        """The text with its braces; the value `n` chooses the plural form."""
        text = self.texts.get(key)
        if text is None and "n" in values:
            text = self.texts.get(f"{key}.{_category(int(values['n']))}")
        if text is not None:
            return text
        if self._fallback is None:
            raise KeyError(key)
        return self._fallback.template(key, **values)


@cache
def words(language: str = ENGLISH) -> Words:
    """The words of a language; English where we have no catalogue for it."""
    if language == ENGLISH:
        return Words(ENGLISH, _read(ENGLISH))
    if language not in languages():
        return words(ENGLISH)
    return Words(language, _read(language), words(ENGLISH))


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name[2:] == ".toml")
    )


def _read(language: str) -> dict[str, str]:
    return _flat(tomllib.loads((files(__name__) / f"{language}.toml").read_text("utf-8")))


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        found.update(_flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value})
    return found


def _category(count: int) -> str:
    return "one" if count == 1 else "other"
