"""Something that was asked of the bot: whether it stands, and how often more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """`name`: what it is about. `stands`: what was asked is there and says what it should. `extra`: how much of it is there too often."""

    name: str
    stands: Callable[[], bool]
    extra: Callable[[], int]


class Telling(Protocol):
    """A story: what happens to the bot in a round, before the process is killed and while."""

    async def ready(self, fault: str) -> None:
        """Everything that must be there first; the peer alone works."""
        ...

    async def act(self, fault: str) -> Sequence[Asked]:
        """The victim is up, and will die of what is asked now."""
        ...
