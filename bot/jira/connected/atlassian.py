"""Atlassian's OAuth 2.0 (3LO): where a person consents, and what a code or a refresh token is exchanged for
(developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import aiohttp
from pydantic import SecretStr

from bot.connecting.connections import Grant
from bot.connecting.ports import Resource
from bot.errors import APP_REFUSED, JiraError, JiraOutcome
from bot.jira.account import CLOUD_ID
from bot.jira.connected.connected_sites import GATEWAY
from bot.jira.transport.addresses import LONGEST
from bot.jira.values import mapping, mappings, person, string

AUTHORITY = "https://auth.atlassian.com"
SCOPES = ("read:jira-work", "write:jira-work", "read:jira-user", "offline_access")
TIMEOUT = aiohttp.ClientTimeout(total=10)
"""Time-out of one exchange. It uses up a refresh token, so it must end well before another process takes over."""
LIVES = timedelta(hours=1)
"""Longest life of an access token (developer.atlassian.com: OAuth 2.0 (3LO) apps): a longer one is not believed."""
LARGEST = 1024 * 1024
"""Bytes of an answer."""
ENDED = "grant"
"""The reason of an error where a code or a refresh token is no longer valid: only a new consent helps."""


@dataclass(frozen=True, slots=True)
class Atlassian:
    """The app at Atlassian, whose client id and secret the operator set. Implements `bot.connecting.ports.Consents`."""

    client_id: str
    secret: SecretStr
    redirect: str
    """Where Atlassian sends people back to; it must be the app's callback URL to the letter."""
    session: aiohttp.ClientSession
    clock: Callable[[], datetime]
    authority: str = AUTHORITY
    gateway: str = GATEWAY

    def consent(self, state: str) -> str:
        """The page at which a person consents, and chooses the site."""
        query = {
            "audience": "api.atlassian.com",
            "client_id": self.client_id,
            "scope": " ".join(SCOPES),
            "redirect_uri": self.redirect,
            "state": state,
            "response_type": "code",
            "prompt": "consent",
        }
        return f"{self.authority}/authorize?{urlencode(query)}"

    async def exchange(self, code: str) -> Grant:
        """Exchange a code, which works once, for tokens. Raises: JiraError, as `renew` does."""
        return await self._token({"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect})

    async def renew(self, refresh: SecretStr) -> Grant:
        """The next access and refresh token; the one given is used up. Raises: JiraError; `unauthorized` with the
        reason `ENDED` when it was used before, revoked, or is too old, and with the reason `APP_REFUSED` when the app
        is not known: the refresh token is then as good as before."""
        return await self._token({"grant_type": "refresh_token", "refresh_token": refresh.get_secret_value()})

    async def knows_app(self) -> bool | None:
        """Whether Atlassian takes the app's id and secret; None where its answers do not tell. It is asked with a refresh
        token that nobody was ever given, so that none is spent. A refusal of that token proves the secret only where
        another secret is refused for itself: RFC 6749 does not say which is looked at first. Raises: JiraError when
        Atlassian says nothing."""
        reason, status = await self._refused()
        if reason == ENDED:
            stranger = replace(self, secret=SecretStr(secrets.token_hex(16)))
            return True if (await stranger._refused())[0] == APP_REFUSED else None
        # 401 is for a client that is not known (RFC 6749, 5.2); other refusals may be of what was asked.
        return False if status == HTTPStatus.UNAUTHORIZED else None

    async def _refused(self) -> tuple[str | None, int | None]:
        """The reason and the status with which a refresh token of nobody's is refused."""
        try:
            await self.renew(SecretStr("none"))
        except JiraError as error:
            if error.outcome != "unauthorized":
                raise
            return error.reason, error.status
        return None, None

    async def resources(self, access: SecretStr) -> tuple[Resource, ...]:
        """The sites that a person let the app reach, also at earlier consents. Raises: JiraError."""
        bearer = {"Authorization": f"Bearer {access.get_secret_value()}"}
        answer = await self._answer("GET", f"{self.gateway}/oauth/token/accessible-resources", headers=bearer)
        found = (
            Resource(string(one.get("id")), string(one.get("url")).rstrip("/"), string(one.get("name")))
            for one in mappings(answer)
            if any(string(scope).endswith(":jira-work") for scope in one.get("scopes") or ())
        )
        return tuple(one for one in found if CLOUD_ID.fullmatch(one.cloud_id) and 0 < len(one.url) <= LONGEST)

    async def myself(self, cloud_id: str, access: SecretStr) -> tuple[str, str]:
        """The id and name of whoever consented. Raises: JiraError."""
        bearer = {"Authorization": f"Bearer {access.get_secret_value()}"}
        address = f"{self.gateway}/ex/jira/{cloud_id}/rest/api/3/myself"
        found = person(mapping(await self._answer("GET", address, headers=bearer)))
        if found is None or not found.account:
            raise JiraError("unreadable", site="atlassian")
        return found.account, found.name

    async def _token(self, asked: Mapping[str, str]) -> Grant:
        body = {**asked, "client_id": self.client_id, "client_secret": self.secret.get_secret_value()}
        now = self.clock()
        answer = mapping(await self._answer("POST", f"{self.authority}/oauth/token", body=body))
        access, refresh, lives = answer.get("access_token"), answer.get("refresh_token"), answer.get("expires_in")
        if not (isinstance(access, str) and isinstance(refresh, str) and isinstance(lives, int)):
            raise JiraError("unreadable", site="atlassian")
        return Grant(SecretStr(access), SecretStr(refresh), now + min(timedelta(seconds=lives), LIVES))

    async def _answer(
        self, method: str, url: str, *, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        try:
            async with self.session.request(
                method, url, json=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                if response.status in (400, 401, 403):
                    raise _refusal(response.status, await _body(response), tokens=body is not None)
                if response.status != 200:
                    outcome: JiraOutcome = "throttled" if response.status == 429 else "unavailable"
                    raise JiraError(outcome, site="atlassian", status=response.status)
                return json.loads(await _body(response))
        except TimeoutError:
            raise JiraError("timeout", site="atlassian") from None
        except aiohttp.ClientError:
            raise JiraError("unavailable", site="atlassian") from None
        except ValueError:
            raise JiraError("unreadable", site="atlassian") from None


def _refusal(status: int, body: bytes, *, tokens: bool) -> JiraError:
    """What a refusal means. Where `tokens` were asked for, its JSON says whether a grant has ended: `invalid_grant`
    (developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens), or `unauthorized_client` with "refresh_token is
    invalid" (met by others: github.com/ParabolInc/parabol/issues/11849). What is no JSON was said by something between."""
    if not tokens:
        return JiraError("unauthorized", site="atlassian", status=status)
    try:
        said = mapping(json.loads(body))
    except (ValueError, RecursionError):
        return JiraError("unavailable", site="atlassian", status=status)
    error, described = string(said.get("error")), string(said.get("error_description")).casefold()
    ended = error == "invalid_grant" or (error == "unauthorized_client" and "refresh_token" in described)
    return JiraError("unauthorized", site="atlassian", status=status, reason=ENDED if ended else APP_REFUSED)


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Read the whole body, in however many pieces it comes: an answer that cost a refresh token must not be read by
    half."""
    pieces = bytearray()
    async for piece in response.content.iter_any():
        pieces += piece
        if len(pieces) > LARGEST:
            raise JiraError("unreadable", site="atlassian", status=response.status)
    return bytes(pieces)
