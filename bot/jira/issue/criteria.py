"""Custom fields that hold acceptance criteria: found by id from the settings, else by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.jira.issue.rich import Rich
from bot.jira.values import Json, mapping, string
from checks.document import Block, Document

_NAMES: Final = re.compile(
    r"accept\w* (criteria|criterion|tests?|conditions?)|definition of done|conditions? of satisfaction|done when"
    r"|check ?list( text| content)?"
    r"|(akzeptanz|abnahme)(kriterien|kriterium|bedingungen)|definition von fertig"
    r"|crit[eè]res? d.(acceptation|acceptance)|d[ée]finition d[eu] (termin[ée]|fini|fait)"
    r"|criterios? de aceptaci[oó]n|definici[oó]n de (hecho|terminado|listo)"
    r"|hyv[aä]ksymis(kriteerit?|ehdot|ehto)|valmiin m[aä][aä]ritelm[aä]"
    r"|acceptanskriteri(er|um|e)|definition av (klar|f[aä]rdig)|(ac|dod)",
    re.IGNORECASE,
)
_MOST_OPTIONS = 500
SMART_CHECKLIST: Final = "com.railsware.SmartChecklist.checklist"
"""The issue property in which Smart Checklist keeps its text: a line an item, `-` open, `+` done, `x` skipped."""
_CHECK = re.compile(r"\s*([-+x~])\s+(\S.*)")


def named_criteria(names: Mapping[str, object]) -> tuple[str, ...]:
    """Ids of the custom fields whose name says that they hold criteria, in English, Finnish, Swedish, German, French
    or Spanish."""
    return tuple(
        field
        for field, name in names.items()
        if field.startswith("customfield_") and isinstance(name, str) and _NAMES.fullmatch(name.strip(" :*#"))
    )


def criteria_of(issue: Json, rich: Rich, fields: Iterable[str], names: Mapping[str, object]) -> Document:
    """The fields' words as one document, each under a heading with the field's name when Jira gave it."""
    carried = mapping(issue.get("fields"))
    rendered = mapping(issue.get("renderedFields"))
    blocks: list[Block] = []
    cut, unknown = 0, set[str]()
    for field in dict.fromkeys(fields):
        document = _document(carried.get(field), rendered.get(field), rich)
        if not document:
            continue
        if name := string(names.get(field)):
            blocks.append(Block("heading", name, level=2))
        blocks += document.blocks
        cut += document.cut
        unknown |= document.unknown
    blocks += _checklist(mapping(issue.get("properties")).get(SMART_CHECKLIST))
    return Document(tuple(blocks), cut, frozenset(unknown))


def _checklist(value: object) -> Iterator[Block]:
    """Skipped items are no longer wanted, so they are left out."""
    for line in value.split("\n")[:_MOST_OPTIONS] if isinstance(value, str) else ():
        check, words = _CHECK.fullmatch(line), string(line).lstrip("#> ")
        if check and check[1] != "x":
            yield Block("task", string(check[2]), level=1, done=check[1] == "+")
        elif not check and words:
            yield Block("heading", words, level=2) if line.startswith("#") else Block("paragraph", words)


def _document(value: object, rendered: object, rich: Rich) -> Document:
    """Rich text, or a list: of lines, of options, or of a checklist's items with their ticks."""
    if isinstance(value, list):
        return Document(tuple(_items(value)))
    if isinstance(value, dict) and value.get("type") != "doc":
        return Document(tuple(_items([value])))
    return rich.value(value, rendered)


def _items(entries: list[object]) -> Iterator[Block]:
    for entry in entries[:_MOST_OPTIONS]:
        if isinstance(entry, str):
            words, ticked = string(entry), None
        else:
            option = mapping(entry)
            words = next((read for key in ("value", "name", "text") if (read := string(option.get(key)))), "")
            tick = next((option[key] for key in ("checked", "done") if isinstance(option.get(key), bool)), None)
            ticked = tick if isinstance(tick, bool) else None
        if words:
            yield Block("item" if ticked is None else "task", words, level=1, done=ticked)
