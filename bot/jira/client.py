"""Jira, as the use cases see it: tickets of the configured sites, fetched or searched (port `bot.judge.Tickets`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any

from bot.errors import JiraError
from bot.jira import boards, changelogs, paging
from bot.jira.connection import CALL_DEADLINE, Connection
from bot.jira.fetching import fetched
from bot.jira.fields import Fields
from bot.jira.issue import ticket_of
from bot.jira.keys import key_of
from bot.jira.projects import Projects
from bot.jira.searching import issues
from bot.jira.sites import Site
from bot.pages import Stood, TicketPage
from bot.requests import TicketRef
from checks.ticket import Ticket

FETCH_DEADLINE = 30.0
"""Seconds for a ticket with all that stands around it."""


class SiteClient:
    """One site, with what is remembered of it."""

    def __init__(self, site: Site, deadline: float) -> None:
        self.site = site
        self.connection = Connection(site, deadline=deadline)
        self.fields = Fields(self.connection)
        self.projects = Projects(self.connection)
        self._only = {project.upper() for project in site.projects}

    def allowed(self, key: str) -> bool:
        """The key's project is one that the bot may read."""
        return not self._only or key.rpartition("-")[0].upper() in self._only

    def kept(self, tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
        return tuple(ticket for ticket in tickets if self.allowed(ticket.key))


class Jira:
    """All configured sites. Construct it inside the running loop, close it once; nothing is called before the first use.

    Every method raises `JiraError` and nothing else for what Jira does: refusals, silence, unreadable answers.
    """

    def __init__(
        self, sites: Iterable[Site], *, call_deadline: float = CALL_DEADLINE, fetch_deadline: float = FETCH_DEADLINE
    ) -> None:
        self._sites = {site.name: SiteClient(site, call_deadline) for site in sites}
        self._fetch_deadline = fetch_deadline

    async def fetch(self, ref: TicketRef) -> Ticket:
        """The ticket with comments, links, parent and criteria. A moved ticket comes under its new key.

        One project outside the site's list is `not_found`, asked for or moved to.
        """
        client, key = self.reach(ref)
        try:
            async with asyncio.timeout(self._fetch_deadline):
                ticket = await fetched(client.connection, await client.fields.catalogue(), key)
        except TimeoutError:
            raise JiraError("timeout", site=ref.site) from None
        if not client.allowed(ticket.key):
            raise JiraError("not_found", site=ref.site)
        return ticket

    async def search(self, site: str, jql: str, *, limit: int) -> AsyncIterator[Ticket]:
        """At most `limit` tickets of a JQL, a page in memory at a time; without remote links and parents' texts."""
        client = self.site(site)
        catalogue = await client.fields.catalogue()
        async with aclosing(issues(client.connection, jql, catalogue.asked, limit)) as found:
            async for issue in found:
                ticket = ticket_of(
                    issue,
                    site=client.site,
                    criteria_fields=catalogue.criteria,
                    field_names=catalogue.names,
                    asked=catalogue.asked,
                )
                if client.allowed(ticket.key):
                    yield ticket

    async def pages(self, site: str, jql: str, *, after: str | None = None) -> AsyncIterator[TicketPage]:
        """The tickets of a JQL from `after` on; one page beside the one in use is in memory."""
        client = self.site(site)
        catalogue = await client.fields.catalogue()
        async with aclosing(paging.pages(client.connection, catalogue, jql, after)) as found:
            async for page in found:
                yield TicketPage(client.kept(page.tickets), page.following)

    async def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        async for found in paging.ids(self.site(site).connection, jql):
            yield found

    async def by_ids(self, site: str, ids: Sequence[str]) -> tuple[Ticket, ...]:
        client = self.site(site)
        return client.kept(await paging.by_ids(client.connection, await client.fields.catalogue(), ids))

    async def stood(self, site: str, ids: Sequence[str], moments: Sequence[datetime]) -> Mapping[str, tuple[Stood, ...]]:
        client = self.site(site)
        return await changelogs.stood(client.connection, await client.fields.catalogue(), ids, moments)

    async def backlog(self, site: str, board: str) -> AsyncIterator[tuple[str, ...]]:
        async for found in boards.backlog(self.site(site).connection, board):
            yield found

    async def next_sprint(self, site: str, board: str) -> str | None:
        return await boards.next_sprint(self.site(site).connection, board)

    async def projects(self, site: str) -> frozenset[str]:
        return await self.site(site).projects.keys()

    def reach(self, ref: TicketRef) -> tuple[SiteClient, str]:
        """The ticket's site and its key, fit to stand in a path. Raises: JiraError for no key or a project left out."""
        client = self.site(ref.site)
        key = key_of(ref.key)
        if key is None or not client.allowed(key):
            raise JiraError("not_found", site=ref.site)
        return client, key

    def site(self, name: str) -> SiteClient:
        try:
            return self._sites[name]
        except KeyError:
            raise JiraError("unknown_site", site=name) from None

    async def close(self) -> None:
        await asyncio.gather(*(client.connection.close() for client in self._sites.values()))

    async def __aenter__(self) -> Jira:
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.close()
