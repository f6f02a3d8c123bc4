"""The real bot with every route it has: two workspaces that install it, a Jira connected from Slack, a SQLite file."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
import pytest

import bot.slack.sending.pace
from bot.app import build
from bot.sandbox import App, Pace, Sandbox
from bot.seal import new_key
from bot.settings import Settings, variable
from bot.slack.manifest import manifest
from bot.slack.manifest_variants import with_unfurls
from bot.upkeep import uninstalling
from tests.bot.connecting.conftest import Connected
from tests.bot.conversation.conftest import LEAD, ROOM
from tests.fakes.held import held_port
from tests.fakes.waiting import PATIENCE
from tests.fuzz.watch import Watch, watching

HOME, ACME = "T0SANDBOX", "T0ACME"
ADMIN = "U0ADMIN"
HOOK_ADDRESS = re.compile(r"http://[0-9.:]+/jira/webhook/[\w-]+")


@asynccontextmanager
async def opened(folder: Path, unfurls: Sequence[str] = ()) -> AsyncIterator[tuple[Connected, Watch]]:
    """Without its pace of one message a second, and without the hours it gives a removal. Somebody watches it.
    `unfurls`: hosts whose links it draws verdicts below."""
    with held_port() as port:
        url = f"http://127.0.0.1:{port}"
        made = manifest(url, many=True)
        app = App.of_manifest(with_unfurls(made, unfurls) if unfurls else made, request_urls=[f"{url}/slack/events"])
        with pytest.MonkeyPatch.context() as patch, watching() as watch:
            patch.setattr(bot.slack.sending.pace.Pace.__init__, "__defaults__", (0.0, None))
            patch.setattr(uninstalling, "PAUSES", (0.05,))
            patch.setattr(uninstalling, "SETTLE", 0.05)
            for name in Settings.model_fields:
                patch.delenv(variable(name), raising=False)
            async with Sandbox(app, pace=Pace.fast(), neighbours=[ACME]) as sandbox:
                told = {"HANDOFF_URL": url, "HANDOFF_KEYS": new_key(), "HANDOFF_PORT": str(port)}
                told |= {"HANDOFF_DATA": str(folder / "data"), "HANDOFF_JIRA_SETTLE": "0.1"}
                for name, value in (sandbox.environment() | told).items():
                    patch.setenv(name, value)
                life = Connected(sandbox, build(Settings(), socket=False))
                await life.bot.start()
                try:
                    await _settle_in(life, url)
                    yield life, watch
                finally:
                    await life.bot.close()


async def _settle_in(life: Connected, url: str) -> None:
    """Installed in both workspaces; in the first a Jira is connected, and its projects are discussed in a channel."""
    sandbox = life.sandbox
    sandbox.slack.http.urls = [f"{url}/slack/events"]
    sandbox.slack.core.delivery.transport = sandbox.slack.http
    assert sandbox.many is not None
    sandbox.many.oauth.redirect_urls = [f"{url}/slack/oauth_redirect"]
    for team in (HOME, ACME):
        await install(url, team)
    jira_site = sandbox.jira.site
    await life.at_home("jira_connect", ADMIN)
    await life.shown("jira_connect", ADMIN)
    typed = {"url": sandbox.jira_url, "kind": "token", "email": jira_site.email, "token": jira_site.token}
    await sandbox.slack.users.submit(ADMIN, typed)
    found = HOOK_ADDRESS.search(await life.told("/jira/webhook/", ADMIN))
    assert found
    sandbox.jira.webhooks.url = found[0]
    await sandbox.slack.users.command(ADMIN, ROOM, "/handoff on PAY,WEB")
    store = life.bot._store.channels
    async with asyncio.timeout(PATIENCE):
        while not (await store.channel(HOME, ROOM)).watching:  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.02)


async def install(url: str, team: str) -> None:
    """As a person does it, in a browser of its own."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.post(f"{url}/slack/install", allow_redirects=False) as left:
            asked = left.headers["Location"]
        form = {"team": team, "user": LEAD, "answer": "allow"}
        async with browser.post(asked, data=form, allow_redirects=False) as agreed:
            back = agreed.headers["Location"]
        async with browser.get(back) as done:
            assert done.status == 200, urlsplit(back).path


def forget(sandbox: Sandbox) -> None:
    """What the sandbox remembers is not the bot's memory."""
    assert sandbox.many is not None
    jira, oauth = sandbox.jira, sandbox.many.oauth
    for slack in sandbox.many.slacks.values():
        here, core = slack.workspace, slack.core
        del here.messages[:-200]
        _clear(here.ephemerals, here.unseen, here.files, here.homes, here.modals, core.delivery.sent)
        _clear(core.triggers._spent, core.triggers._issued, slack.calls)
        _shorten(20, core.granted)
    _clear(jira.calls, jira.webhooks.sent)
    _shorten(200, oauth._codes, oauth._refresh, jira.oauth._codes, jira.oauth._refresh, jira.oauth._access)
    for issue in jira.state.issues.values():
        del issue.history[:-50], issue.comments[:-50]


class _Clearable(Protocol):
    def clear(self) -> None: ...


def _clear(*grown: _Clearable) -> None:
    for one in grown:
        one.clear()


def _shorten(most: int, *grown: dict[str, Any]) -> None:
    for kept in grown:
        for one in list(kept)[:-most]:
            del kept[one]
