"""The small Slack as a whole: its routes, what its people do, its faults, and what a test wants to know about it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.calls import Calls
from bot.sandbox.faults import Fault
from bot.sandbox.pace import Pace
from bot.sandbox.slack.core import Core
from bot.sandbox.slack.delivery.delivery import Delivery
from bot.sandbox.slack.delivery.socket import OverSocket
from bot.sandbox.slack.delivery.transport import Answer, Attempt, InTeam, Kind, OverHttp, Transport, encoded
from bot.sandbox.slack.models import TEAM, Message
from bot.sandbox.slack.people.handles import Limiter, Replies, Triggers
from bot.sandbox.slack.people.responses import answer
from bot.sandbox.slack.people.user_actions import UserActions
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.seed import seed, workspace_of
from bot.sandbox.slack.web_api import api, uploads
from bot.sandbox.slack.web_api.contract import knows_error
from bot.sandbox.slack.workspace import Workspace

FIRST_TRY = Attempt()


@dataclass(frozen=True, slots=True)
class App:
    """What Slack's app settings say about the bot: how it is reached, what it may do, what it hears."""

    socket_mode: bool = False
    request_urls: Sequence[str] = ()
    """Where events, commands and clicks are sent; several stand for the processes behind one address."""
    scopes: frozenset[str] | None = None
    """None: the sandbox's own list."""
    events: frozenset[str] | None = None
    shortcuts: tuple[tuple[str, str], ...] = (("Check for hand-off", "handoff_check"),)
    """Message shortcuts: the words in the menu, and the callback id."""
    global_shortcuts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any], request_urls: Sequence[str] = ()) -> App:
        """An app installed from this manifest: with no other scopes or events."""
        settings, features = manifest["settings"], manifest["features"]
        named = {
            kind: tuple((s["name"], s["callback_id"]) for s in features.get("shortcuts", ()) if s["type"] == kind)
            for kind in ("message", "global")
        }
        return cls(
            bool(settings.get("socket_mode_enabled")),
            request_urls,
            frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            named["message"],
            named["global"],
        )


