"""A message about three tickets or more, and its store as the use cases see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.posts import Post
from bot.requests import TicketRef
from checks.ticket import Receiver

LOOKED_AT = 30
"""Tickets of one message that are looked at: a pasted backlog is no question. The message says how many are left out."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A message about three tickets or more."""

    post: Post
    tickets: tuple[TicketRef, ...]
    """Those that are looked at, then those that are left out."""
    receiver: Receiver | None
    asker: str | None


class Summaries(Protocol):
    async def keep(self, summary: Summary) -> None: ...
    async def of_post(self, workspace: str, post_id: int) -> Summary | None: ...
