"""One workspace never meets another's tickets, settings or history: every listener is called by a stranger whose channels
and people have the owner's own ids, with every number that the owner's rows have."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.channels.views import ChannelForm, SettingsView
from bot.connecting.connections import Connected
from bot.render.actions import Click, Verb, encode
from bot.render.modals.forms import ACTION
from bot.render.modals.settings import settings_modal
from bot.sandbox.slack.delivery.delivery import envelope_of
from bot.sandbox.slack.delivery.transport import Attempt, Kind
from bot.sandbox.slack.models import Message, View
from bot.sandbox.slack.people import payloads
from bot.site_names import name_within
from bot.slack.asking import SHORTCUT
from bot.slack.connects import SUBMITTED as CONNECT
from bot.slack.drafts import SUBMITTED, TAKE
from bot.slack.forms import CALLBACK
from bot.slack.listeners import CHANNEL_CHANGED, REMOVED
from bot.slack.looks import LOOK
from bot.slack.workflow_step import STEP
from bot.store.tables import metadata
from tests.bot.slack.installing.conftest import ACME, ADMIN, HOME, LEAD, ROOM, Town, now
from tests.fakes.waiting import PATIENCE, until

MARK = "zqowners"
"""A word of the owner's ticket, settings and typing, that occurs nowhere else."""
COMMANDS = (
    *("PAY-18", "on PAY", "settings", "off", "digest", "digest now", "digest preview", "digest pause", "help"),
    "digest mon 09:00 Europe/Helsinki discussed",
)


async def at_home(town: Town) -> Message:
    """The owner has a Jira, a card, a digest, a mute, a judgement and a modal with something typed; gives the card."""
    slack, jira = town.slack(HOME), town.sandbox.jira
    lines = (jira.issue("PAY-18").description.as_wiki() or "").splitlines()
    marked = "\n".join(f"{line} {MARK}" if line.strip() else line for line in lines)
    jira.edit("PAY-18", summary=f"Refunds {MARK}", description=marked)
    await town.install(HOME)
    name = name_within(HOME, town.sandbox.jira_url)
    url, token = town.sandbox.jira_url, SecretStr(jira.site.token)
    made = Connected(HOME, name, url, "token", jira.site.email, token=token, user=ADMIN)
    await town.bot._store.jira.connections.connect(HOME, made, None, user=ADMIN, now=now())
    await town.bot._opened.knowledge.forget(HOME)
    for line in ("on PAY", f"digest mon 09:00 Europe/Helsinki text ~ {MARK}", "digest now"):
        assert (await slack.users.command(ADMIN, ROOM, f"/handoff {line}")).ok
        await rested(town)
    said = await slack.users.say(LEAD, ROOM, town.sandbox.link("PAY-18"))
    await until(lambda: slack.messages(ROOM, thread=said.ts))
    await rested(town)
    card = slack.messages(ROOM, thread=said.ts)[0]
    for action, block in [
        (e.get("action_id"), b["block_id"]) for b in card.blocks or () for e in b.get("elements", ())
    ]:
        if action in ("handoff_answer", "handoff_mute", "handoff_wrong"):
            await slack.users.click(LEAD, card, action, block_id=block)
            await rested(town)
    await slack.users.open_home(LEAD)
    await rested(town)
    assert MARK in str(await rows_of(town, HOME))
    return card


async def rested(town: Town) -> None:
    for slack in town.many.slacks.values():
        await slack.core.delivery.idle(within=PATIENCE)
    async with asyncio.timeout(PATIENCE):  # a thousand requests, on a machine that may be busy with others
        while await town.bot._engine.unfinished():  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.02)


async def rows_of(town: Town, team: str) -> dict[str, list[dict[str, Any]]]:
    found = {}
    async with town.bot._store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = await connection.execute(select(table).where(table.c.workspace == team))
            found[table.name] = [dict(row) for row in rows.mappings()]
    return found


def numbers(rows: dict[str, list[dict[str, Any]]]) -> list[int]:
    return sorted({row["id"] for table in rows.values() for row in table if isinstance(row.get("id"), int)})


def clicks(ids: list[int]) -> Iterator[Click]:
    """Each verb with every handle that any view could have made of the owner's numbers."""
    for verb, number, letter in itertools.product(get_args(Verb), ids, ("", "v", "p", "d", "s", "c")):
        yield Click(verb, f"{letter}{number}", "CON202")
    yield Click("settings", ROOM)


