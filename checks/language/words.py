"""Cutting text into the words that lexicons are matched on."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]++(?:'(?:t|s|re|ll|ve|d|m)(?![^\W_]))?")


def words_of(text: str) -> list[str]:
    """The words of `text` in reading order, case folded; `don't` is one word, `l'écran` two."""
    return _WORD.findall(text.replace("’", "'").casefold())


_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,10}://[^\s<>|\])}\"']+", re.IGNORECASE)


def without_urls(text: str) -> str:
    """The text with each URL blanked: its words are an address, not a statement."""
    return _URL.sub(" ", text) if "://" in text else text
