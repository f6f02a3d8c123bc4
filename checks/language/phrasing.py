"""Patterns that combine the words of all languages, from the lexicons' `patterns` tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property

from checks.language.lexicon import tables
from checks.language.literals import required

_PARTED = re.compile(r"\s+\|\s+")
NAMED = re.compile(r"«(\w+)»")
"""A phrasing's name inside a pattern."""


class Phrased:
    """A case-insensitive regular expression in which `«name»` stands for that phrasing in any language.

    It is compiled when first asked about a text that may match: few texts do, and the words of six languages together
    take long to compile and to search. KeyError for a name that no lexicon has.
    """

    def __init__(self, frame: str, *, flags: int = re.IGNORECASE) -> None:
        self.frame = frame
        self._flags = flags

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text) if self.may_be_in(text) else None

    def may_be_in(self, text: str) -> bool:
        """False only for a text in which no match can be found; far faster than searching."""
        return not self._pieces or any(map(text.lower().__contains__, self._pieces))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source, self._flags)

    @cached_property
    def source(self) -> str:
        return NAMED.sub(lambda name: alternatives(name[1]), self.frame)

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return tuple(sorted(required(self.source)))


def alternatives(name: str) -> str:
    """The alternatives of a phrasing as the inside of a pattern's group."""
    return "|".join(phrasings()[name])


@cache
def phrasings() -> Mapping[str, tuple[str, ...]]:
    """Each phrasing's alternatives in all languages, without duplicates. Read once."""
    found: dict[str, dict[str, None]] = {}
    for table in tables():
        for name, written in table.get("patterns", {}).items():
            found.setdefault(name, {}).update(dict.fromkeys(_PARTED.split(written.strip())))
    return {name: tuple(ways) for name, ways in found.items()}
