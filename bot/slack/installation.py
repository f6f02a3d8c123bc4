"""The workspaces the bot is installed in: whose token to use, and who the bot is there. Asked once, then remembered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsError, SlackError
from bot.settings import cure
from bot.slack.calls import call

TIMEOUT = aiohttp.ClientTimeout(total=10)
"""Of one call to Slack. The session's own time-out holds, not the client's (slack_sdk's web client)."""


RETRY = 2.0
"""Seconds between two tries to learn who we are: requests queue behind each."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation. `workspace` is the enterprise id of an org-wide one, else the team id."""

    workspace: str
    team: str | None
    enterprise: str | None
    bot_id: str
    bot_user: str
    scopes: frozenset[str] = frozenset()
    url: str = ""


class Installations:
    """The single installation of a bot token."""

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

    @property
    def known(self) -> str | None:
        """The workspace, once Slack has said which; without asking."""
        return self._found.workspace if self._found else None

    async def _ask(self) -> Installation:
        try:
            return await _identify(self._client)
        except SlackError as error:
            self._refused = (self._clock() + RETRY, error)
            raise

    def forget(self) -> None:
        """Something about the installation changed: ask again next time."""
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

    async def of(self, workspace: str) -> Installation:
        """The installation of a workspace. Raises `SlackError` where there is none."""
        found = await self.current()
        if found.workspace != workspace:
            raise SlackError("install_dead", "not_installed")
        return found

    async def client(self, workspace: str) -> AsyncWebClient:
        """A client with the token of a workspace. Raises `SlackError` where there is none."""
        await self.of(workspace)
        return self._client

    async def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult:
        """What Bolt asks for each request: no call to Slack once we know who we are. Raises `SlackError`."""
        found = await self.current()
        if found.workspace not in {enterprise, team}:
            raise SlackError("install_dead", "not_installed")
        return AuthorizeResult(
            enterprise_id=found.enterprise,
            team_id=team or found.team,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user,
            bot_token=self._token,
        )


def web_client(token: str | None, *, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that never repeats a call by itself: a repeated post is a second message."""
    quiet = logging.getLogger("slack_sdk.web")
    quiet.setLevel(logging.WARNING)
    return AsyncWebClient(token, base_url=base_url, session=session, retry_handlers=[], logger=quiet)


async def _identify(client: AsyncWebClient) -> Installation:
    answer = await call("auth.test", client.auth_test())
    enterprise, team = answer.get("enterprise_id"), answer.get("team_id")
    if not isinstance(team, str):
        raise SlackError("unavailable", "unreadable_answer", method="auth.test")
    org_wide = bool(answer.get("is_enterprise_install"))
    scopes = next((value for name, value in answer.headers.items() if name.lower() == "x-oauth-scopes"), "")
    return Installation(
        workspace=str(enterprise if org_wide and enterprise else team),
        team=team,
        enterprise=enterprise,
        bot_id=str(answer.get("bot_id") or ""),
        bot_user=str(answer.get("user_id") or ""),
        scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        url=str(answer.get("url") or ""),
    )
