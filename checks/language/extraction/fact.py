"""One fact about an interface, with where it stands and how firmly it is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FactKind = Literal["endpoint", "field", "status", "event", "table", "flag", "command", "schema"]
Source = Literal["prose", "table", "schema", "example"]

TYPES = {
    "string": "string str text varchar char uuid guid date datetime timestamp timestamptz time email uri url enum binary bytes"
    " bytea id merkkijono teksti päivämäärä sträng datum zeichenkette chaîne cadena texto texte fecha",
    "integer": "integer int int32 int64 uint32 uint64 long short bigint smallint tinyint serial bigserial kokonaisluku heltal"
    " ganzzahl entier entero",
    "number": "number float double decimal numeric real money luku tal zahl nombre número",
    "boolean": "boolean bool bit totuusarvo boolesk booléen booleano",
    "array": "array list lista liste tableau taulukko",
    "object": "object map dict json jsonb objekt objet objeto olio",
}
_KNOWN = {word: name for name, words in TYPES.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Fact:
    """`type` is one of the JSON type names, empty when unknown; `detail` is what a person is shown beside the name."""

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
    """The JSON type that a type word of any of our languages stands for; empty when it is none."""
    word = word.strip().casefold()
    if word.endswith("[]") or word.startswith(("array", "list<", "repeated ")):
        return "array"
    return _KNOWN.get(word.split("(")[0].split("<")[0], "")
