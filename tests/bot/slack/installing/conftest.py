"""The real bot for many workspaces beside a small Slack with two, on each database."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import ClientResponse, CookieJar
from slack_bolt.async_app import AsyncApp
from sqlalchemy import URL

from bot.app import App as Bot
from bot.app import build
from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.neighbours import Neighbours
from bot.sandbox.slack.server import SmallSlack
from bot.seal import new_key
from bot.settings import Settings, variable
from bot.slack.bolt import bolt_app
from bot.slack.manifest import manifest
from tests.fakes.held import held_port
from tests.fakes.migrated import make_tables
from tests.fakes.waiting import PATIENCE

HOME, ACME = "T0SANDBOX", "T0ACME"
TEAMS = (HOME, ACME)
LEAD, ADMIN, ROOM = "U0LEAD", "U0ADMIN", "C0PAYMENTS"


@dataclass
class Town:
    """Two workspaces, and the bot that may be installed in them."""

    sandbox: Sandbox
    bot: Bot
    url: str
    session: aiohttp.ClientSession
    """A browser's: it keeps cookies."""
    folder: Path
    key: str
    app: AsyncApp
    """Bolt's, as the bot made it."""
    pages: list[str] = field(default_factory=list)

    @property
    def many(self) -> Neighbours:
        assert self.sandbox.many is not None
        return self.sandbox.many

    def slack(self, team: str) -> SmallSlack:
        return self.many.slacks[team]

    async def get(self, address: str) -> tuple[ClientResponse, str]:
        async with self.session.get(address, allow_redirects=False) as answer:
            text = await answer.text()
        self.pages.append(text)
        return answer, text

    async def begun(self) -> str:
        """Slack's address after the button; the browser carries the cookie now."""
        async with self.session.post(f"{self.url}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 303
            return answer.headers["Location"]

    async def agreed(self, asked: str, team: str, answer: str = "allow") -> str:
        """The address that Slack sends the person back to."""
        form = {"team": team, "user": LEAD, "answer": answer}
        async with self.session.post(asked, data=form, allow_redirects=False) as sent:
            assert sent.status == 302
            return sent.headers["Location"]

    async def install(self, team: str) -> str:
        """The page at the end."""
        answer, page = await self.get(await self.agreed(await self.begun(), team))
        assert answer.status == 200, heading(page)
        return page

    async def rows(self) -> dict[str, object]:
        store = self.bot._store.installations
        return {team: await store.of(team) for team in await store.everyone()}


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    return unescape(found[1]) if found else ""


def state_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


async def watched(town: Town, workspace: str, room: str, *, on: bool = True) -> None:
    """Until the bot noted that a room is turned on, or off."""
    async with asyncio.timeout(PATIENCE):
        while (await town.bot._store.channels.channel(workspace, room)).watching is not on:  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.02)


def now() -> datetime:
    return datetime.now(UTC)


@pytest_asyncio.fixture
async def town(database: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    async with opened(database, tmp_path, monkeypatch) as found:
        yield found


@asynccontextmanager
async def opened(
    database: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, socket_mode: bool = False
) -> AsyncIterator[Town]:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    with held_port() as port:
        key = new_key()
        url = f"http://127.0.0.1:{port}"
        app = App.of_manifest(manifest(url, many=True), request_urls=[f"{url}/slack/events"])
        app = replace(app, socket_mode=socket_mode)
        async with (
            Sandbox(app, pace=Pace.fast(), neighbours=[ACME]) as sandbox,
            aiohttp.ClientSession(cookie_jar=CookieJar(unsafe=True)) as session,
        ):
            assert sandbox.many is not None
            sandbox.many.oauth.redirect_urls = [f"{url}/slack/oauth_redirect"]
            given = sandbox.environment() | {"HANDOFF_URL": url, "HANDOFF_KEYS": key, "HANDOFF_PORT": str(port)}
            given["HANDOFF_DATA"] = str(tmp_path)
            if database.get_backend_name() != "sqlite":
                address = database.set(drivername="postgresql").render_as_string(hide_password=False)
                given["HANDOFF_DATABASE_URL"] = address
            for name, value in given.items():
                monkeypatch.setenv(name, value)
            make_tables(database, engine=True)
            bot, made = build(Settings(), socket=socket_mode), []

            def remembered(*arguments: Any, **more: Any) -> AsyncApp:
                made.append(bolt_app(*arguments, **more))
                return made[0]

            monkeypatch.setattr("bot.app.bolt_app", remembered)
            await bot.start()
            yield Town(sandbox, bot, url, session, tmp_path, key, made[0])
            await bot.close()
