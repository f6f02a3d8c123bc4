"""The composed bot with no Jira in its settings, beside a sandbox whose Jira can be connected in every way."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import build
from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.models import View
from bot.seal import new_key
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.store.sql.database import database_url
from tests.bot.conversation.conftest import LEAD, Life
from tests.fakes.held import held_port
from tests.fakes.migrated import make_tables

CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")
FORM = re.compile(r'<form method="post" action="([^"]+)"')


class Connected(Life):
    """What people do in App Home and in their browser."""

    def home(self, user: str = LEAD) -> View | None:
        return self.sandbox.slack.workspace.homes.get(user)

    def buttons(self, user: str = LEAD) -> dict[str, str]:
        """The buttons of App Home: action and value, with the block of each."""
        home = self.home(user)
        blocks = home.view["blocks"] if home else []
        found = ((element, block) for block in blocks for element in block.get("elements", ()))
        return {
            element["action_id"]: block["block_id"]
            for element, block in found
            if element.get("action_id", "").startswith("handoff_jira")
        }

    async def at_home(self, verb: str, user: str = LEAD) -> None:
        """Open App Home and press a button of its part about Jira."""
        await self.sandbox.slack.users.open_home(user)
        await self.until(lambda: f"handoff_{verb}" in self.buttons(user))
        home = self.home(user)
        assert home is not None
        await self.sandbox.slack.users.click_in_view(
            user, home, f"handoff_{verb}", block_id=self.buttons(user)[f"handoff_{verb}"]
        )

    def way(self, user: str = LEAD) -> str:
        """The address of the button that leads out of a modal."""
        found = (element for block in self.modal(user)["blocks"] for element in block.get("elements", ()))
        return next(str(element["url"]) for element in found if "url" in element)

    async def consent(self, way: str, account: str = "maija", *, answer: str = "allow") -> tuple[int, str]:
        """Go the whole way in a browser of one's own; the last page."""
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            async with browser.get(way) as asked:
                page = await asked.text()
            if not (form := FORM.search(page)):
                return asked.status, page
            base = f"http://127.0.0.1:{self.bot.port}"
            async with browser.post(base + unescape(form[1])) as atlassian:
                page, url = await atlassian.text(), atlassian.url
            if not (form := FORM.search(page)):
                return atlassian.status, page
            there = url.join(url.with_path("/authorize").with_query(None)).origin()
            data = {"account": account, "answer": answer}
            async with browser.post(f"{there}{unescape(form[1])}", data=data) as back:
                return back.status, await back.text()

    async def join(self, page: str, user: str = LEAD) -> dict[str, str]:
        """Type the code of the last page in the modal that is open; what Slack shows beside the fields."""
        code = CODE.search(page)
        assert code, page
        return await self.sandbox.slack.users.submit(user, {"code": code[0]})

    def said(self, user: str = LEAD) -> str:
        return str(self.modal(user).get("blocks"))

    async def told(self, words: str, user: str = LEAD) -> str:
        await self.until(lambda: words in self.said(user))
        return self.said(user)


async def opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, given: bool, **environment: str
) -> AsyncIterator[Connected]:
    """With `given`, the sandbox's Jira stands in the operator's settings too."""
    with held_port() as port:
        async with Sandbox(App.of_manifest(manifest()), pace=Pace.fast()) as sandbox:
            told = sandbox.environment() | {
                "HANDOFF_JIRA_SETTLE": "0.1",
                "HANDOFF_KEYS": new_key(),
                "HANDOFF_URL": f"http://127.0.0.1:{port}",
            }
            for name, value in (told | environment).items():
                if given or name not in (
                    "HANDOFF_JIRA_URL",
                    "HANDOFF_JIRA_TOKEN",
                    "HANDOFF_JIRA_EMAIL",
                    "HANDOFF_JIRA_AUTH",
                ):
                    monkeypatch.setenv(name, value)
            monkeypatch.delenv("SLACK_APP_TOKEN", raising=False)
            make_tables(database_url(folder / "data", None), engine=True)
            settings: Any = {"data": folder / "data", "port": port}
            bot = build(Settings(**settings), socket=False)
            await bot.start()
            sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
            sandbox.slack.core.delivery.transport = sandbox.slack.http
            yield Connected(sandbox, bot)
            await bot.close()


@pytest.fixture
async def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connected]:
    async for made in opened(tmp_path, monkeypatch, given=False):
        yield made


@pytest.fixture
async def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connected]:
    async for made in opened(tmp_path, monkeypatch, given=True, HANDOFF_JIRA_WRITES="PAY=edit"):
        yield made
