"""The page's own routes: its files, the state as one person sees it, a stream of changes, and acts."""

from __future__ import annotations

import contextlib
from importlib.resources import files
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.jira.server import SmallJira
from bot.sandbox.page.acts import ACTS
from bot.sandbox.page.state import seen_by
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.server import SmallSlack

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'self'; img-src 'self' data: http: https:; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HOSTS = frozenset({"127.0.0.1", "localhost"})
HEARTBEAT = 15.0


class Page:
    """Serves one sandbox to browsers on this machine."""

    def __init__(self, slack: SmallSlack, jira: SmallJira) -> None:
        self._slack = slack
        self._jira = jira
        self._closed = False

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._file),
            web.get("/static/{file}", self._file),
            web.get("/archives/{channel}/{ts}", self._permalink),
            web.get("/sandbox/state", self._state),
            web.get("/sandbox/stream", self._stream),
            web.post("/sandbox/act", self._act),
        ]

    def close(self) -> None:
        """Let the streams end."""
        self._closed = True
        self._slack.workspace.changed()

    async def _file(self, request: web.Request) -> web.Response:
        _from_here(request)
        name = request.match_info.get("file", "index.html")
        found = files(__package__) / "static" / name
        suffix = name[name.rfind(".") :]
        if suffix not in TYPES or not found.is_file():
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return web.Response(body=found.read_bytes(), content_type=TYPES[suffix], charset="utf-8", headers=headers)

    async def _permalink(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(f"/#channel={request.match_info['channel']}")

    async def _state(self, request: web.Request) -> web.Response:
        _from_here(request)
        return web.json_response(seen_by(self._user(request.query.get("as", "")), self._slack, self._jira))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the revision, whenever it changes."""
        _from_here(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        sent = -1
        with contextlib.suppress(ConnectionError):
            while not self._closed:
                if sent != (sent := self._slack.workspace.revision):
                    await response.write(f"data: {sent}\n\n".encode())
                elif not await self._slack.workspace.change(HEARTBEAT):
                    await response.write(b": still here\n\n")
        return response

    async def _act(self, request: web.Request) -> web.Response:
        _from_here(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        wanted = await request.json()
        act = ACTS.get(str(wanted.get("act")))
        if act is None:
            raise web.HTTPNotFound
        try:
            return web.json_response(await act(self._slack, self._jira, self._user(str(wanted.get("as"))), wanted))
        except Refusal as refusal:
            return web.json_response({"error": f"Slack says: {refusal.error}"})

    def _user(self, wanted: str) -> str:
        people = self._slack.workspace.people
        return wanted if wanted in people and people[wanted].role != "bot" else "U0LEAD"


def _from_here(request: web.Request) -> None:
    """Only pages that this machine served: another site whose name resolves to loopback is refused."""
    if urlsplit(f"//{request.host}").hostname not in HOSTS:
        raise web.HTTPForbidden
