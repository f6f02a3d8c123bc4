"""Socket Mode: the bot opens websockets, receives envelopes on them and sends acknowledgements."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.slack.delivery.transport import Answer, Attempt, Kind
from bot.sandbox.slack.models import APP

CONNECTIONS = 10
"""docs.slack.dev/apis/events-api/using-socket-mode: at most ten at a time, events spread over them."""


class OverSocket:
    """The open connections. Each address is valid for one connection only."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._awaited: dict[str, asyncio.Future[Answer]] = {}
        self._turn = 0

    @property
    def connected(self) -> int:
        return len(self._open)

    def ticket(self) -> str:
        self._tickets.add(ticket := secrets.token_urlsafe(16))
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or len(self._open) >= CONNECTIONS:
            return web.Response(status=408 if ticket else 400)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self._open.append(socket)
        try:
            await socket.send_json(self._hello())
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(frame.data)
        finally:
            self._open.remove(socket)
        return socket

    async def send(self, kind: Kind, payload: Mapping[str, Any], attempt: Attempt, within: float) -> Answer:
        if not self._open:
            return Answer(0, reason="connection_failed")
        self._turn += 1
        socket = self._open[self._turn % len(self._open)]
        envelope = secrets.token_hex(16)
        heard = self._awaited[envelope] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(
                {
                    "envelope_id": envelope,
                    "type": kind,
                    "payload": payload,
                    "accepts_response_payload": kind != "events_api",
                    "retry_attempt": attempt.number,
                    "retry_reason": attempt.reason,
                }
            )
            async with asyncio.timeout(within):
                answer: Answer = await heard
            return answer
        except TimeoutError:
            return Answer(0, reason="http_timeout")
        except ConnectionError:
            return Answer(0, reason="connection_failed")
        finally:
            self._awaited.pop(envelope, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to reconnect, as Slack does each hour or so, and close them."""
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
            await socket.close()

    async def drop(self) -> None:
        """Cut every connection without warning."""
        for socket in list(self._open):
            await socket.close()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": APP},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
        }

    def _hear(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        waiting = self._awaited.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
        payload = said.get("payload") if isinstance(said, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(Answer(200, json.dumps(payload).encode() if payload else b""))
