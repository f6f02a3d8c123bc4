"""A bounded memory whose entries expire."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
BOUND = 4096


class Cache(Generic[K, V]):
    """Each entry expires after the seconds it was stored for; beyond the bound, the oldest is dropped."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, bound: int = BOUND) -> None:
        self._clock = clock
        self._bound = bound
        self._entries: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        until, value = self._entries.get(key, (0.0, None))
        return value if until > self._clock() else None

    def put(self, key: K, value: V, seconds: float) -> None:
        self._entries.pop(key, None)
        self._entries[key] = (self._clock() + seconds, value)
        if len(self._entries) > self._bound:
            del self._entries[next(iter(self._entries))]

    def drop(self, key: K) -> None:
        self._entries.pop(key, None)
