"""Look-ups that come while one is under way are answered together, by the next: a flood of events asks as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")


class Together(Generic[Key, Found]):
    """Each is answered by a read that began after it was asked, so nothing older than without this is told."""

    def __init__(self, read: Callable[[frozenset[Key]], Awaitable[Mapping[Key, Found]]]) -> None:
        """`read` answers every key it is given, or raises for all of them."""
        self._read = read
        self._turn = asyncio.Lock()
        self._keys: set[Key] = set()
        self._next: asyncio.Task[Mapping[Key, Found]] | None = None

    async def __call__(self, key: Key) -> Found:
        if self._next is None:
            self._next = asyncio.create_task(self._round())
        self._keys.add(key)
        found = await asyncio.shield(self._next)  # whoever gives up takes the answer from nobody
        return found[key]

    async def _round(self) -> Mapping[Key, Found]:
        async with self._turn:
            keys, self._keys, self._next = frozenset(self._keys), set(), None
            return await self._read(keys)
