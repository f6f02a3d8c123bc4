"""The two transports to the bot, HTTP and Socket Mode, behind one interface."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.slack.delivery.signing import signed
from bot.sandbox.slack.models import in_team

Kind = Literal["events_api", "slash_commands", "interactive"]
"""What is sent, in Socket Mode's terms."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's answer. `reason` is Slack's x-slack-retry-reason when it is not an acknowledgement."""

    status: int
    body: bytes = b""
    reason: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object; empty when it is not one."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which delivery of the same thing this is: 0 for the first, up to 3; and why it is sent again."""

    number: int = 0
    reason: str = ""


class Transport(Protocol):
    async def send(self, kind: Kind, payload: Mapping[str, Any], attempt: Attempt, within: float) -> Answer: ...


class InTeam:
    """A transport on which payloads carry the id of one of several workspaces."""

    def __init__(self, road: Transport, team: str) -> None:
        self._road = road
        self._team = team

    async def send(self, kind: Kind, payload: Mapping[str, Any], attempt: Attempt, within: float) -> Answer:
        payload = json.loads(in_team(self._team, json.dumps(payload)))
        return await self._road.send(kind, payload, attempt, within)


def encoded(kind: Kind, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """The body and content type of an HTTP delivery."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    form = {name: str(value).lower() if isinstance(value, bool) else value for name, value in fields.items()}
    return urlencode({k: v for k, v in form.items() if v is not None}).encode(), "application/x-www-form-urlencoded"


class OverHttp:
    """Signed POSTs to the request URLs, taking turns when there are several (several processes of one bot)."""

    def __init__(self, secret: str, urls: list[str]) -> None:
        self.urls = urls
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None
        self._turn = 0

    async def send(self, kind: Kind, payload: Mapping[str, Any], attempt: Attempt, within: float) -> Answer:
        if not self.urls:
            return Answer(0, reason="connection_failed")
        self._turn += 1
        body, content_type = encoded(kind, payload)
        return await self.post(self.urls[self._turn % len(self.urls)], body, content_type, attempt, within)

    async def post(
        self,
        url: str,
        body: bytes,
        content_type: str,
        attempt: Attempt,
        within: float,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One POST; `headers` override the signature, to forge one."""
        sent = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (sandbox)"} | signed(self._secret, body)
        if attempt.number:
            sent |= {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                url,
                data=body,
                headers=sent | dict(headers or {}),
                timeout=aiohttp.ClientTimeout(total=within),
                allow_redirects=False,
            ) as response:
                return _answer(response, await response.read())
        except TimeoutError:
            return Answer(0, reason="http_timeout")
        except aiohttp.ClientError:
            return Answer(0, reason="connection_failed")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _answer(response: aiohttp.ClientResponse, body: bytes) -> Answer:
    ok = 200 <= response.status < 300
    no_retry = not ok and response.headers.get("X-Slack-No-Retry") == "1"
    return Answer(response.status, body, "" if ok else "http_error", no_retry)
