"""Fields with a type, as prose and tables state them: `amount (integer, required)`, `amount: integer`, a Type column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checks.document import Block
from checks.language.extraction.fact import TYPES, Fact, type_named

_WORDS = "|".join(
    sorted(
        {word for words in TYPES.values() for word in words.split()} - {"id", "tal", "lista", "liste"},
        key=len,
        reverse=True,
    )
)
TYPED = re.compile(
    r"(?<![\w./\"<-])[`\"*“]{0,2}(?P<name>[a-z_][\w.]{1,60})[`\"*”]{0,2}"
    rf"(?P<sign>\s\(|(?<=[`\"*”])\(|\s?:\s?|\s[–—-]\s)[`*_]{{0,2}}(?P<type>(?:{_WORDS})(?:\[\]|\([\d, ]{{1,9}}\))?)[`*_]{{0,2}}(?P<after>[^\w<]|$)",
    re.IGNORECASE,
)
NOT_FIELDS = frozenset(
    {
        "type",
        "format",
        "note",
        "example",
        "returns",
        "default",
        "value",
        "field",
        "name",
        "key",
        "in",
        "is",
        "as",
        "a",
        "an",
    }
    | {"of", "or", "and", "the", "with", "to", "e.g", "i.e"}
)
REQUIRED = re.compile(
    r"^[\s,;–—-]{0,3}(?P<word>required|mandatory|optional|nullable|pakollinen|valinnainen|obligatorisk|valfri|pflicht|erforderlich"
    r"|optional|requis|obligatoire|facultatif|obligatorio|requerido|opcional)",
    re.IGNORECASE,
)
NAME_COLUMN = frozenset(
    {"field", "name", "parameter", "param", "column", "property", "attribute", "key"}
    | {"kenttä", "nimi", "parametri", "sarake", "fält", "namn", "kolumn", "feld", "spalte", "eigenschaft"}
    | {"champ", "nom", "colonne", "paramètre", "propriété", "campo", "nombre", "parámetro", "columna", "propiedad"}
)
TYPE_COLUMN = frozenset(
    {"type", "data type", "format", "tyyppi", "muoto", "typ", "formaatti", "datatyp", "datentyp", "tipo", "formato"}
)


def fields_in(text: str, where: str) -> Iterator[Fact]:
    """Fields typed in running text. The name must look like one, and the type must stand alone behind its sign."""
    if (
        "(" not in text
        and ":" not in text
        and "=" not in text
        and " - " not in text
        and "–" not in text
        and "—" not in text
    ):
        return
    for found in TYPED.finditer(text):
        name = found["name"]
        if name in NOT_FIELDS or name[0].isupper():
            continue
        if found["sign"].strip() in (":", "") and found["after"] not in ",;.)(|\n" and found["after"].strip():
            continue
        if found["sign"].strip() not in ("(",) and found["after"] == " " and not _ends(text, found.end()):
            continue
        required = REQUIRED.search(text[found.end("type") : found.end("type") + 24])
        detail = f"{found['type'].lower()}, {required['word'].lower()}" if required else found["type"].lower()
        yield Fact("field", name.rstrip("."), detail, type_named(found["type"]), where=where, quote=text)


def _ends(text: str, place: int) -> bool:
    """After `name: type ` only a remark on the field may follow, not a sentence that goes on."""
    rest = text[place : place + 14].lstrip()
    return not rest or rest[0] in "(–—-,;|=/" or REQUIRED.search(rest) is not None


def fields_of_rows(rows: Sequence[Block], where: str) -> Iterator[Fact]:
    """Fields of one table, when its first row names a column of names and a column of types."""
    if not rows:
        return
    heads = [cell.strip(" *").casefold() for cell in rows[0].cells]
    name = next((place for place, head in enumerate(heads) if head in NAME_COLUMN), None)
    kind = next((place for place, head in enumerate(heads) if head in TYPE_COLUMN), None)
    if name is None or kind is None or name == kind:
        return
    for row in rows[1:]:
        if len(row.cells) > max(name, kind) and row.cells[name].strip():
            label, word = row.cells[name].strip(" `*"), row.cells[kind].strip(" `*")
            if " " not in label:
                yield Fact("field", label, word, type_named(word), "table", where=where, quote=row.text)
