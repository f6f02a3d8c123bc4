"""Slack's requests over Socket Mode: no public address needed. The same listeners as over HTTP."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.installation import reached_directly
from bot.slack.payload import kind_of, sound
from bot.slack.sending.refusals import refusal
from bot.telemetry import metrics

OPEN = "apps.connections.open"
LOST = 60.0
"""Seconds without a connection after which a completely new one is made."""
LOOK = 5.0
"""Seconds between looks."""
log = structlog.get_logger()


class Handler(AsyncSocketModeHandler):
    """Measures as the HTTP door does, and acknowledges what nobody can read as it does."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # the library narrows it too
        began, stamped = time.monotonic(), time.time()
        readable = isinstance(req.payload, dict) and sound(req.payload)
        answer = await run_async_bolt_app(self.app, req) if readable else BoltResponse(status=200)
        await send_async_response(client, req, answer, stamped)
        outcome = "ok" if answer.status == 200 else str(answer.status)
        metrics.ACK_SECONDS.labels(kind_of(req.payload if readable else {}), outcome).observe(time.monotonic() - began)


class SocketMode:
    """Keeps one connection. When a handshake fails, the library retries the same single-use address for ever, so a
    watchdog replaces the handler (slack_sdk/socket_mode/aiohttp)."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        *,
        lost: float = LOST,
        look: float = LOOK,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._token = app_token
        self._client = client
        self._lost = lost
        self._look = look
        self._clock = clock
        self._handler: Handler | None = None
        self._watch: asyncio.Task[None] | None = None
        self._seen_at = clock()

    async def start(self) -> None:
        """Begin; connects in the background, and again whenever the connection is lost."""
        self._seen_at = self._clock()
        self._watch = asyncio.create_task(self._keep())

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._end()

    async def connected(self) -> bool:
        return self._handler is not None and await self._handler.client.is_connected()

    async def _keep(self) -> None:
        await self._renew()
        while True:
            await asyncio.sleep(self._look)
            if await self.connected():
                self._seen_at = self._clock()
            elif self._clock() - self._seen_at > self._lost:
                log.warning("socket.lost", seconds=round(self._clock() - self._seen_at))
                await self._renew()

    async def _renew(self) -> None:
        """A handler of its own for each try, with a new address. Its connecting is bounded: it may never return."""
        await self._end()
        self._seen_at = self._clock()
        self._handler = Handler(self._app, self._token, logger=_silent(), web_client=self._client)
        try:
            async with asyncio.timeout(self._lost):
                await _ask_for_an_address(self._handler.client)
                await self._handler.client.connect()  # type: ignore[no-untyped-call] # the library leaves it untyped
            log.info("socket.connected")
        except Exception as error:  # whatever the network or the library meets, the watchdog tries again
            log.warning("socket.not_connected", error=type(error).__name__)

    async def _end(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            await handler.client.close()  # type: ignore[no-untyped-call] # the library leaves it untyped


async def _ask_for_an_address(client: SocketModeClient) -> None:
    """The first one. Why Slack refuses it, as of a token that was revoked, the library would keep to itself."""
    try:
        client.wss_uri = await client.issue_new_wss_url()
    except SlackApiError as error:
        log.warning("socket.not_connected", error=refusal(OPEN, error).error)
    else:
        client.proxy = None if reached_directly(client.wss_uri) else client.proxy


def _silent() -> logging.Logger:
    """The library's errors hold the connection's address, which lets anybody connect; the watchdog says enough."""
    logger = logging.getLogger("slack_sdk.socket_mode")
    logger.setLevel(logging.CRITICAL + 1)
    return logger
