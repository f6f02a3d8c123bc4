"""`handoff doctor` asks Slack for several installed workspaces at once: a slow one holds up none, and their order stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.doctor import installations
from bot.doctor.result import Result
from bot.installed import Installation, Installed, Token
from bot.seal import Seal, new_key
from bot.settings import Settings, load
from bot.slack.manifest import SCOPES
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url


class SlowSlack:
    """Answers `auth.test` only once `waits` ask at the same time; the workspaces of `silent` never."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.silent: set[str] = set()
        self.throttled: set[str] = set()
        self.running = self.most = 0
        self.full = asyncio.Event()
        self.waits = 1

    async def answer(self, request: web.Request) -> web.Response:
        team = request.headers["Authorization"].removeprefix("Bearer xoxb-")
        self.asked.append(team)
        self.running += 1
        self.most = max(self.most, self.running)
        if self.running >= self.waits:
            self.full.set()
        try:
            await self.full.wait()
            if team in self.silent:
                await asyncio.Event().wait()
        finally:
            self.running -= 1
        if team in self.throttled:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
        body = {"ok": True, "team_id": team, "user_id": "UB", "bot_id": "B1", "url": f"https://{team}.example/"}
        return web.json_response(body, headers={"x-oauth-scopes": ",".join(SCOPES)})


@pytest.fixture
async def slack() -> AsyncIterator[tuple[SlowSlack, str]]:
    slow = SlowSlack()
    app = web.Application()
    app.router.add_post("/api/auth.test", slow.answer)
    async with TestServer(app) as server:
        yield slow, str(server.make_url("/api/"))


@pytest.fixture
async def settings(slack: tuple[SlowSlack, str], bare_environment: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name, value in {
        "HANDOFF_DATA": str(tmp_path),
        "HANDOFF_KEYS": new_key(),
        "HANDOFF_SLACK_URL": slack[1],
        "HANDOFF_URL": "https://handoff.example.com",
        "SLACK_CLIENT_ID": "123456789.987654321",
        "SLACK_CLIENT_SECRET": "0123456789abcdef0123456789abcdef",
        "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    }.items():
        bare_environment.setenv(name, value)
    await asyncio.to_thread(migrate, database_url(tmp_path, None))
    return load()


async def install(settings: Settings, *teams: str) -> None:
    store = Store.open(database_url(settings.data, None), seal=Seal(settings.own_keys))
    for team in teams:
        token = Token(SecretStr(f"xoxb-{team}"))
        found = Installation(team, team, None, "B1", "UB", frozenset(SCOPES))
        await store.installations.save(Installed(found, token, "A1", "U1", datetime.now(UTC)))
    await store.close()


async def examined(settings: Settings) -> list[Result]:
    async with aiohttp.ClientSession() as session:
        return await installations.examine(settings, session)


async def test_ten_are_asked_at_once_and_told_in_the_order_of_their_names(
    slack: tuple[SlowSlack, str], settings: Settings
) -> None:
    teams = [f"T{number:04}" for number in range(25)]
    await install(settings, *reversed(teams))
    slack[0].waits = installations.AT_ONCE
    results = await examined(settings)
    assert [one.about for one in results] == [f"Slack workspace {team}" for team in teams]
    assert {one.state for one in results} == {"ok"}
    assert slack[0].most == installations.AT_ONCE and sorted(slack[0].asked) == teams


async def test_a_workspace_that_slack_does_not_answer_for_holds_up_no_other(
    slack: tuple[SlowSlack, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installations, "LONGEST", 0.5)
    await install(settings, "T1", "T2", "T3")
    slack[0].silent = {"T2"}
    one, two, three = await examined(settings)
    assert (one.state, two.state, three.state) == ("ok", "failed", "ok")
    assert "did not answer" in two.says and "internet" in two.cure


async def test_a_slack_that_asks_to_slow_down_has_not_refused_a_token(
    slack: tuple[SlowSlack, str], settings: Settings
) -> None:
    await install(settings, "T1")
    slack[0].throttled = {"T1"}
    [told] = await examined(settings)
    assert told.state == "failed" and "could not be asked" in told.says and "Install it again" not in told.cure


async def test_of_very_many_the_rest_is_counted(
    slack: tuple[SlowSlack, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installations, "MOST", 2)
    await install(settings, "T1", "T2", "T3")
    *named, rest = await examined(settings)
    assert [one.state for one in named] == ["ok", "ok"] and (rest.state, rest.says[:6]) == ("skipped", "1 more")
    assert len(slack[0].asked) == 2
