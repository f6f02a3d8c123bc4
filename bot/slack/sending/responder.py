"""Answers through a `response_url`: it works where the bot is no member, five times within 30 minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.errors import SlackError
from bot.seal import Seal
from bot.slack.payload import text
from bot.slack.sending.refusals import sorted_out

METHOD = "response_url"
ANSWER_LIMIT = 4096
"""Bytes read of what Slack says back."""


def sealed_reply(body: Mapping[str, Any], seal: Seal) -> str | None:
    """The `response_url` of a payload, sealed, because anybody who reads it could post as the bot."""
    url = text(body, METHOD)
    return seal.close(url) if url else None


class Responder:
    """Opens a sealed URL and posts to it, if it leads to Slack."""

    def __init__(self, seal: Seal, *, base_url: str, session: aiohttp.ClientSession) -> None:
        self._seal = seal
        self._base = urlsplit(base_url)
        self._session = session

    async def send(self, sealed: str, body: dict[str, Any]) -> None:
        """Raises `SlackError`: by Slack's word `expired_url` when it is too old and `used_url` after five uses. How old it
        is by our clock is not asked: that may have been set since."""
        url = self._seal.open(sealed)
        if url is None:
            raise SlackError("refused", "unsealed_url", method=METHOD)
        if not self._leads_to_slack(url):
            raise SlackError("refused", "foreign_url", method=METHOD)
        try:
            async with self._session.post(url, json=body, allow_redirects=False) as answer:
                said = (await answer.content.read(ANSWER_LIMIT)).decode("utf-8", "replace")
                status, headers = answer.status, dict(answer.headers)
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise SlackError("unavailable", "no_answer", method=METHOD) from None
        if status != 200:
            raise sorted_out(METHOD, _name(said), status, headers)

    def _leads_to_slack(self, url: str) -> bool:
        """Slack's own hosts over https, or exactly the configured stand-in."""
        try:
            parts = urlsplit(url)
            same = (parts.scheme, parts.hostname, parts.port) == (
                self._base.scheme,
                self._base.hostname,
                self._base.port,
            )
        except ValueError:
            return False
        if parts.username is not None:
            return False
        host = parts.hostname or ""
        slack = host in {"slack.com", "slack-gov.com"} or host.endswith((".slack.com", ".slack-gov.com"))
        return same or (parts.scheme == "https" and parts.port in {None, 443} and slack)


def _name(said: str) -> str:
    """Slack answers a dead `response_url` with a bare error name."""
    word = said.strip()
    return word if word.replace("_", "").isalnum() and len(word) < 60 else ""
