"""What App Home shows a person of Jira: the workspace's sites, their own accounts there, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.jira.connections import Connected
from bot.jira.directory import JiraDirectory
from bot.jira_views import JiraHomeView, SiteView
from bot.ports import People
from bot.site_names import shown_name
from bot.store.jira import JiraBook


@dataclass(frozen=True, slots=True)
class JiraHomes:
    """Implements `bot.conversation.homes.Connections`."""

    book: JiraBook
    sites: JiraDirectory
    people: People
    consents: bool
    """There is an app at Atlassian, so that people can connect their own accounts."""

    async def view(self, workspace: str, user: str) -> JiraHomeView:
        manages = await self.people.manages(workspace, user, inviter=None)
        connected = {one.name: one for one in await self.book.connections.of(workspace)}
        own = {one.site: one for one in await self.book.people.of(workspace, user)}
        names = await self.sites.names(workspace)
        shown = tuple(
            SiteView(
                name,
                shown_name(name),
                _state(connected.get(name)),
                "" if name not in own or own[name].refused_at else own[name].name or own[name].account,
                manages and name in connected,
            )
            for name in names
        )
        cloud = {site.name for site in await self.sites.of(workspace) if site.deployment == "cloud"}
        return JiraHomeView(shown, manages, frozenset(cloud) if self.consents else frozenset())


def _state(found: Connected | None) -> Literal["connected", "given", "refused"]:
    return "given" if found is None else "refused" if found.refused_at else "connected"
