"""Whole numbers side by side in one: a single addition adds all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import unpack

LANE = 64
"""Bits of one sum: far more than any sum of weights takes."""
MIDDLE = 1 << (LANE - 1)
"""What lifts a sum's start: one below zero would borrow from its neighbour."""


def packed(numbers: Sequence[int]) -> int:
    return sum(number << (LANE * place) for place, number in enumerate(numbers))


def lifted(numbers: Sequence[int]) -> int:
    """The numbers as the start of a sum that `sums` can read."""
    return packed([MIDDLE + number for number in numbers])


def sums(rows: Iterable[int], start: int, count: int) -> tuple[int, ...]:
    """The `count` sums of packed rows and a lifted start."""
    lanes = sum(rows, start).to_bytes(count * LANE // 8, "little")
    return tuple([lane - MIDDLE for lane in unpack(f"<{count}Q", lanes)])
