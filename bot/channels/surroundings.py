"""What a channel's settings mean where they were made: whether its links are answered at all, and which projects are
seen."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import JiraError
from bot.ports import ChannelSettings, Reach
from bot.requests import Place
from bot.sites import Sites
from bot.views import Bar, ChannelSetView

DIRECT = "D"
"""Prefix of the ids of direct messages."""
JUST_NOW = 10.0
"""Seconds. An admin may have given the bot's account access to a project just now, and whoever names it knows."""


class Projects(Protocol):
    """Jira, for naming a channel's projects. May raise `bot.errors.JiraError`."""

    async def projects(self, site: str, oldest: float = ...) -> frozenset[str]:
        """As Jira said at most `oldest` seconds ago."""
        ...


class Readers(Protocol):
    """Slack, for who is in a channel."""

    async def reach(self, workspace: str, channel: str) -> Reach: ...
    async def inside(self, workspace: str, channel: str) -> bool:
        """Whether the bot is in it; False when Slack does not say."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    readers: Readers
    jira: Projects
    sites: Sites

    async def said_back(self, place: Place, agreed: ChannelSettings) -> ChannelSetView:
        """What the channel agreed to, and what prevents it. Never raises `SlackError` or `JiraError`."""
        view = view_of(agreed)
        if not agreed.watching and not place.channel.startswith(DIRECT):
            return view
        bar = await bar_of(self.readers, place)
        return replace(view, bar=bar, unseen=await self._unseen(place.workspace, view.projects))

    async def projects(self, workspace: str) -> tuple[str, ...]:
        """Those that can be chosen; projects of a site that does not answer now are left out."""
        found: set[str] = set()
        for site in await self.sites.names(workspace):
            with suppress(JiraError):
                found |= await self.jira.projects(site, JUST_NOW)
        return tuple(sorted(found))

    async def _unseen(self, workspace: str, projects: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these projects that no site has; none while a site does not say which it has."""
        lacking = await self._lacking(workspace, projects, math.inf)
        return await self._lacking(workspace, lacking, JUST_NOW) if lacking else ()

    async def _lacking(self, workspace: str, projects: tuple[str, ...], oldest: float) -> tuple[str, ...]:
        seen: set[str] = set()
        names = await self.sites.names(workspace)
        for site in names:
            try:
                seen |= await self.jira.projects(site, oldest)
            except JiraError:
                return ()
        return tuple(project for project in projects if names and project not in seen)


def view_of(agreed: ChannelSettings) -> ChannelSetView:
    return ChannelSetView(agreed.watching, tuple(sorted(agreed.projects)), agreed.receiver, agreed.hours)


async def bar_of(readers: Readers, place: Place) -> Bar | None:
    """What prevents posting in a channel, or naming tickets there. Never raises `SlackError`."""
    direct = place.channel.startswith(DIRECT)
    if not await readers.inside(place.workspace, place.channel):
        return "elsewhere" if direct else "not_member"
    if direct:
        return "direct"
    match await readers.reach(place.workspace, place.channel):
        case "internal":
            return None
        case "guests":
            return "guests"
        case "shared" | "pending":
            return "shared"
        case _:
            return "unsure"