class SmallSlack:
    """A workspace with the bot installed."""

    def __init__(self, app: App, pace: Pace, *, team: str = TEAM, beside: SmallSlack | None = None) -> None:
        """`beside`: another workspace of the same app, with the same signing secret, app token and transport to the
        bot."""
        data = seed()
        self.app = app
        self.signing_secret: str = beside.signing_secret if beside else secrets.token_hex(16)
        self.http: OverHttp = beside.http if beside else OverHttp(self.signing_secret, list(app.request_urls))
        socket = beside.core.socket if beside else OverSocket()
        road: Transport = socket if app.socket_mode else self.http
        self.core: Core = Core(
            workspace=workspace_of(data),
            pace=pace,
            scopes=frozenset(data["scopes"]) if app.scopes is None else app.scopes,
            bot_token=f"xoxb-sandbox-{secrets.token_hex(12)}",
            app_token=beside.core.app_token if beside else f"xapp-sandbox-{secrets.token_hex(12)}",
            team=team,
            delivery=Delivery(
                pace,
                road if team == TEAM else InTeam(road, team),
                frozenset(data["events"]) if app.events is None else app.events,
            ),
            socket=socket,
            triggers=Triggers(pace),
            replies=Replies(pace),
            limiter=Limiter(pace),
        )
        self.users = UserActions(self.core)

    @property
    def workspace(self) -> Workspace:
        return self.core.workspace

    @property
    def calls(self) -> Calls:
        """What the bot called, by method name."""
        return self.core.calls

    @property
    def lost(self) -> list[Mapping[str, Any]]:
        """Events that the bot never acknowledged despite all redeliveries."""
        return self.core.delivery.lost

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.call),
            web.get("/link/", self.core.socket.accept),
            *self.own_routes(""),
        ]

    def own_routes(self, prefix: str) -> list[web.RouteDef]:
        """Addresses that the workspace hands out, below `core.url`."""
        return [
            web.post(f"{prefix}/response/{{handle}}", self._with_core(_response)),
            web.post(f"{prefix}/upload/{{file}}", self._with_core(uploads.receive)),
            web.get(f"{prefix}/files/{{file}}", self._with_core(_file)),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """A call of the Web API."""
        return await api.handle(self.core, request)

    def fail(
        self,
        method: str,
        error: str = "",
        *,
        status: int = 200,
        retry_after: float | None = None,
        delay: float = 0.0,
        after: bool = False,
        hangup: bool = False,
        body: bytes | None = None,
        times: int | None = 1,
    ) -> Fault:
        """Make the next `times` calls of a method (a pattern such as `chat.*`) fail; None for ever.

        `error` must be one that Slack documents. Without error, status, body or hang-up the calls are only delayed by
        `delay` seconds. With `after` the call takes effect and only its answer is lost.
        """
        if error and "*" not in method and not knows_error(method, error):
            raise ValueError(f"{method} does not answer {error!r}")
        headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
        status = 429 if retry_after is not None and status == 200 else status
        content = json.dumps({"ok": False, "error": error or "internal_error"}).encode() if body is None else body
        passes = bool(delay) and not (error or body or hangup or headers) and status == 200
        return self.core.faults.add(
            Fault(method, status, content, "application/json", headers, delay, after, passes, hangup, times)
        )

    def messages(self, channel: str, *, thread: str | None = None) -> list[Message]:
        """What the bot said in a channel, or in one thread of it, oldest first."""
        said = (m for m in self.workspace.messages if m.by_bot and m.subtype != "channel_join")
        found = [m for m in said if m.channel == channel]
        return found if thread is None else [m for m in found if thread in (m.thread_ts, m.ts)]

    def whispers(self, user: str) -> list[Message]:
        """The ephemeral messages one person has seen, oldest first."""
        return [m for m in self.workspace.ephemerals if m.viewer == user]

    async def deliver(
        self,
        kind: Kind,
        payload: Mapping[str, Any],
        *,
        url: str | None = None,
        attempt: Attempt = FIRST_TRY,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one payload unchanged, once, signed; `headers` override the signature's. Over Socket Mode when no `url`
        is known."""
        target = url or next(iter(self.http.urls), None)
        if target is None or self.core.delivery.transport is not self.http:
            return await self.core.delivery.transport.send(kind, payload, attempt, self.core.pace.ack)
        body, content_type = encoded(kind, payload)
        return await self.http.post(target, body, content_type, attempt, self.core.pace.ack, headers=headers)

    async def close(self) -> None:
        await self.core.delivery.close()
        await self.core.socket.drop()
        await self.http.close()

    def _with_core(
        self, handler: Callable[[Core, web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(self.core, request)

        return handle


async def _response(core: Core, request: web.Request) -> web.StreamResponse:
    """A response_url was used."""
    fault = await core.faults.take("response_url")
    if fault and not (fault.after or fault.passes):
        return await fault.answer(request)
    try:
        body = json.loads(await request.text() or "{}")
        answer(core, core.replies.use(request.match_info["handle"]), body)
    except ValueError:
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    except Refusal as refusal:
        core.calls.add("response_url", {}, refusal.error)
        status = 404 if refusal.error in ("expired_url", "used_url") else 400
        return web.json_response({"ok": False, "error": refusal.error} | refusal.more, status=status)
    core.calls.add("response_url", body, "ok")
    return await fault.answer(request) if fault and fault.after else web.Response(text="ok")


async def _file(core: Core, request: web.Request) -> web.StreamResponse:
    found = core.workspace.files.get(request.match_info["file"])
    content = None if found is None else found.get("content")
    if not isinstance(content, bytes) or found is None:
        return web.Response(status=404)
    png = content.startswith(b"\x89PNG")
    return web.Response(
        body=content,
        content_type="image/png" if png else "text/plain",
        charset=None if png else "utf-8",
        headers={"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"},
    )
