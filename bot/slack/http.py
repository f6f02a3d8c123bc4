"""Slack's requests over HTTP: one aiohttp handler around Bolt. Nothing is read before the signature is verified."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from hmac import compare_digest
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from slack_sdk.signature import SignatureVerifier

from bot.slack.payload import kind_of, sound, tidy
from bot.telemetry import metrics

PATH = "/slack/events"
BODY_LIMIT = 512 * 1024
"""Bytes. A command of 100 KB still fits; Slack's own messages end at 40,000 characters."""
UNTIDY = re.compile(r"u0000|ud[89a-f]|%00|\x00", re.IGNORECASE)
"""What a body has in it, whatever its escapes, when a text of it may hold what is no text."""
log = structlog.get_logger()


class SlackEndpoint:
    """Give `handle` to a POST route. Bolt's own web application is not used: it answers 404 when it is mounted."""

    def __init__(self, app: AsyncApp, *, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """200 once the work is committed, 401 for what Slack did not sign, another 4xx for junk, 500 so that Slack
        sends it again."""
        began = time.monotonic()
        try:
            raw = await request.clone(client_max_size=BODY_LIMIT).read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        text = _text(raw)
        if text is None or not self._signed(text, request):
            log.warning("slack.bad_signature", bytes=len(raw), seconds_off=self._seconds_off(text, request))
            return web.Response(status=401)
        parsed = _parse(text, request)
        if parsed is None:
            return web.Response(status=400)
        if not sound(parsed.body):
            log.warning("slack.unreadable", bytes=len(raw))
            return web.Response()  # signed by Slack, but nothing we know: sending it again would not help
        if UNTIDY.search(text):
            tidy(parsed.body)
        answer = await self._app.async_dispatch(parsed)
        outcome = "ok" if answer.status == 200 else str(answer.status)
        metrics.ACK_SECONDS.labels(kind_of(parsed.body), outcome).observe(time.monotonic() - began)
        return await to_aiohttp_response(answer)

    def _signed(self, text: str, request: web.Request) -> bool:
        return self._verifier.is_valid(text, *claimed) if (claimed := _claimed(request)) else False

    def _seconds_off(self, text: str | None, request: web.Request) -> int | None:
        """How far our clock is ahead of the moment at which Slack signed it, where nothing else is wrong: the clock is, or
        somebody sends what Slack once sent. None where the signature is not of our secret."""
        if text is None or not (claimed := _claimed(request)):
            return None
        timestamp, signature = claimed
        ours = self._verifier.generate_signature(timestamp=timestamp, body=text) or ""
        return round(time.time()) - int(timestamp) if compare_digest(ours, signature) else None


def _claimed(request: web.Request) -> tuple[str, str] | None:
    """When it was signed, and how; None where the verifier would raise."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    readable = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()
    return (timestamp, signature) if readable else None


def _text(raw: bytes) -> str | None:
    """Slack signs the text it sends, which is always UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _parse(text: str, request: web.Request) -> AsyncBoltRequest | None:
    """The request as Bolt takes it; None when it is neither a form nor a JSON object."""
    headers: dict[str, str | Sequence[str]] = dict(request.headers)
    try:
        parsed = AsyncBoltRequest(body=text, query=request.query_string, headers=headers)
        if not parsed.body:
            _read_form(parsed, text)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None  # Bolt's own reading trips over members of unexpected types
    return parsed if isinstance(parsed.body, dict) and parsed.body else None


def _read_form(parsed: AsyncBoltRequest, text: str) -> None:
    """Bolt takes every form with the letters `payload` in it for an interaction, and so loses commands about one."""
    form = dict(parse_qsl(text, keep_blank_values=True))
    if "command" in form:
        parsed.body = form
        parsed.context = build_async_context(AsyncBoltContext({}), form)
