"""Slack's OAuth v2 (docs.slack.dev/authentication/installing-with-oauth): where a person agrees, a code for a token, and
a refresh token for the next token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.installed import Token
from bot.slack.calls import call, data_of
from bot.slack.installation import web_client
from bot.slack.manifest import CALLBACK, SCOPES
from bot.slack.payload import mapping, text

METHOD = "oauth.v2.access"
LIVES = timedelta(hours=12)
"""A token lives no longer (docs.slack.dev/authentication/using-token-rotation): more is not believed."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What Slack gives for a code. An org-wide grant has no team."""

    token: Token
    app: str
    team: str | None
    enterprise: str | None
    bot_user: str
    user: str
    scopes: frozenset[str]
    name: str
    """Of the workspace or organisation, as its people named it."""

    @property
    def workspace(self) -> str:
        return str(self.team or self.enterprise)


class SlackOAuth:
    """The app's side of it. `own_url` is where people reach the bot, and Slack sends them back to."""

    def __init__(
        self,
        client_id: str,
        secret: SecretStr,
        *,
        own_url: str,
        base_url: str,
        session: aiohttp.ClientSession,
        clock: Callable[[], datetime],
    ) -> None:
        self._id = client_id
        self._secret = secret
        self._redirect = f"{own_url.rstrip('/')}{CALLBACK}"
        self._authorize = urljoin(base_url, "/oauth/v2/authorize")
        self._base_url = base_url
        self._session = session
        self._clock = clock

    def address(self, state: str) -> str:
        """Slack's page where a person agrees."""
        asked = {"client_id": self._id, "scope": ",".join(SCOPES), "redirect_uri": self._redirect, "state": state}
        return f"{self._authorize}?{urlencode(asked)}"

    @property
    def origin(self) -> str:
        """Of that page, as a browser's policy names it."""
        return urljoin(self._authorize, "/").rstrip("/")

    def client(self, token: Token) -> AsyncWebClient:
        return web_client(token.value.get_secret_value(), base_url=self._base_url, session=self._session)

    async def exchange(self, code: str) -> Granted:
        """Raises `SlackError`."""
        answer = await self._access(code=code, redirect_uri=self._redirect)
        team, enterprise = mapping(answer, "team"), mapping(answer, "enterprise")
        org_wide = answer.get("is_enterprise_install") is True
        granted = Granted(
            token=self._token(answer),
            app=text(answer, "app_id"),
            team=None if org_wide else text(team, "id") or None,
            enterprise=text(enterprise, "id") or None,
            bot_user=text(answer, "bot_user_id"),
            user=text(mapping(answer, "authed_user"), "id"),
            scopes=frozenset(scope for scope in text(answer, "scope").split(",") if scope),
            name=text(enterprise if org_wide else team, "name"),
        )
        if not (granted.team or (org_wide and granted.enterprise)) or not granted.bot_user:
            raise SlackError("unavailable", "unreadable_answer", method=METHOD)
        return granted

    async def renew(self, refresh: SecretStr) -> Token:
        """The next token; the refresh token is spent. Raises `SlackError`; after `unavailable` nobody knows whether it
        is, and Slack takes it again for a short while."""
        answer = await self._access(grant_type="refresh_token", refresh_token=refresh.get_secret_value())
        return self._token(answer)

    async def _access(self, **asked: str) -> Mapping[str, Any]:
        """The secret travels in the Authorization header, the rest in the body: neither is part of an address."""
        client = web_client(None, base_url=self._base_url, session=self._session)
        request = client.oauth_v2_access(client_id=self._id, client_secret=self._secret.get_secret_value(), **asked)
        return data_of(await call(METHOD, request))

    def _token(self, answer: Mapping[str, Any]) -> Token:
        value, refresh, seconds = text(answer, "access_token"), text(answer, "refresh_token"), answer.get("expires_in")
        rotates = isinstance(seconds, int) and seconds > 0
        if not value or text(answer, "token_type") not in {"", "bot"} or (rotates and not refresh):
            raise SlackError("unavailable", "unreadable_answer", method=METHOD)
        if not isinstance(seconds, int) or not rotates:
            return Token(SecretStr(value))
        return Token(SecretStr(value), SecretStr(refresh), self._clock() + min(timedelta(seconds=seconds), LIVES))
