"""Headings and labels: which part of a ticket a sentence belongs to, whether or not there are headings."""

from __future__ import annotations

import re
from functools import lru_cache

from checks.language.lexicon import function_words, lexicons
from checks.language.words import words_of

LONGEST = 5
"""Words. Anything longer before a colon is a clause, not a label."""
_REACH = 48
"""Characters before a colon that are searched for a label."""


_NOTHING = frozenset[str]()
_DASH = ("-", "–")
_DASHES = re.compile(r"^(?:[-–]+(?:[ *_:]+|$))+|^[-–]+(?=[A-ZÀ-Þ][a-zß-ÿ])|(?:[ *_:]+[-–]+)+$")
"""Dashes that set the words off; a dash that touches a number or a name belongs to it (`-10.00`, `--force`)."""


@lru_cache(maxsize=5_000)
def meaning(title: str) -> frozenset[str]:
    """What a heading or label says its part is about; empty when no lexicon knows it. Labels of any language count."""
    words = words_of(title)
    for start in range(len(words)) if len(words) <= LONGEST + 2 else ():
        for stop in range(len(words), start, -1):
            if stop - start < len(words) and start and stop < len(words):
                continue
            found = frozenset(
                label for lexicon in lexicons().values() for label in lexicon.labels.exactly(words[start:stop])
            )
            if found:
                return found
    return frozenset()


def split_labels(text: str) -> list[tuple[str, frozenset[str], str]]:
    """The text cut before each known label with a colon: label as written, its meaning, the words after it.

    `[Steps]` and `== Steps ==` are read as `Steps:`. Words before the first label come with an empty label.
    """
    if "[" in text or "==" in text:
        text = _DECORATED.sub(_with_colon, text)
    parts: list[tuple[str, frozenset[str], str]] = []
    label, means, start = "", _NOTHING, 0
    colon = text.find(":")
    while colon != -1:
        begin = _label_before(text, start, colon)
        if begin is not None:
            _keep(parts, label, means, text[start:begin])
            label = text[begin:colon].strip(" *_")
            means, start = meaning(label), colon + 1
        colon = text.find(":", colon + 1)
    _keep(parts, label, means, text[start:])
    return parts


_DECORATED = re.compile(r"(?<![\w=])(?:\[([^\[\]\n]{2,40})\]|={2,4} ?([^=\n]{2,40}?) ?={2,4})(?![\w=(:])")
_PARTS = frozenset({"steps", "actual", "expected", "acceptance", "environment", "scope_out"})
"""Parts that a label in brackets may open. Words for other parts are put in brackets for many reasons: `[API]`,
`[Test]`."""


def _with_colon(found: re.Match[str]) -> str:
    label = (found[1] or found[2]).strip()
    known = is_label(label) and not _PARTS.isdisjoint(meaning(label))
    return f"{label[0].upper()}{label[1:]}:" if known else found[0]


def _keep(parts: list[tuple[str, frozenset[str], str]], label: str, means: frozenset[str], rest: str) -> None:
    rest = rest.strip(" *_:")
    if rest.startswith(_DASH) or rest.endswith(_DASH):
        rest = _DASHES.sub("", rest)
    if label or rest:
        parts.append((label, means, rest))


def _label_before(text: str, start: int, colon: int) -> int | None:
    """Where the label that ends at the colon begins: the longest one known to a lexicon that begins with a capital or
    opens the text."""
    if text[colon + 1 : colon + 3] == "//" or text[colon + 1 : colon + 2].isalnum():
        return None
    low = max(start, colon - _REACH)
    window = text[low:colon]
    begins = [0] if low == start else []
    begins += [at + 1 for at, mark in enumerate(window) if mark == " " and window[at + 1 : at + 2].isupper()]
    for begin in begins:
        label = window[begin:].strip(" *_")
        if (
            label
            and len(label.split()) <= LONGEST
            and is_label(label)
            and (begin == 0 or not _leads_on(window[:begin]))
        ):
            return low + begin
    return None


def _leads_on(before: str) -> bool:
    """An article or similar word comes right before: *ein Test:* ends a clause. German writes every noun with a
    capital."""
    word = before.rstrip().rpartition(" ")[2]
    return word.isalpha() and word.islower() and word in function_words()


@lru_cache(maxsize=5_000)
def is_label(label: str) -> bool:
    """A lexicon knows all of it as a label."""
    words = words_of(label)
    return any(lexicon.labels.exactly(words) for lexicon in lexicons().values())
