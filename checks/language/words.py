"""Cuts text into the words on which lexicons are matched."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]++(?:'(?:t|s|re|ll|ve|d|m)(?![^\W_]))?")


_ASCII = bytes(byte | 32 if chr(byte).isupper() else byte if chr(byte).isalnum() else 32 for byte in range(128))
"""Each ASCII character in lower case, with everything but letters and digits as a space."""
_TABLE = _ASCII.ljust(256)


def words_of(text: str) -> list[str]:
    """The words of `text` in reading order, case folded; `don't` is one word, `l'écran` two."""
    if text.isascii() and "'" not in text:  # most sentences are ASCII, and a table cuts them in half the time
        return text.encode().translate(_TABLE).decode().split()
    return _WORD.findall(text.replace("’", "'").casefold())


_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,10}://[^\s<>|\])}\"']+", re.IGNORECASE)


def without_urls(text: str) -> str:
    """The text with each URL blanked: its words are an address, not a statement."""
    return _URL.sub(" ", text) if "://" in text else text


_GLUED = re.compile(r"\w[./\\:@=_-]\w")


def without_names(text: str) -> str:
    """The text without paths, hosts and compound names: "com", "s" and "d" in them are not words of any language."""
    return " ".join([token for token in text.split() if not _GLUED.search(token)])
