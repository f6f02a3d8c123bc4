"""HTML in which nothing makes a parser go through its open elements again and again."""

from __future__ import annotations

import re
from collections import Counter

FEW = 1_000
"""So few tags are never slow, however they are nested."""
DEEPEST = 150
"""Nested elements. A parser's work at a tag can grow with their number; no page that people read has so many."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_SILENT = frozenset(["big", "em", "font", "i", "nobr", "s", "small", "strike", "u"])
"""They only style words. If they are left unclosed, a parser reopens all of them in each paragraph."""
_CHOICES = frozenset(["datalist", "optgroup", "option", "select", "selectedcontent"])
"""Parts of a form: at each option a parser may go through all others."""
_FORMATTING = frozenset(["a", "b", "code", "strong", "tt"])
"""Similar, but read: each is closed with the element that holds it."""
_ENDS_ITSELF = frozenset(["dd", "dt", "li", "p", "td", "th", "tr"])
"""The next one of the same name closes it."""


def shallow(source: str) -> str:
    """The source itself where it has few tags; else without tags that say nothing, that close nothing, or that are too
    deep. All words stay. Linear in the source."""
    return source if source.count("<") <= FEW else _TAG.sub(_Shallow().kept, source)


class _Shallow:
    """Goes through the tags of one source."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        """How often each name is open."""
        self._left: Counter[str] = Counter()
        """How many tags of a name were left out, whose end tags are then left out too."""

    def kept(self, tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _VOID:
            return tag[0]
        if name in _SILENT:
            return ""
        if name in _CHOICES:
            return " "
        if tag[1]:
            return self._closed(name)
        if name in _ENDS_ITSELF and self._open and self._open[-1] == name:
            self._pop()
        if len(self._open) >= DEEPEST:
            self._left[name] += 1
            return ""
        self._open.append(name)
        self._count[name] += 1
        return tag[0]

    def _closed(self, name: str) -> str:
        """The end tag, after those of formatting that was left open; nothing where it closes nothing that was kept."""
        if self._left[name]:
            self._left[name] -= 1
            return ""
        if not self._count[name]:
            return ""
        ended = ""
        while (inner := self._pop()) != name:
            ended += f"</{inner}>" if inner in _FORMATTING else ""
        return f"{ended}</{name}>"

    def _pop(self) -> str:
        name = self._open.pop()
        self._count[name] -= 1
        return name
