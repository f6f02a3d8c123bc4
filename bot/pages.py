"""The port to Jira for reading thousands of tickets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from checks.ticket import Ticket

Stood = Ticket | Literal["unwritten", "unreached"]
"""A ticket as it was at a moment; or that it was not written yet, or that its changelog does not reach back to it."""


def unedited(ticket: Ticket, at: datetime) -> Stood:
    """How a ticket that nobody has edited since a moment was then."""
    return "unwritten" if ticket.created and ticket.created > at else ticket


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A page of a query's tickets, and the token that asks for the next; None after the last."""

    tickets: tuple[Ticket, ...]
    following: str | None = None


class TicketPages(Protocol):
    """Jira, for reading thousands of tickets. Every method may raise `bot.errors.JiraError`."""

    def pages(self, site: str, jql: str, *, after: str | None = None) -> AsyncIterator[TicketPage]:
        """The tickets of a bounded JQL, from `after` on (an earlier page's `following`); one page is fetched ahead."""
        ...

    def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        """Only the ids, thousands at a time."""
        ...

    async def by_ids(self, site: str, ids: Sequence[str]) -> tuple[Ticket, ...]:
        """At most a hundred tickets; those that are gone or hidden from us are left out."""
        ...

    async def stood(
        self, site: str, ids: Sequence[str], moments: Sequence[datetime]
    ) -> Mapping[str, tuple[Stood, ...]]:
        """By id, the tickets as they were at each moment, as far as their changelogs tell: two calls per hundred
        tickets."""
        ...

    def backlog(self, site: str, board: str) -> AsyncIterator[tuple[str, ...]]:
        """Ids of the backlog of a board, by its number."""
        ...

    async def next_sprint(self, site: str, board: str) -> str | None:
        """The id of a board's next sprint; None when none is planned."""
        ...
