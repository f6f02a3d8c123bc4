"""Both sides of a change, as much of them as a person must see before confirming it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

WHOLE = 2900
"""Characters up to which a side is shown whole; one block holds this many."""
AROUND = 400
"""Characters of unchanged text shown on either side of the change, where not all is shown."""
MOST = 5400
"""Most characters of a side. An answer has 3,000, so anything longer is not the change of an answer."""


def changed_part(before: str, after: str) -> tuple[str, str]:
    """Both sides whole where they are short; else what differs, with a little context."""
    if len(before) <= WHOLE and len(after) <= WHOLE:
        return before, after
    head = _same(before, after)
    tail = _same(reversed(before[head:]), reversed(after[head:]))
    start, end = max(0, head - AROUND), max(0, tail - AROUND)
    return _part(before, start, end), _part(after, start, end)


def pieces(side: str) -> Iterator[str]:
    """A side in pieces that each fit into a block."""
    for start in range(0, min(len(side), MOST), WHOLE):
        yield side[start : min(start + WHOLE, MOST)]


def _same(one: Iterable[str], two: Iterable[str]) -> int:
    """How many characters they share at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _part(side: str, start: int, end: int) -> str:
    part = side[start : len(side) - end]
    return f"{'… ' * (start > 0)}{part}{' …' * (end > 0)}" if part else ""
