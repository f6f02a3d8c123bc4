"""Where a ticket's JSON holds runs of invisible characters, which can carry words that people do not see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bot.jira.values import Json

# Tag characters spell ASCII invisibly (Unicode 15.1, 23.9; the flag of a region takes at most seven), and zero-width
# characters have been used as bits. Joiners inside emoji and Indic words come one at a time.
_RUN = re.compile("[\U000e0020-\U000e007e]{8,}|[\u200b-\u200f\u2060-\u2064\ufeff]{8,}")
_PLACES = ("summary", "description", "environment", "comment")


def concealed_in(fields: Json) -> Iterator[str]:
    """Names of the fields in which words may be hidden."""
    for place in _PLACES:
        value = fields.get(place)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
        if not text.isascii() and _RUN.search(text):
            yield "comments" if place == "comment" else place