class Stranger:
    """The other workspace's admin, who knows everything but has no right."""

    def __init__(self, town: Town, card: Message) -> None:
        self._town = town
        self._slack = town.slack(ACME)
        self._core = self._slack.core
        self._person = self._core.workspace.people[ADMIN]
        self._card = card
        self.answers: list[bytes] = []

    async def send(self, kind: Kind, payload: dict[str, Any]) -> None:
        answer = await self._core.delivery.transport.send(kind, payload, Attempt(), 10.0)
        assert answer.ok, (kind, payload.get("type"), answer.status)
        self.answers.append(answer.body)

    async def walk(self, ids: list[int]) -> None:
        """The owner's message stands in the stranger's channel too, under the same `ts`."""
        self._core.workspace.messages.append(self._card)
        await self._events()
        for line in COMMANDS:
            room = self._core.workspace.channels[ROOM]
            await self.send("slash_commands", payloads.command(self._core, self._person, room, "/handoff", line))
        for callback in (SHORTCUT, TAKE):
            await self.send("interactive", payloads.shortcut(self._core, self._person, self._card, callback))
        await self.send("interactive", payloads.global_shortcut(self._core, self._person, LOOK))
        for click in clicks(ids):
            await self._click(click.action_id, encode(click))
        for verb in ("jira_check", "jira_disconnect", "jira_link", "jira_unlink"):
            click = Click(verb, name_within(HOME, self._town.sandbox.jira_url))
            await self._click(click.action_id, encode(click))
        for callback in CONNECT:
            await self._submit(callback, "")
        await self._change()
        for callback, number in itertools.product((*SUBMITTED, "handoff_look", CALLBACK), ids):
            await self._submit(callback, encode(Click("answer", f"d{number}")))
            await self._submit(callback, json.dumps({"channel": ROOM, "handle": f"d{number}"}))

    async def _events(self) -> None:
        users, town = self._slack.users, self._town
        await users.say(LEAD, ROOM, town.sandbox.link("PAY-18"))
        await users.say(LEAD, ROOM, "@handoff is PAY-18 ready?")
        await users.say(LEAD, ROOM, "@handoff and for an agent?", thread=self._card.thread_ts)
        await users.invite(ROOM, "U0HANDOFF", by=ADMIN)
        await users.open_home(LEAD)
        for name in CHANNEL_CHANGED:
            more = {"old_channel_id": ROOM, "new_channel_id": "C0STOLEN"} if name == "channel_id_changed" else {}
            self._core.delivery.event(name, {"type": name, "channel": ROOM, **more})
        for name in REMOVED[1:]:
            self._core.delivery.event(name, {"type": name, "tokens": {"oauth": [LEAD]}})
        self._core.delivery.event("app_uninstalled", {"type": "app_uninstalled"})
        link = {"url": town.sandbox.link("PAY-18"), "domain": "127.0.0.1"}
        shared = {"type": "link_shared", "channel": ROOM, "user": LEAD, "message_ts": self._card.ts, "links": [link]}
        inputs = {"ticket": "PAY-18", "channel": ROOM, "receiver": "agent"}
        step = {"type": "function_executed", "function": {"callback_id": STEP}, "inputs": inputs}
        ran = step | {"function_execution_id": "Fx1", "bot_access_token": "xwfp-1"}
        for event in (shared, ran, {"type": "reaction_added", "user": LEAD}):
            await self.send("events_api", envelope_of(event))
        await self._core.delivery.idle()

    async def _click(self, action_id: str, value: str, block: str = "b1") -> None:
        action = {"type": "button", "action_id": action_id, "block_id": block, "value": value, "action_ts": "1.1"}
        payload = payloads.click_in_message(self._core, self._person, self._card, action, {})
        await self.send("interactive", payload)

    async def _change(self) -> None:
        """A field of the settings, whose modal says that it is of the owner's channel."""
        form = settings_modal(SettingsView(ChannelForm(ROOM, projects=("PAY",), zone="UTC"), ("PAY",))).view
        action = {"type": "plain_text_input", "action_id": ACTION, "block_id": "projects", "value": "PAY"}
        opened = View("V1", form, "h", ADMIN, "V1")
        await self.send("interactive", payloads.click_in_view(self._core, self._person, opened, action, {}))
        await self.send("interactive", payloads.submission(self._core, self._person, opened, {}))

    async def _submit(self, callback: str, private: str) -> None:
        view = {"type": "modal", "callback_id": callback, "private_metadata": private, "blocks": []}
        values = {block: {block: {"type": "plain_text_input", "value": "PAY-18"}} for block in ("ticket", "answer")}
        opened = View("V1", view, "h", ADMIN, "V1")
        await self.send("interactive", payloads.submission(self._core, self._person, opened, values))

    def seen(self) -> str:
        """All that the stranger was shown or answered."""
        here = self._core.workspace
        said = [
            message.json() for message in (*here.messages, *here.ephemerals, *here.unseen) if message is not self._card
        ]
        views = [view.view for view in (*itertools.chain(*here.modals.values()), *here.homes.values())]
        files = [str(file) for file in here.files.values()]
        return json.dumps([said, views, files, [body.decode() for body in self.answers]])


# Which workspace is asked for stands in the store's own questions, each of which test_tenancy.py asks on both databases.
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_whatever_a_stranger_sends_to_whichever_listener_the_owner_is_neither_shown_nor_changed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.upkeep.uninstalling.PAUSES", (0.05,))
    card = await at_home(town)
    await town.install(ACME)
    before = await rows_of(town, HOME)
    heard = _listened(town)
    asked = town.sandbox.jira.calls.total
    stranger = Stranger(town, card)
    await stranger.walk(numbers(before))
    await rested(town)
    assert heard() == [], "listeners that nobody called"
    after = await rows_of(town, HOME)
    assert {name for name in before if before[name] != after[name]} == set()
    assert {"verdicts", "cards", "channels", "digests", "drafts", "jira_connections"} <= {
        name for name, rows in before.items() if rows
    }
    assert MARK not in stranger.seen()
    assert town.sandbox.jira.calls.total == asked, "the owner's Jira was asked for a stranger"
    assert MARK not in str(await rows_of(town, ACME))


def _listened(town: Town) -> Any:
    """Gives the listeners of Bolt's that were not called since."""
    silent = dict(enumerate(town.app._async_listeners))
    for number, listener in enumerate(town.app._async_listeners):
        listener.ack_function = _telling(listener.ack_function, lambda number=number: silent.pop(number, None))
    return lambda: [listener.ack_function.__qualname__ for listener in silent.values()]


def _telling(function: Any, tell: Any) -> Any:
    async def called(**given: Any) -> Any:
        tell()
        return await function(**given)

    called.__qualname__ = str(getattr(function, "__qualname__", function))
    return called
