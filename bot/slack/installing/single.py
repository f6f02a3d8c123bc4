"""The single installation of a bot token: Slack is asked once who we are, then it is remembered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import aiohttp
import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsError, SlackError
from bot.installed import Installation
from bot.settings import cure
from bot.slack.installation import authorized, identify, web_client

RETRY = 2.0
"""Seconds between two tries to learn who we are: requests queue behind each."""
log = structlog.get_logger()


class SingleInstallation:
    """Implements `Installations` for one workspace or organisation."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str,
        session: aiohttp.ClientSession,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = web_client(token, base_url=base_url, session=session)
        self._token = token
        self._clock = clock
        self._found: Installation | None = None
        self._refused: tuple[float, SlackError] | None = None
        self._lock = asyncio.Lock()

    async def current(self) -> Installation:
        """Who we are, by `auth.test`. Raises `SlackError`; for seconds after that at once, for everybody who asks."""
        async with self._lock:
            if self._found is None:
                if self._refused and self._refused[0] > self._clock():
                    raise self._refused[1]
                self._found = await self._ask()
            return self._found

    async def workspaces(self) -> tuple[str, ...]:
        return ((await self.current()).workspace,)

    @property
    def sole(self) -> str | None:
        return self._found.workspace if self._found else None

    def forget(self, workspace: str) -> None:
        self._found = self._refused = None

    async def check(self) -> None:
        """Raise `SettingsError` when Slack refuses the token. A Slack that does not answer now may answer later."""
        try:
            await self.current()
        except SlackError as error:
            if error.outcome == "install_dead":
                problem = f"Slack refuses SLACK_BOT_TOKEN ({error.error})."
                raise SettingsError(((problem, cure("slack_bot_token")),)) from None
            log.warning("slack.not_asked", error=error.error)

    async def owner(self, enterprise: str | None, team: str | None, *, org_wide: bool = False) -> Installation | None:
        found = await self.current()
        return found if found.workspace in {enterprise, team} else None

    async def of(self, workspace: str) -> Installation:
        found = await self.current()
        if found.workspace != workspace:
            raise SlackError("install_dead", "not_installed")
        return found

    async def client(self, workspace: str) -> AsyncWebClient:
        await self.of(workspace)
        return self._client

    async def admins(self, workspace: str) -> tuple[str, ...]:
        return ()

    async def authorize(self, enterprise: str | None, team: str | None, *, org_wide: bool = False) -> AuthorizeResult:
        found = await self.owner(enterprise, team)
        if found is None:
            raise SlackError("install_dead", "not_installed")
        return authorized(found, team, self._token)

    async def _ask(self) -> Installation:
        try:
            return await identify(self._client)
        except SlackError as error:
            self._refused = (self._clock() + RETRY, error)
            raise
