"""Lets acknowledgements go before work: Slack waits three seconds for one, and nobody expects a card that soon."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 0.25
"""Longest that a step waits, in seconds, so that an endless flood slows work but does not stop it."""


class Calm:
    """Whether no start is under way just now."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._starts = 0
        self._over = asyncio.Event()
        self._over.set()

    @contextmanager
    def disturbed(self) -> Iterator[None]:
        """Somebody waits until this ends."""
        self._starts += 1
        self._over.clear()
        try:
            yield
        finally:
            self._starts -= 1
            if not self._starts:
                self._over.set()

    async def come(self) -> None:
        """Returns once no acknowledgement is waiting, or when that takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._over.wait()
