"""JSON as people write it in tickets: with elisions, comments, placeholders and trailing commas, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

TOKEN = re.compile(
    r"""
      (?P<space>[\s\u00a0]+|//[^\n]*|/\*.*?\*/|\#[^\n]*)
    | (?P<elision>\.{2,}|…)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|“[^”\n]*”|'(?:[^'\\\n]|\\.)*')
    | (?P<placeholder><[^<>\n]{0,80}>|\{\{[^{}\n]{0,80}\}\}|\$\{[^{}\n]{0,80}\}|%[sd])
    | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))
    | (?P<punctuation>[{}\[\],:;])
    | (?P<word>[^\s{}\[\],:;"'“”<>/\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)
LITERALS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "True": True,
    "False": False,
    "None": None,
}


class Bare(str):
    """A word without quotes, as in `{"amount": number}`: it names a type or stands for a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Relaxed:
    """`end` is where reading stopped; `problem` names what is wrong there, None when the value is whole."""

    value: Any
    end: int
    problem: str | None = None


@dataclass(slots=True)
class _Open:
    """A container being read, and what may come next in it."""

    value: Any
    due: Literal["key", "colon", "value", "comma"]
    key: str = ""
    bare: bool = False
    """The last word had no quotes, so more words may follow it as a remark."""

    @property
    def listing(self) -> bool:
        return isinstance(self.value, list)

    def add(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        else:
            self.value[self.key] = value
        self.due, self.bare = "comma", isinstance(value, Bare)

    def next_member(self) -> None:
        self.due = "value" if self.listing else "key"


def relaxed(text: str, start: int = 0) -> Relaxed:
    """Read the object or array that begins at `start`. Iterative, so depth costs nothing but memory."""
    stack = [_opened(text[start])]
    place = start + 1
    while token := TOKEN.match(text, place):
        kind, word = token.lastgroup, token.group()
        top = stack[-1]
        problem = None
        if kind == "punctuation" and word in "{[":
            problem = _before_value(top)
            stack.append(_opened(word))
        elif kind == "punctuation" and word in "}]":
            problem = _before_close(top, word)
            if problem is None:
                stack.pop()
                if not stack:
                    return Relaxed(top.value, token.end())
                stack[-1].add(top.value)
        elif kind == "punctuation":
            problem = _colon(top) if word == ":" else _comma(top)
        elif kind == "elision":
            _elide(top)
        elif kind != "space":
            problem = _scalar(top, kind, word)
        if problem:
            return Relaxed(None, place, problem)
        place = token.end()
    if place < len(text):
        return Relaxed(None, place, "a quotation mark or a sign stands alone")
    return Relaxed(None, place, f"`{'[' if stack[-1].listing else '{'}` is never closed")


def _opened(bracket: str) -> _Open:
    return _Open([], "value") if bracket == "[" else _Open({}, "key")


def _before_value(top: _Open) -> str | None:
    if top.due == "value":
        return None
    if top.due == "key":
        return "a value stands where a field name belongs"
    return f"a colon is missing after `{top.key[:40]}`" if top.due == "colon" else "a comma is missing"


def _before_close(top: _Open, bracket: str) -> str | None:
    if top.listing != (bracket == "]"):
        return f"`{bracket}` closes what `{'[' if top.listing else '{'}` opened"
    if top.listing or top.due in ("key", "comma") or top.bare:
        return None
    return f"the field `{top.key[:40]}` has no value"


def _colon(top: _Open) -> str | None:
    if top.due == "colon":
        top.due, top.bare = "value", False
        return None
    return None if top.bare else "a colon stands where none belongs"


def _comma(top: _Open) -> str | None:
    if top.due == "value" and not top.listing:
        return f"the field `{top.key[:40]}` has no value"
    if top.due == "colon" and not top.bare:
        return f"a colon is missing after `{top.key[:40]}`"
    top.next_member()
    return None


def _elide(top: _Open) -> None:
    if top.due == "value" and not top.listing:
        top.add(None)
    else:
        top.next_member()


def _scalar(top: _Open, kind: str | None, word: str) -> str | None:
    if top.due == "key":
        top.key, top.due, top.bare = word.strip("\"'“”"), "colon", kind != "string"
        return None
    if top.due != "value" and top.bare and kind != "string":
        return None
    if problem := _before_value(top):
        return problem
    top.add(_value(kind, word))
    return None


def _value(kind: str | None, word: str) -> Any:
    if kind == "string":
        return word[1:-1]
    if kind == "number":
        return float(word) if len(word) > 40 or any(sign in word for sign in ".eE") else int(word)
    return LITERALS[word] if word in LITERALS else Bare(word)
