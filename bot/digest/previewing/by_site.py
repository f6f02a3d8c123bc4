"""Tickets by the site they are on, as the store and Jira are asked about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checks.ticket import Ticket


def ids_by_site(tickets: Iterable[Ticket]) -> Mapping[str, tuple[str, ...]]:
    """The ids of the tickets of each site, sites and tickets in the order they came."""
    found: dict[str, list[str]] = {}
    for ticket in tickets:
        found.setdefault(ticket.id.site, []).append(ticket.id.issue_id)
    return {site: tuple(ids) for site, ids in found.items()}
