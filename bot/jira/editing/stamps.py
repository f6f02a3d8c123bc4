"""Hashes of what a field says and of what a person saw before they confirmed an edit, so that no words are kept.
Pure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.errors import JiraError
from bot.jira.editing.rich_fields import RichField
from checks.document import Block
from checks.reading import adf, wiki

AROUND = 2
"""Lines of what stays that are shown around a change."""
HALF = 31
"""Characters of each of the two hashes in what a person saw; a stamp is kept in 64."""


def words(raw: Any) -> str:
    """A field as a person reads it: wiki markup as it is, ADF as its text."""
    if raw is None:
        return ""
    return raw if isinstance(raw, str) else adf.read(raw).text


def shown(raw: Any) -> str:
    """The same with the marks of its lists, by which a person sees what would stand where."""
    if raw is None or isinstance(raw, str):
        return words(raw)
    return "\n".join(f"{_mark(block)}{block.text}" for block in adf.read(raw).blocks if block.text)


def _mark(block: Block) -> str:
    ticked = "" if block.done is None else "[x] " if block.done else "[ ] "
    return f"{'  ' * (block.level - 1)}- {ticked}" if block.kind in ("item", "task") else ""


def said(raw: Any) -> str:
    """What a field says, whichever markup it is in."""
    return digest(wiki.read(raw).text if isinstance(raw, str) else words(raw))


def seen(found: RichField, after: str) -> str:
    """What a person saw: the place as it was, and the words it was to become."""
    return f"{of(found)[:HALF]}.{digest(after)}"


def became(seen: str) -> str:
    """The digest of the words that a person saw it was to become."""
    return seen.partition(".")[2]


def digest(words: str) -> str:
    """Of words without regard to their spacing, which Jira does not keep to the letter."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:HALF]


def of(found: RichField) -> str:
    """Of a field as it was read; another as soon as anything of it is."""
    return hashlib.sha256(as_json([found.field, found.raw]).encode()).hexdigest()


def as_json(value: object) -> str:
    """Raises: JiraError for what is deeper than Python's stack; that shows at the first stamp, before anything is written."""
    try:
        return json.dumps(value, sort_keys=True)
    except RecursionError:
        raise JiraError("refused") from None


def hunk(before: str, after: str) -> tuple[str, str]:
    """Both sides of the one place that differs, with a little around it."""
    old, new = before.split("\n"), after.split("\n")
    same = next(
        (at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), min(len(old), len(new))
    )
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, keep = max(0, same - AROUND), max(0, tail - AROUND)
    first, second = ("\n".join(lines[start : len(lines) - keep]).strip("\n") for lines in (old, new))
    return first, second
