"""Untrusted words made harmless: what hides or reorders text is removed, and what is too long is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n\s*\n+")
_URL_SAFE = re.compile(r"https?://[^\s<>|\"'`\\^{}]{1,2000}")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#])")
_OPENING = re.compile(r"^(\s*\d*)([-+=.)])")
ELLIPSIS = "…"


def visible(text: str) -> str:
    """The text without bidirectional and zero-width marks, control characters and lone surrogates; layout is kept."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(character) for character in text)


def clean(text: str) -> str:
    """The visible text, with one space for a run of spaces and one line break for a run of empty lines."""
    return _LINES.sub("\n", _SPACES.sub(" ", visible(text))).strip()


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp") or character in "\n\v\f":
        return "\n"
    if character == "\t":
        return "    "
    return "" if category in ("Cc", "Cf", "Cs", "Co", "Cn") else character


def cut(text: str, limit: int) -> str:
    """The text, cleaned, in at most `limit` characters, with an ellipsis where it was cut."""
    cleaned = clean(text[: limit * 4])
    if len(cleaned) <= limit and len(text) <= limit * 4:
        return cleaned
    return cleaned[: limit - 1].rstrip() + ELLIPSIS


def one_line(text: str, limit: int) -> str:
    return cut(text.replace("\n", " "), limit)


def listed(items: Iterable[str], limit: int, *, each: int = 60) -> str:
    """At most `limit` items separated by commas, and how many more there are."""
    everything = list(items)
    shown = [one_line(item, each) for item in everything[:limit]]
    more = len(everything) - len(shown)
    return ", ".join(filter(None, shown)) + (f" (+{more})" if more > 0 else "")


def escaped(text: str) -> str:
    """The text for Slack's mrkdwn and for a message's `text`: it can neither mention nor link.

    Slack reads only these three characters as control (docs.slack.dev/messaging/formatting-message-text); a URL's
    scheme is broken up as well, because a client may link a bare URL.
    """
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return entities.replace("://", ": //")


def escaped_markdown(text: str) -> str:
    """The text as one line of Markdown that reads as the same words: nothing in it formats, links or embeds."""
    escapes = _MARKDOWN.sub(r"\\\1", clean(text).replace("\n", " ").replace("&", "&amp;"))
    return _OPENING.sub(r"\1\\\2", escapes)


def safe_url(url: str | None) -> str | None:
    """The URL if it is plain http(s) and cannot break out of where it is put; else None."""
    return url if url and _URL_SAFE.fullmatch(url) else None
