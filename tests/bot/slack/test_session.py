"""How much Slack, or whatever stands before it, may say."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.slack.calls import call
from bot.slack.installation import web_client
from bot.slack.session import LARGEST, TIMEOUT, session

JSON = {"Content-Type": "application/json"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Slack = Callable[[Handler], Awaitable[AsyncWebClient]]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A client of a Slack that answers so."""
    servers: list[TestServer] = []
    async with session() as opened:

        async def answering(handler: Handler) -> AsyncWebClient:
            app = web.Application()
            app.router.add_route("*", "/api/{method}", handler)
            servers.append(TestServer(app))
            await servers[-1].start_server()
            return web_client("xoxb-1", base_url=str(servers[-1].make_url("/api/")), session=opened)

        yield answering
    for server in servers:
        await server.close()


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers=JSON)
    await response.prepare(request)
    while True:
        await response.write(b"a" * 65_536)


async def packed(_: web.Request) -> web.Response:
    body = gzip.compress(b'{"ok": true, "x": "' + b"a" * LARGEST + b'"}')
    return web.Response(body=body, headers=JSON | {"Content-Encoding": "gzip"})


@pytest.mark.parametrize("answer", [endless, packed])
async def test_an_answer_without_end_is_given_up_long_before_it_fills_the_memory(slack: Slack, answer: Handler) -> None:
    client = await slack(answer)
    assert TIMEOUT.total
    async with asyncio.timeout(TIMEOUT.total / 2):
        with pytest.raises(SlackError) as refused:
            await call("users.list", client.users_list())
    assert (refused.value.outcome, refused.value.error) == ("unavailable", "no_answer")


async def test_a_long_answer_is_read_whole_and_the_connection_serves_the_next(slack: Slack) -> None:
    connections = set()

    async def long(request: web.Request) -> web.Response:
        connections.add(request.transport)
        return web.json_response({"ok": True, "x": "a" * (LARGEST - 100)})

    client = await slack(long)
    for _ in range(2):
        assert len((await call("users.list", client.users_list()))["x"]) == LARGEST - 100
    assert len(connections) == 1
