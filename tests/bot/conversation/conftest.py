"""The composed bot beside the sandbox, told of edits by the small Jira's own webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App as Bot
from bot.app import build
from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.models import Message
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.store.sql.database import database_url
from tests.bot.conversation.waiting import Waiting, made_waiting
from tests.fakes.migrated import make_tables
from tests.fakes.waiting import PATIENCE, until

ROOM, LEAD, CONTRACTOR, BOT = "C0PAYMENTS", "U0LEAD", "U0CONTRACTOR", "U0HANDOFF"
GOOD = "PAY-12"
"""A ticket of the sandbox that is ready; its words close every gap of another."""


@dataclass
class Life:
    """The bot and its surroundings, with what a test of the conversation does most."""

    sandbox: Sandbox
    bot: Bot

    async def until(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        await until(true, seconds)

    async def rest(self) -> None:
        """Until everything that was begun is done."""
        await self.sandbox.jira.webhooks.idle()
        await self.sandbox.slack.core.delivery.idle(PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while await self.bot._engine.unfinished():  # noqa: ASYNC110 - it works elsewhere
                await asyncio.sleep(0.02)

    async def card(self, key: str, *, asked: bool = True, user: str = LEAD) -> Message:
        """The card under a message that names the ticket, once the bot has noted where it stands: who acts on it before
        that is told that there is none."""
        said = f"@handoff {key}" if asked else self.sandbox.link(key)
        message = await self.sandbox.slack.users.say(user, ROOM, said)
        await self.until(lambda: self.thread(message.ts))
        await self.rest()
        return self.thread(message.ts)[0]

    def thread(self, ts: str) -> list[Message]:
        return [one for one in self.sandbox.slack.messages(ROOM, thread=ts) if one.user == BOT]

    def answers(self, card: Message) -> list[str]:
        """What the bot said under a card's thread beside the card."""
        return [one.text for one in self.thread(card.thread_ts or "") if one.ts != card.ts]

    async def press(self, card: Message, verb: str, code: str = "", *, user: str = LEAD) -> None:
        """Press a button of a card; for a gap, its own."""
        for block in card.blocks or []:
            for element in block.get("elements", ()):
                if element.get("type") == "overflow":
                    for option in element["options"]:
                        if option["value"].startswith(f"handoff_{verb} ") and code in option["value"]:
                            await self.sandbox.slack.users.click(
                                user, card, "handoff_more", block_id=block["block_id"], value=option["value"]
                            )
                            return
                if element.get("action_id") == f"handoff_{verb}" and code in element.get("value", ""):
                    await self.sandbox.slack.users.click(user, card, f"handoff_{verb}", block_id=block["block_id"])
                    return
        raise AssertionError(f"no {verb} {code} on the card")

    def whispers(self, user: str = LEAD) -> list[str]:
        return [one.text for one in self.sandbox.slack.whispers(user)]

    def modal(self, user: str = LEAD) -> dict[str, Any]:
        stack = self.sandbox.slack.workspace.modals.get(user) or []
        return stack[-1].view if stack else {}

    async def shown(self, callback: str, user: str = LEAD) -> dict[str, Any]:
        """The modal of that name, once it is there."""
        await self.until(lambda: self.modal(user).get("callback_id") == f"handoff_{callback}")
        return self.modal(user)

    def good_words(self) -> str:
        return self.sandbox.jira.issue(GOOD).description.as_wiki() or ""

    def repair(self, key: str, by: str = "maija") -> None:
        """Edit a ticket so that it is ready."""
        summary = self.sandbox.jira.issue(GOOD).summary
        self.sandbox.jira.edit(key, by=by, description=self.good_words(), summary=summary)


def gaps_of(card: Message) -> list[str]:
    """Codes of the gaps that a card draws, in order."""
    elements = (element for block in card.blocks or [] for element in block.get("elements", ()))
    drawn = (element for element in elements if element.get("action_id") == "handoff_why")
    return [json.loads(element["value"])["code"] for element in drawn]


async def lived(
    folder: Path, monkeypatch: pytest.MonkeyPatch, made: dict[str, Any] | None = None, **environment: str
) -> AsyncIterator[Life]:
    """`made`: the manifest that the app is made from, if not the usual one. What becomes of a late answer is tested with
    the sandbox; here Slack waits for one."""
    pace = replace(Pace.fast(), ack=PATIENCE, trigger_life=PATIENCE)
    async with Sandbox(App.of_manifest(made or manifest()), pace=pace) as sandbox:
        told = {"HANDOFF_JIRA_WEBHOOK_SECRET": sandbox.jira.webhooks.secret, "HANDOFF_JIRA_SETTLE": "0.1"}
        for name, value in (sandbox.environment() | told | environment).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("SLACK_APP_TOKEN", raising=False)
        make_tables(database_url(folder / "data", None), engine=True)
        bot = build(Settings(data=folder / "data", port=0), socket=False)
        await bot.start()
        sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
        sandbox.slack.core.delivery.transport = sandbox.slack.http
        sandbox.jira.webhooks.url = f"http://127.0.0.1:{bot.port}/jira/webhook"
        life = Life(sandbox, bot)
        yield life
        await life.bot.close()


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[Waiting]:
    """A Wednesday on which a ticket has a question for its reporter."""
    async for made in made_waiting(tmp_path):
        yield made


@pytest.fixture
async def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch):
        yield made
