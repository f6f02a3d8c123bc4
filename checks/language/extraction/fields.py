"""Fields with a type, as prose and tables state them: `amount (integer, required)`, `amount: integer`, a Type column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checks.document import Block
from checks.language.extraction.fact import Fact, type_named
from checks.language.interface_words import JSON_TYPES, any_of, interface_words

NO_TYPES = frozenset({"id", "lista", "liste", "time", "real", "bit", "short", "long", "list", "map"})
"""Words that name a type in a table's column of types, but in prose mostly something else."""
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


NAME = re.compile(r"(?:^|[^\w./\"<-])[`\"*“]{0,2}(?P<name>[a-z_][\w.]{1,60})(?P<quote>[`\"*”]{0,2})$", re.IGNORECASE)


@cache
def typed() -> re.Pattern[str]:
    """What follows a field's name: `(type`, `: type` or ` - type`, with nothing after the type."""
    return re.compile(
        r"(?P<sign>[\s(:](?:(?<=\()|(?<=:)\s?|(?<=\s)(?:\(|:\s?|[–—-]\s)))[`*_]{0,2}"
        rf"(?P<type>(?:{any_of(*JSON_TYPES, without=NO_TYPES)})(?:\[\]|\([\d, ]{{1,9}}\))?)[`*_]{{0,2}}(?P<after>[^\w<]|$)",
        re.IGNORECASE,
    )


@cache
def _sign() -> re.Pattern[str]:
    """What every typed field contains, from its separator on; most texts contain none. For lower-case text, like
    `about_http`."""
    types = any_of(*JSON_TYPES, without=NO_TYPES).lower()
    return re.compile(rf"[(:–—-]\s?[`*_]{{0,2}}(?:{types})")


def may_type(text: str) -> bool:
    return _sign().search(text.lower()) is not None


@cache
def required() -> re.Pattern[str]:
    return re.compile(rf"^[\s,;–—-]{{0,3}}(?P<word>{any_of('required')})", re.IGNORECASE)


def fields_in(text: str, where: str) -> Iterator[Fact]:
    """Fields typed in running text. The name must look like one, and the type must be alone after its separator."""
    for found in typed().finditer(text):
        before = NAME.search(text, max(0, found.start() - 70), found.start())
        if before is None or not _is_field(before, found, text):
            continue
        must = required().search(text[found.end("type") : found.end("type") + 24])
        detail = f"{found['type'].lower()}, {must['word'].lower()}" if must else found["type"].lower()
        yield Fact("field", before["name"].rstrip("."), detail, type_named(found["type"]), where=where, quote=text)


def _is_field(before: re.Match[str], found: re.Match[str], text: str) -> bool:
    name, sign, after = before["name"], found["sign"], found["after"]
    if name in NOT_FIELDS or name[0].isupper():
        return False
    if sign.strip() == "(":
        return sign != "(" or bool(before["quote"])
    if sign.strip() == ":" and after.strip() and after not in ",;.)(|":
        return False
    return after != " " or _ends(text, found.end())


def _ends(text: str, place: int) -> bool:
    """After `name: type ` only a remark on the field may follow, not the rest of a sentence."""
    rest = text[place : place + 14].lstrip()
    return not rest or rest[0] in "(–—-,;|=/" or required().search(rest) is not None


def fields_of_rows(rows: Sequence[Block], where: str) -> Iterator[Fact]:
    """Fields of one table, when its first row names a column of names and a column of types."""
    if not rows:
        return
    heads = [cell.strip(" *").casefold() for cell in rows[0].cells]
    name = next((place for place, head in enumerate(heads) if head in interface_words()["name_column"]), None)
    kind = next((place for place, head in enumerate(heads) if head in interface_words()["type_column"]), None)
    if name is None or kind is None or name == kind:
        return
    for row in rows[1:]:
        if len(row.cells) > max(name, kind) and row.cells[name].strip():
            label, word = row.cells[name].strip(" `*"), row.cells[kind].strip(" `*")
            if " " not in label:
                yield Fact("field", label, word, type_named(word), "table", where=where, quote=row.text)
