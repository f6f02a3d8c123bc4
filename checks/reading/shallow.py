"""HTML in which nothing makes a parser look at its open elements again and again."""

from __future__ import annotations

import re
from collections import Counter

FEW = 1_000
"""Tags that no nesting of them makes slow."""
DEEPEST = 150
"""Elements within one another. What a parser does at a tag can grow with their number; no page that people read has so many."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_SILENT = frozenset(["big", "em", "font", "i", "nobr", "s", "small", "strike", "u"])
"""They shape words and say nothing. Unclosed, a parser opens all of them anew in each paragraph."""
_CHOICES = frozenset(["datalist", "optgroup", "option", "select", "selectedcontent"])
"""Of a form: at each option a parser may look at all others."""
_FORMATTING = frozenset(["a", "b", "code", "strong", "tt"])
"""Of the same sort, but read: each is ended with what it stands in."""
_ENDS_ITSELF = frozenset(["dd", "dt", "li", "p", "td", "th", "tr"])
"""The next of the same name ends it."""


def shallow(source: str) -> str:
    """The source itself where it has few tags; else without tags that say nothing, that close nothing, or that lie too
    deep. All words stay. Linear in the source."""
    return source if source.count("<") <= FEW else _TAG.sub(_Shallow().kept, source)


class _Shallow:
    """Goes over the tags of one source."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        """How often each name is open."""
        self._left: Counter[str] = Counter()
        """How many tags of a name were left out, whose end tags are left out too."""

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
        """The end tag, behind those of formatting that was left open; nothing where it ends nothing that was kept."""
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
