"""Socket Mode against a real websocket: the same listeners, and a connection that comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.slack.installation import web_client
from bot.slack.socket import SocketMode
from tests.fakes.waiting import PATIENCE, until

from .conftest import TEAM, Edge, command, envelope, message

LINK = "https://example.atlassian.net/browse/PAY-12"


class Sockets:
    """The far end: hands out addresses, refuses as many handshakes as it is told to, keeps what it hears."""

    def __init__(self) -> None:
        self.refuse = 0
        self.addresses = 0
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.open: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.open.put_nowait(socket)
        async for frame in socket:
            if frame.type == WSMsgType.TEXT:
                self.heard.put_nowait(json.loads(frame.data))
        return socket


@pytest.fixture
async def sockets(edge: Edge) -> AsyncIterator[Sockets]:
    far = Sockets()
    app = web.Application()
    app.router.add_get("/link/{number}", far.connect)
    server = TestServer(app)
    await server.start_server()

    def opened(_: Mapping[str, Any]) -> dict[str, Any]:
        far.addresses += 1
        return {"ok": True, "url": str(server.make_url(f"/link/{far.addresses}")).replace("http", "ws", 1)}

    edge.slack.answers["apps.connections.open"] = opened
    yield far
    await server.close()


@pytest.fixture
async def socket(edge: Edge, sockets: Sockets) -> AsyncIterator[SocketMode]:
    client = web_client(None, base_url=edge.slack.url, session=edge.session)
    mode = SocketMode(edge.app, "xapp-test", client, lost=0.2, look=0.02)
    yield mode
    async with asyncio.timeout(PATIENCE):
        await mode.close()


async def test_events_and_commands_are_acknowledged_by_their_envelope(
    edge: Edge, sockets: Sockets, socket: SocketMode
) -> None:
    await socket.start()
    async with asyncio.timeout(PATIENCE):
        far = await sockets.open.get()
        await far.send_json({"envelope_id": "e1", "type": "events_api", "payload": envelope(message(f"<{LINK}>"))})
        assert (await sockets.heard.get())["envelope_id"] == "e1"
        await far.send_json({"envelope_id": "e2", "type": "slash_commands", "payload": command("help")})
        answer = await sockets.heard.get()
    assert answer["envelope_id"] == "e2"
    assert "/handoff PAY-12" in answer["payload"]["text"]
    assert [run[1] for run in edge.started.runs] == [f"msg:{TEAM}:C1:1700000000.000100"]
    assert await socket.connected()


@pytest.mark.parametrize(("past", "connects"), [("127.0.0.1", True), ("slack.com", False)])
async def test_a_host_that_no_proxy_names_is_reached_without_the_proxy(
    edge: Edge, sockets: Sockets, monkeypatch: pytest.MonkeyPatch, past: str, connects: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # where nobody listens
    monkeypatch.setenv("NO_PROXY", past)
    client = web_client(None, base_url=edge.slack.url, session=edge.session)
    mode = SocketMode(edge.app, "xapp-test", client, lost=1, look=0.02)
    await mode.start()
    if connects:
        async with asyncio.timeout(PATIENCE):
            await sockets.open.get()
    else:
        await asyncio.sleep(0.3)
        assert sockets.addresses == 0 and not await mode.connected()
    await mode.close()


async def test_what_cannot_be_committed_is_not_acknowledged(edge: Edge, sockets: Sockets, socket: SocketMode) -> None:
    edge.started.failure = RuntimeError("no database")
    await socket.start()
    async with asyncio.timeout(PATIENCE):
        far = await sockets.open.get()
        await far.send_json({"envelope_id": "e1", "type": "events_api", "payload": envelope(message(f"<{LINK}>"))})
        await far.send_json({"envelope_id": "e2", "type": "slash_commands", "payload": command("help")})
        assert (await sockets.heard.get())["envelope_id"] == "e2"


async def test_after_a_refused_handshake_a_new_address_is_asked_for(sockets: Sockets, socket: SocketMode) -> None:
    """The library would try the same single-use address for ever."""
    sockets.refuse = 1
    await socket.start()
    async with asyncio.timeout(PATIENCE):
        await sockets.open.get()
    assert sockets.addresses >= 2


async def test_an_app_token_that_slack_refuses_is_logged_with_slack_s_name_for_it(
    edge: Edge, sockets: Sockets, socket: SocketMode
) -> None:
    edge.slack.answers["apps.connections.open"] = {"ok": False, "error": "token_revoked"}
    with capture_logs() as logged:
        await socket.start()
        told = {"event": "socket.not_connected", "log_level": "warning", "error": "token_revoked"}
        await until(lambda: told in logged)


async def test_a_lost_connection_comes_back(sockets: Sockets, socket: SocketMode) -> None:
    await socket.start()
    async with asyncio.timeout(PATIENCE):
        first = await sockets.open.get()
        await first.close()
        await sockets.open.get()


@pytest.mark.parametrize(
    "payload", [{"type": "event_callback", "event": 7}, {"type": "block_actions", "actions": [{}]}]
)
async def test_what_nobody_can_read_is_acknowledged_and_not_sent_again(
    sockets: Sockets, socket: SocketMode, payload: dict[str, Any]
) -> None:
    await socket.start()
    async with asyncio.timeout(PATIENCE):
        far = await sockets.open.get()
        await far.send_json({"envelope_id": "e9", "type": "events_api", "payload": payload})
        assert (await sockets.heard.get())["envelope_id"] == "e9"
