"""Jira's webhooks to the bot, signed in either of its two ways."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any, Literal

import aiohttp

from bot.sandbox.jira.issue_json import Writer
from bot.sandbox.jira.site import Site
from bot.sandbox.jira.tickets import Change, Comment, Issue


class Webhooks:
    """Sends one POST per change. Retried as by Jira, only on 5xx, 408, 409, 425 and 429, but at once.

    `scheme`: `body` signs the body, as webhooks made by an admin do; `token` sends a JSON Web Token, as those
    registered by an app do; `none` does neither.
    """

    RETRIED = frozenset({408, 409, 425, 429})
    TRIES = 3

    def __init__(self, site: Site, url: str | None, secret: str) -> None:
        self.url = url
        self.secret = secret
        self.scheme: Literal["body", "token", "none"] = "body"
        self.sent: list[dict[str, Any]] = []
        self._site = site
        self._under_way: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        site.state.listeners.append(self._hear)

    async def deliver(self, body: bytes, *, identifier: str | None = None, retry: int = 0) -> int:
        """One POST, unchanged; returns the status, 0 when nobody answered."""
        headers = {
            "Content-Type": "application/json",
            "X-Atlassian-Webhook-Identifier": identifier or secrets.token_hex(12),
            "X-Atlassian-Webhook-Retry": str(retry),
            "X-Atlassian-Webhook-Flow": "Primary",
        }
        if not self._site.cloud:
            headers = {"Content-Type": "application/json"}
        headers |= self._signature(body)
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        try:
            async with self._session.post(self.url or "", data=body, headers=headers) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def close(self) -> None:
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _signature(self, body: bytes) -> dict[str, str]:
        if self.scheme == "body":
            return {"X-Hub-Signature": f"sha256={_mac(self.secret, body).hex()}"}
        if self.scheme == "token":
            return {"Authorization": f"Bearer {_token(self.secret)}"}
        return {}

    def _hear(self, event: str, issue: Issue, who: str, change: Change | None, comment: Comment | None) -> None:
        if not self.url:
            return
        body = self._body(event, issue, who, change, comment)
        self.sent.append(body)
        task = asyncio.get_running_loop().create_task(self._until_heard(json.dumps(body).encode()))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _until_heard(self, body: bytes) -> None:
        identifier = secrets.token_hex(12)
        for retry in range(self.TRIES):
            status = await self.deliver(body, identifier=identifier, retry=retry)
            if status and status < 500 and status not in self.RETRIED:
                return
            await asyncio.sleep(0.05)

    def _body(
        self, event: str, issue: Issue, who: str, change: Change | None, comment: Comment | None
    ) -> dict[str, Any]:
        """Like `GET issue` without expansions, in v2's form; the person without an e-mail address."""
        writer = Writer(self._site.state, self._site.url, 2, self._site.cloud)
        person = writer.person(who) or {}
        found: dict[str, Any] = {
            "timestamp": int(time.time() * 1000),
            "webhookEvent": event,
            "user": {name: value for name, value in person.items() if name != "emailAddress"},
            "issue": writer.issue(issue),
        }
        if event.startswith("jira:"):
            found["issue_event_type_name"] = "issue_generic" if change is None else "issue_updated"
        if change is not None:
            found["changelog"] = {"id": change.id, "items": change.items}
        if comment is not None:
            found["comment"] = writer.comment(comment)
        return found


def _mac(secret: str, words: bytes) -> bytes:
    return hmac.new(secret.encode(), words, hashlib.sha256).digest()


def _token(secret: str) -> str:
    """A JSON Web Token (RFC 7519), valid for three minutes."""
    now = int(time.time())
    head, claims = {"alg": "HS256", "typ": "JWT"}, {"iss": "sandbox", "iat": now, "exp": now + 180}
    parts = ".".join(_packed(json.dumps(part).encode()) for part in (head, claims))
    return f"{parts}.{_packed(_mac(secret, parts.encode()))}"


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
