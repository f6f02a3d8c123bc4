"""Whole numbers packed side by side into one, so that a single addition adds all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct

_WIDTHS = ((16, "h"), (32, "i"), (64, "q"))
"""Bits of a lane, with the letter that `struct` reads it by."""


class Lanes:
    """`count` sums, none of which is ever farther than `most` from zero.

    The caller guarantees that bound; lanes are as narrow as it allows, because the time of an addition grows with their
    width. OverflowError when no lane is wide enough.
    """

    def __init__(self, count: int, most: int) -> None:
        fitting = [(bits, letter) for bits, letter in _WIDTHS if most < 1 << (bits - 1)]
        if not fitting:
            raise OverflowError(f"sums of {most} do not fit into lanes of {_WIDTHS[-1][0]} bits")
        self.bits, letter = fitting[0]
        self._sums = Struct(f"<{count}{letter}")
        self._middles = self.packed([1 << (self.bits - 1)] * count)
        """Raises a sum's start: one below zero would borrow from its neighbour."""

    def packed(self, numbers: Sequence[int]) -> int:
        return sum(number << (self.bits * place) for place, number in enumerate(numbers))

    def lifted(self, numbers: Sequence[int]) -> int:
        """The numbers as the start of a sum that `sums` can read."""
        return self.packed(numbers) + self._middles

    def sums(self, rows: Iterable[int], start: int) -> tuple[int, ...]:
        """The sums of packed rows and a lifted start."""
        # The offset is removed by flipping each lane's highest bit, which leaves its two's complement.
        return self._sums.unpack((sum(rows, start) ^ self._middles).to_bytes(self._sums.size, "little"))
