"""Jira, as whoever reads thousands of tickets sees it: a port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from checks.ticket import Ticket

Stood = Ticket | Literal["unwritten", "unreached"]
"""A ticket as it stood at a moment; or that it was not written yet, or that its changelog does not reach so far."""


def unedited(ticket: Ticket, at: datetime) -> Stood:
    """How a ticket that nobody edited since a moment stood then."""
    return "unwritten" if ticket.created and ticket.created > at else ticket


@dataclass(frozen=True, slots=True)
class TicketPage:
    """Some of the tickets of a query, and what the rest is asked by; None after the last of them."""

    tickets: tuple[Ticket, ...]
    following: str | None = None


class TicketPages(Protocol):
    """Jira, as whoever reads thousands of tickets sees it. Every method may raise `bot.errors.JiraError`."""

    def pages(self, site: str, jql: str, *, after: str | None = None) -> AsyncIterator[TicketPage]:
        """The tickets of a bounded JQL from `after` (an earlier page's `following`) on; one page ahead is read."""
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
        """By id, the tickets as they stood at each moment, as far as their changelogs tell: two calls a hundred."""
        ...

    def backlog(self, site: str, board: str) -> AsyncIterator[tuple[str, ...]]:
        """Ids of the backlog of a board, by its number."""
        ...

    async def next_sprint(self, site: str, board: str) -> str | None:
        """The id of a board's next sprint; None when none is planned."""
        ...
