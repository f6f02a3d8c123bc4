"""Socket Mode: the websocket a bot opens, acknowledgements by envelope, and asking to come again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import App, Pace, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(App(socket_mode=True), pace=Pace.fast()) as running:
        yield running


async def connected(sandbox: Sandbox, heard: list[Any], payload: dict[str, Any] | None = None) -> SocketModeClient:
    client = SocketModeClient(sandbox.app_token, web_client=AsyncWebClient(base_url=sandbox.slack_url))

    async def hear(client: Any, request: SocketModeRequest) -> None:
        heard.append(request)
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    client.socket_mode_request_listeners.append(hear)
    await client.connect()  # type: ignore[no-untyped-call]
    await sandbox.slack.workspace.until(lambda: sandbox.slack.core.socket.connected)
    return client


async def test_an_event_comes_down_and_its_acknowledgement_goes_up(sandbox: Sandbox) -> None:
    heard: list[SocketModeRequest] = []
    client = await connected(sandbox, heard)
    await sandbox.slack.users.say("U0LEAD", "C0PAYMENTS", "hello")
    await sandbox.slack.core.delivery.idle()
    await client.close()  # type: ignore[no-untyped-call]
    assert heard[0].type == "events_api" and heard[0].payload["event"]["text"] == "hello"
    assert sandbox.slack.lost == []


async def test_a_commands_answer_may_ride_on_the_acknowledgement(sandbox: Sandbox) -> None:
    client = await connected(sandbox, [], {"text": "at once"})
    await sandbox.slack.users.command("U0LEAD", "C0PAYMENTS", "/handoff help")
    await client.close()  # type: ignore[no-untyped-call]
    assert [m.text for m in sandbox.slack.whispers("U0LEAD")] == ["at once"]


async def test_without_a_connection_an_event_is_lost_and_a_command_fails(sandbox: Sandbox) -> None:
    await sandbox.slack.users.say("U0LEAD", "C0PAYMENTS", "hello")
    await sandbox.slack.core.delivery.idle()
    await sandbox.slack.users.command("U0LEAD", "C0PAYMENTS", "/handoff PAY-1")
    assert len(sandbox.slack.lost) == 1
    assert "dispatch_failed" in sandbox.slack.whispers("U0LEAD")[0].text


async def test_an_address_is_good_for_one_connection(sandbox: Sandbox) -> None:
    url = (
        await AsyncWebClient(sandbox.app_token, base_url=sandbox.slack_url).apps_connections_open(
            app_token=sandbox.app_token
        )
    )["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        await sandbox.slack.core.socket.disconnect("warning")
        assert (await socket.receive_json())["reason"] == "warning"
