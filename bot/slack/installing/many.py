"""The installations made by OAuth, one a workspace or organisation, from the store and briefly remembered."""

from __future__ import annotations

import time
from collections.abc import Callable

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.installed import Installation, Installed, InstalledStore
from bot.memory import Cache
from bot.slack.installation import authorized, web_client
from bot.slack.installing.renewal import Renewal

FRESH = 30.0
"""Seconds after which this process knows of an installation, renewal or removal by another."""


class ManyInstallations:
    """Implements `Installations`. An installation made here is known here at once; where there is none, nothing is
    remembered."""

    def __init__(
        self,
        store: InstalledStore,
        renewal: Renewal,
        *,
        base_url: str,
        session: aiohttp.ClientSession,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._renewal = renewal
        self._base_url = base_url
        self._session = session
        self._known: Cache[str, Installed] = Cache(clock)

    async def workspaces(self) -> tuple[str, ...]:
        return await self._store.workspaces()

    @property
    def sole(self) -> None:
        return None

    def forget(self, workspace: str) -> None:
        self._known.drop(workspace)

    async def check(self) -> None:
        """A bot that nobody has installed yet is as it should be."""

    async def owner(self, enterprise: str | None, team: str | None, *, org_wide: bool = False) -> Installation | None:
        found = await self._owner(enterprise, team, org_wide)
        return found.installation if found else None

    async def of(self, workspace: str) -> Installation:
        return (await self._installed(workspace)).installation

    async def client(self, workspace: str) -> AsyncWebClient:
        return self._client(await self._fresh(await self._installed(workspace)))

    async def admins(self, workspace: str) -> tuple[str, ...]:
        """Who installed it: nobody else is known by name, and ids of one workspace mean nothing in another."""
        user = (await self._installed(workspace)).user
        return (user,) if user else ()

    async def authorize(self, enterprise: str | None, team: str | None, *, org_wide: bool = False) -> AuthorizeResult:
        found = await self._owner(enterprise, team, org_wide)
        if found is None:
            raise SlackError("install_dead", "not_installed")
        found = await self._fresh(found)
        return authorized(found.installation, team, found.token.value.get_secret_value())

    async def _owner(self, enterprise: str | None, team: str | None, org_wide: bool) -> Installed | None:
        for workspace in (enterprise, team) if org_wide else (team, enterprise):
            if workspace and (found := await self._look(workspace)):
                return found
        return None

    async def _installed(self, workspace: str) -> Installed:
        found = await self._look(workspace)
        if found is None:
            raise SlackError("install_dead", "not_installed")
        return found

    async def _look(self, workspace: str) -> Installed | None:
        found = self._known.get(workspace) or await self._store.of(workspace)
        if found is not None:
            self._known.put(workspace, found, FRESH)
        return found

    async def _fresh(self, found: Installed) -> Installed:
        fresh = await self._renewal.fresh(found)
        if fresh is not found:
            self._known.put(fresh.installation.workspace, fresh, FRESH)
        return fresh

    def _client(self, found: Installed) -> AsyncWebClient:
        token = found.token.value.get_secret_value()
        return web_client(token, base_url=self._base_url, session=self._session)
