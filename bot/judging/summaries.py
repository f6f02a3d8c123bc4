"""A message about three tickets or more, and its store as the use cases see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.ports import Post
from bot.requests import TicketRef
from checks.ticket import Receiver


@dataclass(frozen=True, slots=True)
class Summary:
    """A message about three tickets or more."""

    post: Post
    tickets: tuple[TicketRef, ...]
    receiver: Receiver | None
    asker: str | None


class Summaries(Protocol):
    async def keep(self, summary: Summary) -> None: ...
    async def of_post(self, workspace: str, post_id: int) -> Summary | None: ...
