"""The page's own doors."""

from __future__ import annotations

import re
from importlib.resources import files

import aiohttp
import pytest

from bot.sandbox import Sandbox


async def test_the_page_says_what_it_is_and_loads_nothing_from_elsewhere(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.get(sandbox.page_url) as answer:
        text = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
    assert "stand-in for Slack and Jira" in text and "Not affiliated" in text
    assert "default-src 'self'" in policy and "unsafe" not in policy
    folder = files("bot.sandbox.page") / "static"
    for file in folder.iterdir():
        words = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"""(src|href|import|from|url\()\s*=?\s*["'(]https?:""", words), file.name


async def test_a_site_elsewhere_cannot_use_the_page(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.page_url}sandbox/state", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403
        async with session.post(f"{sandbox.page_url}sandbox/act", data='{"act": "close"}') as answer:
            assert answer.status == 415


@pytest.mark.parametrize("path", ["static/nothing.js", "static/..%2Froutes.py", "static/%2e%2e%2fstate.py"])
async def test_only_the_pages_own_files_are_served(sandbox: Sandbox, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.page_url}{path}") as answer:
        assert answer.status == 404


async def test_each_person_sees_their_own_channels_and_whispers(sandbox: Sandbox) -> None:
    await sandbox.slack.users.command("U0LEAD", "C0PAYMENTS", "/handoff PAY-1")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.page_url}sandbox/state?as=U0LEAD") as answer:
            lead = await answer.json()
        async with session.get(f"{sandbox.page_url}sandbox/state?as=U0GUEST") as answer:
            guest = await answer.json()
    assert [m["only_you"] for m in lead["messages"]] == [True]
    assert guest["messages"] == []
    assert {c["name"] for c in guest["channels"] if c["name"]} == {"payments"}
