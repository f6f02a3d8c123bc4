"""Several are examined at once, never more than the bound, and are told in their own order."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doctor.turns import in_turns
from tests.fakes.waiting import PATIENCE


@given(st.lists(st.integers(0, 3), max_size=20), st.integers(1, 6))
def test_results_stand_in_the_order_of_the_items_and_the_bound_is_kept(yields: list[int], at_once: int) -> None:
    running, most = 0, 0

    async def work(item: tuple[int, int]) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(item[1]):
            await asyncio.sleep(0)
        running -= 1
        return item[0]

    found = asyncio.run(in_turns(work, enumerate(yields), at_once=at_once))
    assert found == list(range(len(yields)))
    assert most <= at_once


async def test_the_bound_is_made_use_of() -> None:
    together = asyncio.Barrier(3)

    async def meet(item: int) -> int:
        async with asyncio.timeout(PATIENCE):
            await together.wait()
        return item

    assert await in_turns(meet, range(6), at_once=3) == [0, 1, 2, 3, 4, 5]


async def test_what_fails_unforeseen_is_not_hidden() -> None:
    async def fail(_: int) -> int:
        raise LookupError

    with pytest.raises(LookupError):
        await in_turns(fail, range(3), at_once=2)
