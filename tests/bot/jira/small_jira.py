"""A small Jira on loopback whose every answer a test writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.jira.client import Jira

Connect = Callable[..., Jira]
"""Makes a client of the small Jira as the site `acme`; closed after the test."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SmallJira:
    """Answers by path under the API's version; what no test wrote is 404. Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.bodies: list[Any] = []
        self.handlers: dict[str, Handler] = {}
        self.url = ""

    def answer(self, path: str, body: Any = None, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        async def handler(request: web.Request) -> web.StreamResponse:
            return web.json_response(body, status=status, headers=headers)

        self.handlers[path] = handler

    def on(self, path: str, handler: Handler) -> None:
        self.handlers[path] = handler

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self.bodies.append(await request.json() if request.can_read_body else None)
        path = request.path.removeprefix("/rest/api/3").removeprefix("/rest/api/2")
        handler = self.handlers.get(path) or self.handlers.get("*")
        return await handler(request) if handler else web.json_response({"errorMessages": ["no"]}, status=404)
