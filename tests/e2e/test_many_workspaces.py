"""One bot, two workspaces, in a browser: each installs it, connects a Jira and gets cards with its own token; tokens are
renewed; one workspace removes the bot and is forgotten, the other keeps working. No secret is left anywhere."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from bot.connecting.connections import Connected
from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.neighbours import Neighbours
from bot.seal import Seal, new_key
from bot.site_names import name_within
from bot.slack.manifest import manifest
from bot.store import Store
from bot.store.privacy.inventory import HELD
from bot.store.sql.database import database_url
from tests.bot.crash.fleet import SERVE, Process, plain_environment
from tests.fakes.held import held_port
from tests.fakes.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOME, ACME = "T0SANDBOX", "T0ACME"
ROOM, LEAD, ADMIN = "C0PAYMENTS", "U0LEAD", "U0ADMIN"
UNNAMED = """() => [...document.querySelectorAll('button, a, select')]
  .filter((e) => !(e.innerText?.trim() || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML)"""
PICTURES = os.environ.get("HANDOFF_TEST_PICTURES")


@dataclass
class World:
    sandbox: Sandbox
    process: Process
    url: str
    folder: Path
    key: str
    seen: list[str] = field(default_factory=list)
    """Pages, as the browser had them."""
    tokens: set[str] = field(default_factory=set)
    """All that ever were."""

    @property
    def many(self) -> Neighbours:
        assert self.sandbox.many is not None
        return self.sandbox.many

    def remember(self) -> None:
        self.tokens |= {*self.many.oauth._refresh, *self.many.oauth.spent}
        self.tokens |= {token for slack in self.many.slacks.values() for token in slack.core.granted}

    def rows(self, team: str) -> set[str]:
        """Tables with rows of a workspace."""
        with sqlite3.connect(self.folder / "handoff.db") as database:
            asked = "SELECT count(*) FROM {} WHERE workspace = ?"
            return {name for name in HELD if database.execute(asked.format(name), (team,)).fetchone()[0]}

    def clear(self) -> bytes:
        """Everything that was written down or said."""
        files = [file.read_bytes() for file in self.folder.iterdir() if file.is_file()]
        return b"\n".join([*files, *(page.encode() for page in self.seen)])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    with held_port() as port:
        folder, key = tmp_path_factory.mktemp("many"), new_key()
        url = f"http://127.0.0.1:{port}"
        app = App.of_manifest(manifest(url, many=True), request_urls=[f"{url}/slack/events"])
        async with Sandbox(app, pace=Pace.fast(), neighbours=[ACME]) as sandbox:
            assert sandbox.many is not None
            sandbox.many.oauth.redirect_urls = [f"{url}/slack/oauth_redirect"]
            given = {"HANDOFF_URL": url, "HANDOFF_KEYS": key, "HANDOFF_DATA": str(folder), "HANDOFF_LOG_LEVEL": "debug"}
            environment = plain_environment() | sandbox.environment() | given | {"HANDOFF_COOLDOWN": "0"}
            process = Process(SERVE, environment, port, folder / "bot.log")
            await process.start()
            try:
                yield World(sandbox, process, url, folder, key)
            finally:
                if process.alive:
                    await process.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    found = await browser.new_page(viewport={"width": 900, "height": 800})
    yield found
    await found.close()


async def install(world: World, page: Page, team: str) -> None:
    """As a person does it: two pages and two presses, reached by keyboard too."""
    await page.goto(f"{world.url}/slack/install")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Add Handoff to Slack")
    world.seen.append(await page.content())
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Continue to Slack")).to_be_focused()
    await picture(page, "install")
    await page.keyboard.press("Enter")
    await page.get_by_label("Which workspace?").select_option(team)
    await page.get_by_role("button", name="Allow").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Handoff is installed in Team {team[2:].title()}.")
    assert await page.evaluate(UNNAMED) == []
    world.seen.append(await page.content())
    await picture(page, "installed")


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


async def connect(world: World, team: str) -> None:
    """Its Jira, as its Home tab leaves it in the store; that tab has stories of its own."""
    door, address = world.sandbox.jira.site, world.sandbox.jira_url
    made = Connected(team, name_within(team, address), address, "token", door.email, token=SecretStr(door.token))
    store = Store.open(database_url(world.folder, None), seal=Seal([world.key]))
    await store.jira.connections.connect(team, made, None, user=ADMIN, now=datetime.now(UTC))
    await store.close()


def watching(world: World, team: str) -> bool:
    return "channels" in world.rows(team)


async def carded(world: World, team: str, key: str) -> None:
    slack = world.many.slacks[team]
    said = await slack.users.say(LEAD, ROOM, world.sandbox.link(key))
    await slack.workspace.until(lambda: slack.messages(ROOM, thread=said.ts), PATIENCE)
    assert key in slack.messages(ROOM, thread=said.ts)[0].text


async def test_cancel_leaves_nothing_behind(world: World, page: Page) -> None:
    await page.goto(f"{world.url}/slack/install")
    await page.get_by_role("button", name="Continue to Slack").click()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was installed.")
    await page.get_by_role("link", name="Start again").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Add Handoff to Slack")
    assert world.rows(HOME) | world.rows(ACME) == set()


async def test_two_workspaces_at_once(world: World, browser: Browser) -> None:
    world.many.oauth.life = 200  # so that the first who needs a token renews it
    contexts = [await browser.new_context() for _ in range(2)]
    pages = [await context.new_page() for context in contexts]
    await asyncio.gather(*(install(world, page, team) for page, team in zip(pages, (HOME, ACME), strict=True)))
    for context in contexts:
        await context.close()
    world.many.oauth.life = 43_200
    world.remember()
    first = {team: set(slack.core.granted) for team, slack in world.many.slacks.items()}
    for team in (HOME, ACME):
        await connect(world, team)
    for team in (HOME, ACME):
        assert (await world.many.slacks[team].users.command(ADMIN, ROOM, "/handoff on PAY,WEB")).ok
        await until(partial(watching, world, team))
    await asyncio.gather(carded(world, HOME, "PAY-12"), carded(world, ACME, "PAY-18"))
    world.remember()
    for team, slack in world.many.slacks.items():
        assert first[team] < set(slack.core.granted), "renewed"
        assert {call.answer for call in slack.calls.of("chat.*")} <= {"ok", "ratelimited"}
    assert len(world.many.oauth.spent) == len(set(world.many.oauth.spent)) == 2, "each once"
    said = {team: "".join(m.text for m in slack.messages(ROOM)) for team, slack in world.many.slacks.items()}
    assert "PAY-18" not in said[HOME] and "PAY-12" not in said[ACME]


async def test_the_one_that_leaves_is_forgotten_and_the_other_keeps_working(world: World) -> None:
    assert {"installations", "channels", "cards", "verdicts", "jira_connections"} <= world.rows(ACME)
    world.many.uninstall(ACME)
    await until(lambda: not world.rows(ACME))
    assert {"installations", "channels", "cards", "verdicts", "jira_connections"} <= world.rows(HOME)
    await carded(world, HOME, "WEB-7")
    assert [slack.lost for slack in world.many.slacks.values()] == [[], []]


async def test_no_secret_is_in_a_file_a_log_or_a_page(world: World) -> None:
    assert await world.process.stop() == 0
    world.remember()
    door = world.sandbox.jira.site
    secrets = {*world.tokens, world.many.oauth.client_secret, world.key, world.sandbox.signing_secret, door.token}
    assert len(world.tokens) >= 6
    kept = world.clear()
    assert b"install.done" in kept and b"renewal.done" in kept and b"uninstall.deleted" in kept
    assert [secret[:12] for secret in secrets if secret.encode() in kept] == []
    assert b"Traceback" not in kept
