"""Words that say nothing yet: an unfilled template, a prompt, a promise to write later, filler."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_UNFILLED = re.compile(r"<[^<>=/\"'\n]{0,80}[ …][^<>=/\"'\n]{0,80}>|‹[^›\n]{0,120}›|\{\{[^{}\n]{0,80}\}\}|_{4,}")
FEW = 9
"""Words. A longer sentence around `TBD` or `works as expected` says something besides."""


def is_blank(words: Sequence[str], signals: Collection[str], names: bool) -> bool:
    """A sentence of these words says nothing about the work."""
    if not words:
        return True
    if len(words) > FEW:
        return False
    return "placeholder" in signals or ("filler" in signals and not names)


def is_unfilled(text: str) -> bool:
    """Some blank of a template still stands in it."""
    return ("<" in text or "‹" in text or "{{" in text or "____" in text) and _UNFILLED.search(text) is not None
