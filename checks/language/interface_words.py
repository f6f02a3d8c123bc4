"""The words of every language in which interfaces are described, from the lexicons' `interfaces` tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from checks.language.lexicon import tables

JSON_TYPES = ("string", "integer", "number", "boolean", "array", "object")


@cache
def interface_words() -> Mapping[str, tuple[str, ...]]:
    """Each concept's words in all languages, longest first so that they can be alternatives in one pattern. Read
    once."""
    found: dict[str, set[str]] = {}
    for table in tables():
        for concept, words in table.get("interfaces", {}).items():
            found.setdefault(concept, set()).update(word.strip() for word in words.split("|"))
    return {concept: tuple(sorted(words, key=lambda word: (-len(word), word))) for concept, words in found.items()}


@cache
def type_words() -> Mapping[str, str]:
    """Each word for a type, to the JSON type it stands for."""
    return {word: json_type for json_type in JSON_TYPES for word in interface_words()[json_type]}


def any_of(*concepts: str, without: frozenset[str] = frozenset()) -> str:
    """The words of these concepts as the inside of a pattern's group, where a space stands for any one white-space
    character."""
    words = {word for concept in concepts for word in interface_words()[concept]} - without
    return "|".join(
        re.escape(word).replace("\\ ", r"\s") for word in sorted(words, key=lambda word: (-len(word), word))
    )
