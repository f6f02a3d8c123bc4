"""One fact about an interface, with where it was read and how firmly it is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checks.language.interface_words import type_words

FactKind = Literal["endpoint", "field", "status", "event", "table", "flag", "command", "schema"]
Source = Literal["prose", "table", "schema", "example"]


@dataclass(frozen=True, slots=True)
class Fact:
    """`type` is one of the JSON type names, empty when unknown; `detail` is what people see beside the name."""

    kind: FactKind
    name: str
    detail: str = ""
    type: str = ""
    source: Source = "prose"
    owner: str = ""
    """The message, table or type a field belongs to; empty when the text does not say."""
    where: str = ""
    quote: str = ""


def type_named(word: str) -> str:
    """The JSON type that a type word of any of our languages stands for; empty when it is not a type word."""
    word = word.strip().casefold()
    if word.endswith("[]") or word.startswith(("array", "list<", "repeated ")):
        return "array"
    return type_words().get(word.split("(")[0].split("<")[0], "")
