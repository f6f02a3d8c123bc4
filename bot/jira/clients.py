"""The clients of single sites: what is remembered of each, and which of the connected ones are open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Protocol

from bot.errors import JiraError
from bot.jira.fields import Fields
from bot.jira.projects import Projects
from bot.jira.sites import Site
from bot.jira.transport.connection import Bearer, Connection
from checks.ticket import Ticket, project_in

LOOKED_UP = 30.0
"""Seconds before a connection is looked up again, so that what an admin changes soon applies in every process."""
MOST_OPEN = 32
"""Connected sites that are open at once, each with its own threads; the least recently used is closed first."""


class Stored(Protocol):
    """The sites that workspaces connected."""

    async def reach(self, name: str) -> tuple[Site, Bearer | None] | None:
        """A site and, for OAuth, what gives its access token; None when nobody connected it."""
        ...


class SiteClient:
    """One site, with what is remembered of it."""

    def __init__(self, site: Site, deadline: float, bearer: Bearer | None = None) -> None:
        self.site = site
        self.connection = Connection(site, bearer=bearer, deadline=deadline)
        self.fields = Fields(self.connection)
        self.projects = Projects(self.connection)
        self.account = ""
        """Of the credential, once Jira was asked for it."""
        self._only = {project.upper() for project in site.projects}

    def allowed(self, key: str) -> bool:
        """The key's project is one that the bot may read."""
        return not self._only or project_in(key).upper() in self._only

    def kept(self, tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
        return tuple(ticket for ticket in tickets if self.allowed(ticket.key))


class StoredClients:
    """The clients of connected sites, as they are needed."""

    def __init__(self, stored: Stored, deadline: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._stored = stored
        self._deadline = deadline
        self._clock = clock
        self._open: dict[str, tuple[float, SiteClient]] = {}

    async def of(self, name: str) -> SiteClient:
        """Raises: JiraError when no workspace has connected a site of this name."""
        until, client = self._open.get(name, (0.0, None))
        if client is None or until <= self._clock():
            # Under no lock: a host that is slow to look up delays only its own site.
            client = await self._as_found(name, await self._stored.reach(name))
            until = self._clock() + LOOKED_UP
        self._open.pop(name, None)
        self._open[name] = (until, client)
        while len(self._open) > MOST_OPEN:
            await self._shut(next(iter(self._open)))
        return client

    async def forget(self, name: str) -> None:
        """Something about a connection changed: look it up again next time."""
        await self._shut(name)

    async def close(self) -> None:
        for name in tuple(self._open):
            await self._shut(name)

    async def _as_found(self, name: str, found: tuple[Site, Bearer | None] | None) -> SiteClient:
        """The open client, if it still fits the site as it is now; else another in its place."""
        _, client = self._open.get(name, (0.0, None))
        if client is not None and found is not None and found[0] == client.site:
            return client
        await self._shut(name)
        if found is None:
            raise JiraError("unknown_site", site=name)
        return SiteClient(found[0], self._deadline, found[1])

    async def _shut(self, name: str) -> None:
        _, client = self._open.pop(name, (0.0, None))
        if client is not None:
            await client.connection.close()
