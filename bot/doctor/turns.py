"""Examines several of a kind at once, but not all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def in_turns(work: Callable[[T], Awaitable[R]], items: Iterable[T], *, at_once: int) -> list[R]:
    """What `work` gives for each, in the order of the items, whichever ends first."""
    turns = asyncio.Semaphore(at_once)

    async def one(item: T) -> R:
        async with turns:
            return await work(item)

    return await asyncio.gather(*map(one, items))
