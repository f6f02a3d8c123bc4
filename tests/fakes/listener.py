"""A stand-in for the bot at the other end: it keeps what Slack sends and answers as told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web


@dataclass
class Listener:
    """`answers` are given in turn, then 200 for ever; a number is a status, a dict a JSON body."""

    url: str = ""
    answers: list[int | dict[str, Any]] = field(default_factory=list)
    heard: list[tuple[dict[str, Any], dict[str, str], bytes]] = field(default_factory=list)
    delay: float = 0.0

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [body for body, _, _ in self.heard]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [body["event"] for body in self.bodies if "event" in body]

    def last(self, kind: str) -> dict[str, Any]:
        """The latest payload of a type, or the latest command."""
        return next(b for b in reversed(self.bodies) if b.get("type") == kind or (kind == "command" and "command" in b))

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.heard.append((_parsed(request.content_type, raw), dict(request.headers), raw))
        if self.delay:
            await asyncio.sleep(self.delay)
        answer = self.answers.pop(0) if self.answers else 200
        return web.json_response(answer) if isinstance(answer, dict) else web.Response(status=answer)


def _parsed(content_type: str, raw: bytes) -> dict[str, Any]:
    if content_type == "application/json":
        found: dict[str, Any] = json.loads(raw)
        return found
    form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else form


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/slack/events", listener.handle)
    app.router.add_post("/jira", listener.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield listener
    finally:
        await runner.cleanup()
