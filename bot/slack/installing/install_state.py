"""The state of an installation under way: the browser carries it, sealed, and nothing is kept of it until it has led to an
installation. Anybody may begin one, as often as they like, so beginning must cost no row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.seal import Seal

WORD = "install"
LIFE = timedelta(minutes=10)


class Spent(Protocol):
    """Secrets that were used up (`bot.store.attempts.AttemptStore`)."""

    async def spend(self, secret: str, purpose: str, *, now: datetime) -> bool: ...


class InstallStates:
    def __init__(self, seal: Seal, spent: Spent, clock: Callable[[], datetime]) -> None:
        self._seal = seal
        self._spent = spent
        self._clock = clock

    def new(self) -> str:
        """Without the padding, which cookies have to quote."""
        return self._seal.close(f"{WORD} {self._clock().isoformat()}").rstrip("=")

    def is_ours(self, state: str) -> bool:
        """Sealed by us, as a state, not too long ago."""
        word, _, at = (self._seal.open(state + "=" * (-len(state) % 4)) or "").partition(" ")
        try:
            return word == WORD and timedelta(0) <= self._clock() - datetime.fromisoformat(at) <= LIFE
        except (ValueError, TypeError):
            return False

    async def spend(self, state: str) -> bool:
        """Whether it is the first time: what leads to an installation leads to one."""
        return await self._spent.spend(state, WORD, now=self._clock())
