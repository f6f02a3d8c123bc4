"""What App Home shows a person about Jira: the workspace's sites, their own accounts there, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.connecting.connections import Connected, Linked
from bot.connecting.ports import Connections, Persons, Sites
from bot.connecting.views import JiraHomeView, SiteView
from bot.ports import People
from bot.site_names import shown_name


@dataclass(frozen=True, slots=True)
class JiraHomes:
    """Implements `bot.conversation.homes.Connections`."""

    connections: Connections
    persons: Persons
    sites: Sites
    people: People
    consents: bool
    """There is an app at Atlassian, so people can connect their own accounts."""

    async def view(self, workspace: str, user: str) -> JiraHomeView:
        manages = await self.people.manages(workspace, user, inviter=None)
        connected = {one.name: one for one in await self.connections.of(workspace)}
        own = {one.site: one for one in await self.persons.of(workspace, user)}
        sites = await self.sites.of(workspace)
        shown = tuple(
            SiteView(
                site.name,
                shown_name(site.name),
                _state(connected.get(site.name)),
                _name(own.get(site.name)),
                manages and site.name in connected,
            )
            for site in sites
        )
        cloud = frozenset(site.name for site in sites if site.deployment == "cloud")
        return JiraHomeView(shown, manages, cloud if self.consents else frozenset())


def _state(found: Connected | None) -> Literal["connected", "given", "refused"]:
    return "given" if found is None else "refused" if found.refused_at else "connected"


def _name(own: Linked | None) -> str:
    """The name under which a person writes; empty where they have no valid account."""
    return "" if own is None or own.refused_at else own.name or own.account
