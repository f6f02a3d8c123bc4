"""Sums side by side are the sums one by one, however near to their bound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.language.lanes import Lanes

MOST = 2**31 - 1


@given(st.lists(st.lists(st.integers(-MOST // 40, MOST // 40), min_size=3, max_size=3), max_size=39))
def test_sums_side_by_side_are_the_sums_one_by_one(rows: list[list[int]]) -> None:
    lanes = Lanes(3, MOST)
    start = [1, 0, -1]
    expected = tuple(map(sum, zip(start, *rows, strict=True)))
    assert lanes.sums(map(lanes.packed, rows), lanes.lifted(start)) == expected


@pytest.mark.parametrize("most", [2**15 - 1, 2**31 - 1, 2**63 - 1])
def test_a_sum_may_go_as_far_as_was_promised(most: int) -> None:
    lanes = Lanes(3, most)
    assert lanes.sums([lanes.packed([most, -most, 0])], lanes.lifted([0, 0, -1])) == (most, -most, -1)


@pytest.mark.parametrize(("most", "bits"), [(2**15 - 1, 16), (2**15, 32), (2**31 - 1, 32), (2**31, 64)])
def test_lanes_are_as_narrow_as_their_bound_allows(most: int, bits: int) -> None:
    assert Lanes(1, most).bits == bits


def test_a_bound_that_no_lane_holds_is_refused() -> None:
    with pytest.raises(OverflowError):
        Lanes(1, 2**63)
