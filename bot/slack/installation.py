"""The workspaces the bot is installed in: whose token to use, and who the bot is there. A port, and what asks Slack."""

from __future__ import annotations

import logging
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.installed import Installation, TokenState
from bot.slack.calls import call
from bot.telemetry import metrics

NOT_INSTALLED = "not_installed"
"""Our own name beside Slack's: nobody has installed the bot there, or nobody has any more."""


class Installations(Protocol):
    """The single one of a bot token (`bot.slack.installing.single`), or all those made by OAuth (`bot.slack.installing.many`).

    Every method may raise `SlackError`; `install_dead` where the bot is not installed, or no longer.
    """

    async def workspaces(self) -> tuple[str, ...]:
        """Every workspace or organisation that is served now: what comes round by the clock comes round for each."""
        ...

    @property
    def sole(self) -> str | None:
        """The workspace, where there can be no other and Slack has said which; without asking."""
        ...

    async def owner(self, enterprise: str | None, team: str | None, *, org_wide: bool = False) -> Installation | None:
        """The installation that a request is meant for: the workspace's own, else its organisation's; the other way
        round where Slack says that it is meant for an org-wide one."""
        ...

    async def of(self, workspace: str) -> Installation: ...
    async def client(self, workspace: str) -> AsyncWebClient:
        """A client with the token of a workspace."""
        ...

    async def authorize(self, enterprise: str | None, team: str | None, *, org_wide: bool = False) -> AuthorizeResult:
        """What Bolt asks for each request, before it is acknowledged: no call to Slack once we know who we are."""
        ...

    async def admins(self, workspace: str) -> tuple[str, ...]:
        """Slack ids of those who hear of trouble there, as far as the installation says."""
        ...

    async def check(self) -> None:
        """At the start. Raises `SettingsError` where the settings cannot work."""
        ...

    def forget(self, workspace: str) -> None:
        """Something about an installation changed: look again next time."""
        ...


def web_client(token: str | None, *, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that never repeats a call by itself: a repeated post is a second message."""
    quiet = logging.getLogger("slack_sdk.web")
    quiet.setLevel(logging.WARNING)
    client = AsyncWebClient(token, base_url=base_url, session=session, retry_handlers=[], logger=quiet)
    client.proxy = None if reached_directly(base_url) else client.proxy
    return client


def reached_directly(address: str) -> bool:
    """Whether `NO_PROXY` names this host. Slack's library takes the proxy of the environment without looking at it."""
    return bool(proxy_bypass(urlsplit(address).hostname or ""))


def authorized(found: Installation, team: str | None, token: str) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=found.enterprise,
        team_id=team or found.team,
        bot_id=found.bot_id,
        bot_user_id=found.bot_user,
        bot_token=token,
    )


async def identify(client: AsyncWebClient) -> Installation:
    """Who a token is, by `auth.test`. Raises `SlackError`."""
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


async def token_state(installations: Installations, workspace: str) -> TokenState:
    """How the token of a workspace is, by trying it."""
    try:
        await identify(await installations.client(workspace))
    except SlackError as error:
        metrics.SLACK_CALLS.labels("auth.test", error.outcome).inc()
        if error.error == NOT_INSTALLED:
            return "gone"
        return "dead" if error.outcome == "install_dead" else "unreached"
    return "works"
