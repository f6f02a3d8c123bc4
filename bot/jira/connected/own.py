"""People's own connections to sites: whoever has one reads and writes as themselves."""

from __future__ import annotations

from typing import Protocol

from bot.connecting.connections import Linked
from bot.errors import JiraError
from bot.jira.client import Jira
from bot.jira.connected.connected_sites import GATEWAY, own_site
from bot.jira.connected.directory import JiraDirectory
from bot.jira.transport.connection import Connection
from bot.ports import Sight
from bot.site_names import belongs

MOST_OPEN = 64
"""People's connections that are open at once; the least recently used is closed first. They share the site's
threads."""


class Persons(Protocol):
    """What persons connected, as it is kept (`bot.store.jira.people`)."""

    async def get(self, workspace: str, person: str, site: str) -> Linked | None: ...


class OwnAccounts:
    def __init__(self, jira: Jira, sites: JiraDirectory, people: Persons, gateway: str = GATEWAY) -> None:
        self._jira = jira
        self._sites = sites
        self._people = people
        self._gateway = gateway
        self._open: dict[tuple[str, str, str, str], Connection] = {}

    async def of(self, workspace: str, person: str, site: str) -> tuple[Connection, str] | None:
        """A person's connection and what Jira calls them; None where they have none, or it ended. Raises: JiraError
        when the site itself is not there any more."""
        found = await self._people.get(workspace, person, site) if belongs(site, workspace) else None
        if found is None or found.refused_at is not None:
            return None
        bearer = self._sites.bearer(workspace, site, person)
        if bearer is None:
            return None
        beside = (await self._jira.client(site)).connection
        key = (workspace, person, site, found.account)
        kept = self._open.pop(key, None)
        if kept is None or kept.beside is not beside:
            kept = Connection(own_site(found, beside.site, self._gateway), bearer=bearer, beside=beside)
        self._open[key] = kept
        while len(self._open) > MOST_OPEN:
            await self._open.pop(next(iter(self._open))).close()
        return kept, _name(found)

    async def sight(self, workspace: str, person: str, site: str, key: str) -> Sight:
        """Jira's own answer on whether a person sees a ticket: it is asked with their account. `key` must come from
        Jira."""
        try:
            own = await self.of(workspace, person, site)
            if own is None:
                return "unchecked"
            await own[0].get_object(f"/issue/{key}", {"fields": "summary", "updateHistory": "false"})
        except JiraError as error:
            return "not" if error.outcome == "not_found" else "unchecked"
        return "sees"


def _name(found: Linked) -> str:
    return found.name or found.account
