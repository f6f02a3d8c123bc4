"""Jira as the use cases see it, in memory, with faults on demand."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.errors import JiraError
from bot.pages import Stood, TicketPage
from bot.requests import TicketRef
from checks.reading.markdown import read
from checks.ticket import Ticket, project_in


@dataclass
class FakeJira:
    """Tickets by key. `failures` are raised first, per key."""

    tickets: dict[str, Ticket] = field(default_factory=dict)
    failures: dict[str, list[JiraError]] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    searching: Callable[[str], None] = lambda jql: None
    """Called with each query before it is answered; what it raises is Jira's answer."""
    calls: list[str] = field(default_factory=list)
    """Pages and ids asked for."""
    changed: set[str] = field(default_factory=set)
    """Keys that `updated >= …` matches."""
    past: dict[str, Callable[[datetime], Stood]] = field(default_factory=dict)
    """By key, how a ticket stood at a moment; as it stands now where nothing is told."""

    def has(self, key: str, description: str = "", **fields: Any) -> None:
        """Put a ticket there, in place of one with its key."""
        number = key.rpartition("-")[2]
        made = Ticket(
            key,
            fields.pop("summary", f"Summary of {key}"),
            read(description),
            site="main",
            issue_id=f"1{number}",
            url=f"https://jira.test/browse/{key}",
            issue_type="Story",
            project=project_in(key),
        )
        self.tickets[key] = replace(made, **fields)
        self.changed.add(key)

    async def fetch(self, ref: TicketRef) -> Ticket:
        self.fetched.append(ref.key)
        if self.failures.get(ref.key):
            raise self.failures[ref.key].pop(0)
        if ref.key not in self.tickets:
            raise JiraError("not_found", site=ref.site, status=404)
        return self.tickets[ref.key]

    async def search(self, site: str, jql: str, *, limit: int) -> AsyncIterator[Ticket]:
        self.searches.append(jql)
        if self.failures.get("search"):
            raise self.failures["search"].pop(0)
        for ticket in list(self.tickets.values())[:limit]:
            yield ticket

    async def pages(self, site: str, jql: str, *, after: str | None = None) -> AsyncIterator[TicketPage]:
        """Two tickets a page."""
        self._asked(jql)
        found, start = self._matching(jql), int(after or 0)
        while True:
            following = str(start + 2) if start + 2 < len(found) else None
            self.calls.append(f"page {start}")
            yield TicketPage(tuple(found[start : start + 2]), following)
            if following is None:
                return
            start += 2
            self._asked(jql)

    async def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        self._asked(jql)
        self.calls.append("ids")
        yield tuple(ticket.issue_id or "" for ticket in self._matching(jql))

    async def by_ids(self, site: str, ids: Sequence[str]) -> tuple[Ticket, ...]:
        self.calls.append(f"by ids {len(ids)}")
        return tuple(ticket for ticket in self.tickets.values() if ticket.issue_id in ids)

    async def stood(
        self, site: str, ids: Sequence[str], moments: Sequence[datetime]
    ) -> Mapping[str, tuple[Stood, ...]]:
        self.calls.append(f"stood {len(ids)}")
        if self.failures.get("stood"):
            raise self.failures["stood"].pop(0)
        return {
            ticket.issue_id or "": tuple(self.past.get(key, lambda _, now=ticket: now)(moment) for moment in moments)
            for key, ticket in self.tickets.items()
            if ticket.issue_id in ids
        }

    async def backlog(self, site: str, board: str) -> AsyncIterator[tuple[str, ...]]:
        if board != "12":
            raise JiraError("not_found", site=site, status=404)
        yield tuple(ticket.issue_id or "" for ticket in self.tickets.values())

    async def next_sprint(self, site: str, board: str) -> str | None:
        return "77" if board == "12" else None

    def _asked(self, jql: str) -> None:
        self.searches.append(jql)
        self.searching(jql)
        if self.failures.get("search"):
            raise self.failures["search"].pop(0)

    def _matching(self, jql: str) -> list[Ticket]:
        if "updated >= -" not in jql:
            return list(self.tickets.values())
        return [ticket for key, ticket in self.tickets.items() if key in self.changed]

    async def projects(self, site: str, oldest: float = math.inf) -> frozenset[str]:
        return frozenset(ticket.project for ticket in self.tickets.values())
