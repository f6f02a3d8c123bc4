"""What a person typed, cut into the few blocks that both of Jira's markups have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from checks.reading.hidden import visible

_END = r"\s<>\"|{}\[\]\u3000-\u303f\uff00-\uffef"
URL = re.compile(rf"((?:https?|ftp)://[^{_END}]*[^{_END}.,;:!?'*_~)])")
"""An address among words, without the sentence's punctuation after it."""
_SHAPING = re.compile("([\u061c\u180b-\u180d\u200c-\u200f\ufe0e\ufe0f]+)")
"""Invisible characters that belong to words: joiners in Persian, Indic scripts and emoji, and direction marks."""
_FENCE = re.compile(r"[ \t]*```[ \t]*([\w+#.-]{0,30})[ \t]*")
_ITEM = re.compile(r"([ \t]*)(?:([-*•◦▪])|\d{1,3}[.)])[ \t]+(\S.*)")
_STEP = 2
"""Blanks of indentation that make an item part of the one above; a tab counts as four."""
DEEPEST = 8
"""Levels of lists within lists. Whatever stands further in stands there."""


@dataclass(frozen=True, slots=True)
class Item:
    """Of a list: how deep it stands, from 0; numbered or not; its lines."""

    depth: int
    numbered: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph or code block with its `lines`, or a list with its `items`, whose outermost are all numbered or none."""

    kind: Literal["paragraph", "list", "code"]
    lines: tuple[str, ...] = ()
    language: str = ""
    items: tuple[Item, ...] = ()

    @property
    def words(self) -> Iterator[str]:
        """Its lines, whatever it is."""
        yield from self.lines
        for item in self.items:
            yield from item.lines


def said(text: str) -> tuple[Said, ...]:
    """The paragraphs, lists and fenced code of what a person typed. Everything else is plain words, whatever it looks
    like."""
    blocks = _blocks(_as_typed(text).split("\n"))
    return tuple(block for block in blocks if any(visible(line).strip() for line in block.words))


def _as_typed(text: str) -> str:
    """Without what could hide words or turn them round."""
    return "".join(part if at % 2 else visible(part) for at, part in enumerate(_SHAPING.split(text)))


def _blocks(lines: list[str]) -> Iterator[Said]:
    fences = [index for index, line in enumerate(lines) if _FENCE.fullmatch(line)]
    at = 0
    for start, stop in zip(fences[::2], fences[1::2], strict=False):
        yield from _prose(lines[at:start])
        fence = _FENCE.fullmatch(lines[start])
        yield Said("code", tuple(lines[start + 1 : stop]), fence[1].lower() if fence else "")
        at = stop + 1
    yield from _prose(lines[at:])


def _prose(lines: list[str]) -> Iterator[Said]:
    """Paragraphs and lists."""
    words: list[str] = []
    listed: _List | None = None
    for line in [*lines, ""]:
        if listed and listed.takes(line):
            continue
        if listed:
            yield listed.said
            listed = None
        item = _ITEM.fullmatch(line)
        if words and (item or not line.strip()):
            yield Said("paragraph", tuple(words))
            words = []
        if item:
            listed = _List(item)
        elif line.strip():
            words.append(line.strip())
    if listed:
        yield listed.said


class _List:
    """A list that is being read, item by item."""

    def __init__(self, first: re.Match[str]) -> None:
        self._items: list[Item] = []
        self._indents: list[int] = []
        """Of the items that the next one may belong to, the outermost first."""
        self._blank = False
        self._add(first)

    @property
    def said(self) -> Said:
        return Said("list", items=tuple(self._items))

    def takes(self, line: str) -> bool:
        """Whether the line belongs to it. Blank lines between items part nothing: the numbers go on."""
        if not line.strip():
            self._blank = True
            return True
        if item := _ITEM.fullmatch(line):
            return self._add(item)
        if self._blank or _width(line) < self._indents[-1] + _STEP:
            return False
        last = self._items[-1]
        self._items[-1] = replace(last, lines=(*last.lines, line.strip()))
        return True

    def _add(self, item: re.Match[str]) -> bool:
        """False for an outermost item where numbers begin or end: that is another list."""
        indent, numbered = _width(item[1]), item[2] is None
        outer = [one for one in self._indents if one <= indent]
        if not outer or indent >= outer[-1] + _STEP:
            outer.append(indent)
        if len(outer) == 1 and self._items and self._items[0].numbered != numbered:
            return False
        self._indents, self._blank = outer, False
        self._items.append(Item(min(len(outer), DEEPEST) - 1, numbered, (item[3].strip(),)))
        return True


def _width(line: str) -> int:
    """Of the blanks that a line begins with."""
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks.expandtabs(4))
