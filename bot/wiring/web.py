"""The bot's own web application: Slack's door and Jira's, and what operators and Prometheus ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.jira.webhook.hook import PATH as JIRA
from bot.jira.webhook.hook import JiraHook
from bot.slack.http import BODY_LIMIT, PATH, SlackEndpoint

Ready = Callable[[], Awaitable[bool]]


def web_app(endpoint: SlackEndpoint | None, ready: Ready, hook: JiraHook) -> web.Application:
    """`endpoint` is None where Slack comes over a socket. `/healthz`: the process lives. `/readyz`: it can take work."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", _readiness(ready))
    app.router.add_get("/metrics", _metrics)
    for path in (JIRA, f"{JIRA}/{{token}}"):
        app.router.add_post(path, hook.handle)
    if endpoint is not None:
        app.router.add_post(PATH, endpoint.handle)
    return app


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _readiness(ready: Ready) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        if await ready():
            return web.Response(text="ready\n")
        return web.Response(status=503, text="not ready\n")

    return answer


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
