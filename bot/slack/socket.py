"""Slack's requests over Socket Mode: no public address needed. The same listeners as over HTTP."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

LOST = 60.0
"""Seconds without a connection until a new one is made from nothing."""
LOOK = 5.0
"""Seconds between looks."""
log = structlog.get_logger()


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
        self._handler: AsyncSocketModeHandler | None = None
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
        self._handler = AsyncSocketModeHandler(self._app, self._token, logger=_silent(), web_client=self._client)
        try:
            async with asyncio.timeout(self._lost):
                await self._handler.client.connect()  # type: ignore[no-untyped-call]
            log.info("socket.connected")
        except Exception as error:
            log.warning("socket.not_connected", error=type(error).__name__)

    async def _end(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            await handler.client.close()  # type: ignore[no-untyped-call]


def _silent() -> logging.Logger:
    """The library's errors hold the connection's address, which lets anybody connect; the watchdog says enough."""
    logger = logging.getLogger("slack_sdk.socket_mode")
    logger.setLevel(logging.CRITICAL + 1)
    return logger
