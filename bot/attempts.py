"""What somebody began and is to take up again: values, and the port of where it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

LIVES = timedelta(minutes=10)
"""For so long something that was begun can be taken up."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`purpose` says what is connected and how far it is; `held` is what it is connected with, opened."""

    workspace: str
    user: str
    purpose: str
    site: str
    held: str


class Attempts(Protocol):
    """Each is carried by a secret that serves once, and not for longer than `LIVES`."""

    async def begin(
        self, workspace: str, user: str, purpose: str, *, site: str = "", held: str = "", now: datetime
    ) -> str:
        """The secret that takes it up again."""
        ...

    async def hold(
        self, workspace: str, user: str, purpose: str, secret: str, *, site: str = "", held: str = "", now: datetime
    ) -> None:
        """As `begin`, with a secret that the caller makes."""
        ...

    async def take(self, secret: str, purpose: str, *, now: datetime) -> Attempt | None:
        """Take it up: once, by whoever has its secret, for what it was begun for, within its time."""
        ...

    async def look(self, secret: str, purpose: str, *, now: datetime) -> Attempt | None:
        """Look at it and leave it: without what it is made with."""
        ...
