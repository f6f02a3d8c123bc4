"""Which Jira sites a workspace has: the ones it connected, and the operator's if the bot token is its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.connecting.connections import Connected
from bot.errors import JiraError
from bot.jira.connected.atlassian import Atlassian
from bot.jira.connected.connected_sites import GATEWAY, site_of
from bot.jira.connected.renewing import Renewing, Tokens
from bot.jira.sites import Site
from bot.jira.transport.addresses import Addresses
from bot.jira.transport.connection import Bearer
from bot.jira.webhook.signatures import same
from bot.site_names import owner_of


class Connections(Protocol):
    async def of(self, workspace: str) -> tuple[Connected, ...]: ...
    async def get(self, workspace: str, site: str) -> Connected | None: ...
    async def everywhere(self) -> tuple[Connected, ...]: ...
    async def numbered(self, number: int) -> Connected | None: ...


@dataclass(frozen=True, slots=True)
class Ending:
    """A credential that ends on an ISO day, and who connected it, if anybody did."""

    workspace: str
    site: str
    user: str
    day: str


class JiraDirectory:
    """Implements `bot.jira.clients.Stored`, `bot.sites.Sites` and what intake and the webhook ask for."""

    def __init__(
        self,
        given: Iterable[Site],
        connections: Connections,
        tokens: Tokens,
        clock: Callable[[], datetime],
        addresses: Addresses,
        *,
        atlassian: Atlassian | None = None,
        gateway: str = GATEWAY,
        workspace: Callable[[], Awaitable[str]] | None = None,
        fields: tuple[str, ...] = (),
    ) -> None:
        """`given`: the operator's sites, which belong to the `workspace` of the bot token; None: they belong to nobody.
        `addresses`: which may be called; asked again at each look, for names move. Without `atlassian` nothing is
        renewed: an access token serves until its end. `fields`: ids of those that policies name, asked for on connected
        sites too."""
        self._given = tuple(given) if workspace else ()
        self._connections = connections
        self._tokens = tokens
        self._clock = clock
        self._addresses = addresses
        self._atlassian = atlassian
        self._gateway = gateway
        self._workspace = workspace
        self._fields = fields

    async def of(self, workspace: str) -> tuple[Site, ...]:
        """The sites whose tickets a workspace may hear of, the operator's first."""
        own = tuple(self.site(one) for one in await self._connections.of(workspace))
        return (*self._given, *own) if await self._alone() == workspace else own

    async def names(self, workspace: str) -> tuple[str, ...]:
        return tuple(site.name for site in await self.of(workspace))

    async def given(self) -> tuple[tuple[str, Site], ...]:
        """The operator's sites with the workspace that they belong to."""
        alone = await self._alone()
        return tuple((alone, site) for site in self._given)

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        own = ((one.workspace, one.name) for one in await self._connections.everywhere())
        return (*((workspace, site.name) for workspace, site in await self.given()), *own)

    async def endings(self) -> tuple[Ending, ...]:
        """The days on which connections end, where that is known."""
        given = [Ending(workspace, site.name, "", site.token_expires) for workspace, site in await self.given()]
        own = (
            Ending(one.workspace, one.name, one.user, one.ends_at.date().isoformat())
            for one in await self._connections.everywhere()
            if one.ends_at
        )
        return tuple(one for one in (*given, *own) if one.day)

    async def hooked(self, token: str) -> tuple[str, Site] | None:
        """The connected site that a webhook's address is of, with its workspace: `<number>.<secret>`."""
        number, _, secret = token.partition(".")
        if not (secret and number.isascii() and number.isdigit() and len(number) < 10):
            return None
        found = await self._connections.numbered(int(number))
        ours = found.hook.get_secret_value() if found else ""
        if found is None or not ours or not same(ours, secret):
            return None
        return found.workspace, self.site(found)

    async def reach(self, name: str) -> tuple[Site, Bearer | None] | None:
        """Raises: JiraError where its address may not be called any more."""
        owner = owner_of(name)
        found = await self._connections.get(owner, name) if owner else None
        if found is None:
            return None
        site = self.site(found)
        if site.api == site.url and not await self._addresses.allows(site.url):
            raise JiraError("unavailable", site=name)
        if found.kind != "oauth":
            return site, None
        return site, self.bearer(owner, name) or partial(self._kept, owner, name)

    def site(self, found: Connected) -> Site:
        """A connected site as it is reached."""
        site = site_of(found, self._gateway, self._addresses.private)
        return replace(site, policy_fields=self._fields)

    def bearer(self, workspace: str, site: str, person: str = "") -> Bearer | None:
        """The source of access tokens for a workspace's connection, or for a person's; None without an app at
        Atlassian."""
        if self._atlassian is None:
            return None
        return Renewing(self._tokens, self._atlassian.renew, self._clock, workspace, site, person)

    async def _kept(self, workspace: str, site: str) -> str:
        """The access token as it was renewed last."""
        return (await self._tokens.access(workspace, site))[0].get_secret_value()

    async def _alone(self) -> str:
        return await self._workspace() if self._workspace and self._given else ""
