"""Jira, as the use cases see it: tickets of the sites there are, fetched or searched (port `bot.ports.Tickets`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any

from bot.errors import JiraError
from bot.jira.clients import SiteClient, Stored, StoredClients
from bot.jira.fetching import fetched
from bot.jira.keys import key_of
from bot.jira.searching import boards, changelogs, paging
from bot.jira.searching.jql import issues
from bot.jira.sites import Site
from bot.jira.transport.connection import CALL_DEADLINE
from bot.pages import Stood, TicketPage
from bot.requests import TicketRef
from checks.ticket import Ticket

FETCH_DEADLINE = 30.0
"""Seconds for a ticket with all that stands around it."""


class Jira:
    """All sites: the operator's, and those that workspaces connected. Construct it inside the running loop, close it
    once; nothing is called before the first use.

    Every method raises `JiraError` and nothing else for what Jira does: refusals, silence, unreadable answers.
    """

    def __init__(
        self,
        sites: Iterable[Site],
        *,
        stored: Stored | None = None,
        call_deadline: float = CALL_DEADLINE,
        fetch_deadline: float = FETCH_DEADLINE,
    ) -> None:
        self._sites = {site.name: SiteClient(site, call_deadline) for site in sites}
        self._clients = StoredClients(stored, call_deadline) if stored else None
        self._fetch_deadline = fetch_deadline

    async def fetch(self, ref: TicketRef) -> Ticket:
        """The ticket with comments, links, parent and criteria. A moved ticket comes under its new key.

        One project outside the site's list is `not_found`, asked for or moved to.
        """
        client, key = await self.reach(ref)
        try:
            async with asyncio.timeout(self._fetch_deadline):
                ticket = await fetched(client.connection, await client.fields.catalogue(), key, client.allowed)
        except TimeoutError:
            raise JiraError("timeout", site=ref.site) from None
        if not client.allowed(ticket.key):
            raise JiraError("not_found", site=ref.site)
        return ticket

    async def search(self, site: str, jql: str, *, limit: int) -> AsyncIterator[Ticket]:
        """At most `limit` tickets of a JQL, a page in memory at a time; without remote links and parents' texts."""
        client = await self.client(site)
        catalogue = await client.fields.catalogue()
        async with aclosing(issues(client.connection, jql, catalogue.asked, limit)) as found:
            async for issue in found:
                for ticket in client.kept(paging.tickets_of(client.connection, catalogue, [issue])):
                    yield ticket

    async def pages(self, site: str, jql: str, *, after: str | None = None) -> AsyncIterator[TicketPage]:
        """The tickets of a JQL from `after` on; one page beside the one in use is in memory."""
        client = await self.client(site)
        catalogue = await client.fields.catalogue()
        async with aclosing(paging.pages(client.connection, catalogue, jql, after)) as found:
            async for page in found:
                yield TicketPage(client.kept(page.tickets), page.following)

    async def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        async for found in paging.ids((await self.client(site)).connection, jql):
            yield found

    async def by_ids(self, site: str, ids: Sequence[str]) -> tuple[Ticket, ...]:
        client = await self.client(site)
        return client.kept(await paging.by_ids(client.connection, await client.fields.catalogue(), ids))

    async def keys(self, site: str, ids: Sequence[str]) -> Mapping[str, str]:
        """By id, the key of each of at most a hundred tickets that can be read; what is gone or hidden is left out."""
        client = await self.client(site)
        found = await paging.keys(client.connection, ids)
        return {issue_id: key for issue_id, key in found.items() if client.allowed(key)}

    async def stood(
        self, site: str, ids: Sequence[str], moments: Sequence[datetime]
    ) -> Mapping[str, tuple[Stood, ...]]:
        client = await self.client(site)
        return await changelogs.stood(client.connection, await client.fields.catalogue(), ids, moments)

    async def backlog(self, site: str, board: str) -> AsyncIterator[tuple[str, ...]]:
        async for found in boards.backlog((await self.client(site)).connection, board):
            yield found

    async def next_sprint(self, site: str, board: str) -> str | None:
        return await boards.next_sprint((await self.client(site)).connection, board)

    async def projects(self, site: str, oldest: float = float("inf")) -> frozenset[str]:
        """What Jira said at most `oldest` seconds ago, and never more than minutes."""
        return await (await self.client(site)).projects.keys(oldest)

    async def reach(self, ref: TicketRef) -> tuple[SiteClient, str]:
        """The ticket's site and its key, fit to stand in a path. Raises: JiraError for no key or a project left out."""
        client, key = await self.client(ref.site), key_of(ref.key)
        if key is None or not client.allowed(key):
            raise JiraError("not_found", site=ref.site)
        return client, key

    async def client(self, name: str) -> SiteClient:
        """The client of a site, whoever connected it. Raises: JiraError when nobody did."""
        if self._clients is None or name in self._sites:
            return self.site(name)
        return await self._clients.of(name)

    def site(self, name: str) -> SiteClient:
        """The client of one of the operator's sites."""
        try:
            return self._sites[name]
        except KeyError:
            raise JiraError("unknown_site", site=name) from None

    async def forget(self, name: str) -> None:
        """A workspace changed its connection to a site."""
        if self._clients is not None:
            await self._clients.forget(name)

    async def close(self) -> None:
        await asyncio.gather(*(client.connection.close() for client in self._sites.values()))
        if self._clients is not None:
            await self._clients.close()

    async def __aenter__(self) -> Jira:
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.close()
