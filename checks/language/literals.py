"""What a text must contain for a pattern to be found in it: literal pieces, which are found far faster than the pattern
itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_PART = re.compile(
    r"(?P<letter>\\\W|[^\\\[\](){}|*+?.^$])"
    r"|(?P<times>\*|\+|\?|\{\d*,?\d*\})[?+]?"
    r"|(?P<opens>\((?!\?)|\(\?(?:P<\w+>|-?[imsx]+:|:|(?P<look><?[=!])))"
    r"|(?P<closes>\))"
    r"|(?P<or>\|)"
    r"|(?P<other>\\\w|\[\^?(?:\\.|[^\\\]])+\]|[.^$])",
    re.DOTALL,
)
LEAST = 2
"""Least letters of a piece. Nearly every text contains shorter ones."""
ENOUGH = 6
"""Letters from which on a piece is rare, so that having few pieces matters more than having long ones."""
Pieces = frozenset[str]
"""Whatever matches contains one of them. When empty, nothing is known."""
_NOTHING: Pieces = frozenset()


def required(pattern: str) -> Pieces:
    """Lower-case pieces, at least one of which is in the lower-cased form of any text that the pattern is found in.

    Empty where nothing useful is known. Read from the pattern's source rather than from what `re` makes of it, because
    the aim is to avoid compiling a pattern that no text needs. ValueError for what it cannot read.
    """
    parts = _parts(pattern)
    found = _alternatives(parts)
    if any(True for _ in parts):
        raise ValueError(f"what is closed here was never opened: {pattern!r}")
    return found


def _parts(pattern: str) -> Iterator[re.Match[str]]:
    place = 0
    while place < len(pattern):
        part = _PART.match(pattern, place)
        if part is None:
            raise ValueError(f"cannot read {pattern[place : place + 10]!r} in {pattern!r}")
        place = part.end()
        yield part


def _alternatives(parts: Iterator[re.Match[str]]) -> Pieces:
    """The pieces of the alternatives up to the bracket that closes them."""
    ways = [_Way()]
    for part in parts:
        match part.lastgroup:
            case "or":
                ways.append(_Way())
            case "closes":
                break
            case "opens":
                within = _alternatives(parts)
                ways[-1].add(_NOTHING if part["look"] else within)
            case "times":
                ways[-1].repeat(optional=part["times"][0] in "*?" or part["times"].startswith(("{0", "{,")))
            case "letter":
                ways[-1].spell(part["letter"][-1].lower())
            case _:
                ways[-1].add(_NOTHING)
    found = [way.best() for way in ways]
    return _shortest(frozenset[str]().union(*found)) if all(found) else _NOTHING


class _Way:
    """One alternative, read from left to right."""

    def __init__(self) -> None:
        self._known: list[Pieces] = []
        self._run = ""
        self._last_is_letter = False

    def spell(self, letter: str) -> None:
        self._run += letter
        self._last_is_letter = True

    def add(self, pieces: Pieces) -> None:
        self._end_run()
        self._known.append(pieces)

    def repeat(self, *, optional: bool) -> None:
        if self._last_is_letter:
            self._run = self._run[:-1] if optional else self._run
            self._end_run()
        elif optional:
            self._known[-1] = _NOTHING

    def best(self) -> Pieces:
        self._end_run()
        return max(self._known, key=_worth, default=_NOTHING)

    def _end_run(self) -> None:
        if len(self._run) >= LEAST:
            self._known.append(frozenset((self._run,)))
        self._run, self._last_is_letter = "", False


def _worth(pieces: Pieces) -> tuple[int, int]:
    return (min(ENOUGH, *map(len, pieces)), -len(pieces)) if pieces else (0, 0)


def _shortest(pieces: Iterable[str]) -> Pieces:
    """Without those that contain another one."""
    kept: list[str] = []
    for piece in sorted(pieces, key=len):
        if not any(one in piece for one in kept):
            kept.append(piece)
    return frozenset(kept)
