"""A message about three tickets or more, and its store as the use cases see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.judging.looking import Looked
from bot.ports import Show
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


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket of a summary, as it stands there. Without an issue id Jira did not give the ticket, or nothing of it
    may be said."""

    looked: Looked
    issue_id: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket that a summary which stands names: by which verdict, how much of it is shown, and whether the line says
    that Jira gives it no more."""

    summary: Summary
    verdict_id: int
    show: Show
    lost: bool = False


class Summaries(Protocol):
    async def keep(self, summary: Summary, looked: tuple[Looked, ...]) -> None:
        """What the message is about, and what it says of each ticket that was looked at."""
        ...

    async def of_post(self, workspace: str, post_id: int) -> Summary | None: ...
    async def lines(self, workspace: str, post_id: int) -> tuple[Line, ...]:
        """What the message says, in its order."""
        ...

    async def says(
        self, post: Post, site: str, issue_id: str, verdict_id: int, show: Show, *, lost: bool = False
    ) -> None:
        """What the message says of one of its tickets from now on."""
        ...
