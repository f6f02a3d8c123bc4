"""Where a ticket's JSON holds runs of invisible characters, which can carry words that people do not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.jira.values import Json

# Tag characters spell ASCII invisibly (Unicode 15.1, 23.9; the flag of a region takes at most seven), and zero-width
# characters have been used as bits. Joiners inside emoji and Indic words come one at a time.
_RUN = re.compile("[\U000e0020-\U000e007e]{8,}|[\u200b-\u200f\u2060-\u2064\ufeff]{8,}")
_PLACES = ("summary", "description", "environment", "comment")


def concealed_in(fields: Json) -> Iterator[str]:
    """Names of the fields in which words may be hidden."""
    for place in _PLACES:
        if any(not text.isascii() and _RUN.search(text) for text in _texts(fields.get(place))):
            yield "comments" if place == "comment" else place


def _texts(value: object) -> Iterator[str]:
    """Every string in it, however deep: Jira's documents can be deeper than Python's stack."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            todo.extend(one.values())
        elif isinstance(one, (list, tuple)):
            todo.extend(one)
