"""What somebody has begun and is to continue: values, and the port of the store that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

LIVES = timedelta(minutes=10)
"""For so long something that was begun can be taken up."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`purpose` says what is being connected and how far it has come; `held` is what the next step needs, unsealed."""

    workspace: str
    user: str
    purpose: str
    site: str
    held: str


class Attempts(Protocol):
    """Each attempt is named by a secret that works once, and for no longer than `LIVES`."""

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
        """Use up a secret and give what it stands for: once, for the purpose it was made for, and while it is valid;
        else None."""
        ...

    async def look(self, secret: str, purpose: str, *, now: datetime) -> Attempt | None:
        """Look at it and leave it: without what it is made with."""
        ...
