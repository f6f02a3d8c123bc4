"""Behind a proxy of the environment, which is the only way out of many networks, all that the bot asks goes through it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer

from bot.app import App, build
from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.bot.app.test_app import CHANNEL, USER, said, sandbox, settings
from tests.fakes.waiting import until

__all__ = ["sandbox"]
DROPPED = {"host", "proxy-connection", "connection", "content-length", "transfer-encoding", "content-encoding"}


@pytest.fixture
async def passed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """The addresses that went through the proxy."""
    found: list[str] = []

    async def forward(request: web.BaseRequest) -> web.Response:
        found.append(str(request.url))
        kept = {name: value for name, value in request.headers.items() if name.lower() not in DROPPED}
        async with session.request(
            request.method, request.url, headers=kept, data=await request.read(), allow_redirects=False
        ) as answer:
            back = {name: value for name, value in answer.headers.items() if name.lower() not in DROPPED}
            return web.Response(status=answer.status, body=await answer.read(), headers=back)

    async with aiohttp.ClientSession() as session, RawTestServer(forward) as server:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, str(server.make_url("/")).rstrip("/"))
        for name in ("NO_PROXY", "no_proxy", "HTTPS_PROXY", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield found


async def answering(sandbox: Sandbox, of: Settings) -> App:
    """A bot that has answered a link and a command."""
    bot = build(of, socket=False)
    await bot.start()
    sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
    await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
    await until(lambda: said(sandbox))
    await sandbox.slack.users.command(USER, CHANNEL, "/handoff PAY-15")
    await until(lambda: sandbox.slack.whispers(USER))
    return bot


async def test_slack_jira_and_answers_to_commands_are_reached_through_the_proxy(
    sandbox: Sandbox, passed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await answering(sandbox, settings(sandbox, tmp_path, monkeypatch))
    for way in ("/api/chat.postMessage", "/rest/api/3/issue/", "/response/"):
        assert any(way in address for address in passed), way
    await bot.close()


async def test_hosts_that_no_proxy_names_are_reached_without_it(
    sandbox: Sandbox, passed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    bot = await answering(sandbox, settings(sandbox, tmp_path, monkeypatch))
    await sandbox.slack.users.command(USER, CHANNEL, "/handoff settings")
    await until(lambda: sandbox.slack.workspace.modals)
    await bot.close()
    assert passed == []


async def test_passwords_of_a_netrc_speak_over_no_token_of_the_bots(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("default login somebody password word\n", "utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    environment = {**os.environ, **sandbox.environment(), "HOME": str(tmp_path), "HANDOFF_DATA": str(tmp_path)}
    command = (sys.executable, "-c", "from bot.cli import main; main()", "doctor")
    doctor = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
    said = (await doctor.communicate())[0].decode()
    assert "Slack bot token: works" in said and doctor.returncode == 0, said
