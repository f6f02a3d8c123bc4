"""Look-ups that come while one is under way share the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from bot.store.sql.together import Together


class Slow:
    """Answers each key once told to; keeps what was asked at once."""

    def __init__(self) -> None:
        self.asked: list[frozenset[int]] = []
        self.go = asyncio.Event()

    async def read(self, keys: frozenset[int]) -> Mapping[int, int]:
        self.asked.append(keys)
        await self.go.wait()
        if 13 in keys:
            raise ValueError("13")
        return {key: key * 10 for key in keys}


async def test_what_is_asked_while_a_look_is_under_way_is_answered_by_the_next() -> None:
    slow = Slow()
    together = Together(slow.read)
    first = asyncio.create_task(together(1))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(together(key)) for key in (1, 2, 3, 2)]
    await asyncio.sleep(0.01)
    slow.go.set()
    assert await asyncio.gather(first, *others) == [10, 10, 20, 30, 20]
    assert slow.asked == [frozenset({1}), frozenset({1, 2, 3})]


async def test_whoever_gives_up_takes_the_answer_from_nobody() -> None:
    slow = Slow()
    together = Together(slow.read)
    asked = [asyncio.create_task(together(key)) for key in (1, 2)]
    await asyncio.sleep(0.01)
    asked[0].cancel()
    slow.go.set()
    assert await asked[1] == 20


async def test_a_look_that_fails_is_not_the_last() -> None:
    slow = Slow()
    slow.go.set()
    together = Together(slow.read)
    with pytest.raises(ValueError, match="13"):
        await together(13)
    assert await together(1) == 10
