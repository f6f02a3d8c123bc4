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
"""How many tickets of one message are looked at: a pasted backlog is not a question. The message says how many are
left out."""


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
    """One ticket of a summary, as the message shows it. It has no issue id where Jira did not give the ticket, or
    where nothing may be said of it."""

    looked: Looked
    issue_id: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket that a posted summary names: by which verdict, how much of it is shown, and whether its line says that
    Jira no longer gives it."""

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
        """Record what the message now says of one of its tickets."""
        ...
