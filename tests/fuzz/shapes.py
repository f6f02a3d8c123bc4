"""What the bot hears on an ordinary day: payloads of the sandbox's people, and those recorded beside the project."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_bolt.request.internals import extract_team_id

from bot.sandbox.slack.delivery.transport import Answer, Attempt, Kind, Transport
from bot.sandbox.slack.models import TEAM, Message
from tests.bot.connecting.conftest import Connected
from tests.bot.conversation.conftest import LEAD, ROOM, gaps_of

HOOK = "webhook"
REDRAWING = ("handoff_wrong", "handoff_undo", "handoff_recheck")
"""Pressed last: the card that they bring may have fewer buttons."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A payload and how it comes: one of Slack's three kinds, or Jira's webhook."""

    kind: str
    payload: dict[str, Any]


class Overheard:
    """A road to the bot that keeps a copy of what goes over it."""

    def __init__(self, road: Transport) -> None:
        self._road = road
        self.shapes: list[Shape] = []

    async def send(self, kind: Kind, payload: Mapping[str, Any], attempt: Attempt, within: float) -> Answer:
        self.shapes.append(Shape(kind, copy.deepcopy(dict(payload))))
        return await self._road.send(kind, payload, attempt, within)


async def lived_through(life: Connected) -> list[Shape]:
    """A day at work: links, mentions, commands, shortcuts, clicks, modals, edits and comments."""
    delivery = life.sandbox.slack.core.delivery
    overheard = Overheard(delivery.transport)
    delivery.transport = overheard
    card = await life.card("PAY-15")
    await life.card("PAY-18", asked=False)
    await _speak(life, card.thread_ts or "")
    await life.rest()
    await _answer(life, card)
    life.sandbox.jira.edit("PAY-15", description="Other words.", labels=["one"])
    life.sandbox.jira.edit("PAY-18", status="Done")
    life.sandbox.jira.add_comment("PAY-15", "Is that so?")
    await life.rest()
    await _press_everything(life, card)
    delivery.transport = life.sandbox.slack.http
    hooks = [Shape(HOOK, body) for body in life.sandbox.jira.webhooks.sent]
    return overheard.shapes + hooks


async def _speak(life: Connected, thread: str) -> None:
    users = life.sandbox.slack.users
    said = await users.say(LEAD, ROOM, f"See {life.sandbox.link('WEB-4')} and {life.sandbox.link('PAY-12')}")
    await users.edit(LEAD, ROOM, said.ts, f"See {life.sandbox.link('WEB-7')}")
    await users.say(LEAD, ROOM, "@handoff is this ready for an agent?", thread=thread)
    await users.shortcut(LEAD, ROOM, said.ts, "handoff_check")
    await users.delete(LEAD, ROOM, said.ts)
    for line in (
        "/handoff PAY-12",
        "/handoff help",
        "/handoff settings",
        "/handoff on PAY",
        "/handoff digest mon 9:00",
    ):
        await users.command(LEAD, ROOM, line)
    await users.open_home(LEAD)
    await users.invite("C0RANDOM" if "C0RANDOM" in life.sandbox.slack.workspace.channels else ROOM, LEAD, by=LEAD)


async def _answer(life: Connected, card: Message) -> None:
    life.sandbox.slack.workspace.modals.clear()
    await life.press(card, "answer", gaps_of(card)[0])
    await life.shown("answer")
    await life.sandbox.slack.users.submit(LEAD, {"answer": "- It answers 204."})
    await life.shown("change")
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")


async def _press_everything(life: Connected, card: Message) -> None:
    """Each button and option of the card as it stands once those before it were pressed, and what they bring."""
    pressed: set[str] = set()
    while fresh := [press for press in _presses(card) if press.what not in pressed]:
        press = min(fresh, key=lambda one: one.what.startswith(REDRAWING))
        pressed.add(press.what)
        await life.sandbox.slack.users.click(LEAD, card, press.action, block_id=press.block, value=press.option)
        await life.rest()


@dataclass(frozen=True, slots=True)
class _Press:
    what: str
    """What it does and to which gap, whichever verdict the card shows."""
    action: str
    block: str
    option: str | None


def _presses(card: Message) -> Iterator[_Press]:
    for block in card.blocks or []:
        for element in block.get("elements", ()):
            if action := element.get("action_id"):
                for option in [one["value"] for one in element.get("options", ())] or [None]:
                    verb, _, told = (option or f"{action} {element.get('value', '{}')}").partition(" ")
                    yield _Press(f"{verb} {json.loads(told).get('code')}", action, block["block_id"], option)


def verbs_of(shape: Shape) -> list[str]:
    """What a payload asks for, of one that comes from a press."""
    pressed = shape.payload.get("actions", ())
    said = [one.get("selected_option", {}).get("value") or one["action_id"] for one in pressed]
    return [one.partition(" ")[0].removeprefix("handoff_") for one in said]


def recorded(shared: Path) -> list[Shape]:
    """Payloads recorded at Slack or drawn from its types, and issues recorded at Jira as webhooks would bring them."""
    fixtures = shared / "fixtures"
    said = [*sorted((fixtures / "slack-payloads").glob("*.json")), *sorted((fixtures / "slack-shapes").glob("*.json"))]
    found = [_of_slack(_ours(json.loads(path.read_text("utf-8")))) for path in said]
    changes = (json.loads(path.read_text("utf-8")) for path in sorted((fixtures / "jira-rest").glob("*issue*.json")))
    found += [Shape(HOOK, {"webhookEvent": "jira:issue_updated", "issue": issue}) for issue in changes]
    return found


def _ours(found: dict[str, Any]) -> dict[str, Any]:
    """As if it came from the sandbox's workspace, so that it gets past the door."""
    team = extract_team_id(found["payload"] if "envelope_id" in found else found)
    made: dict[str, Any] = json.loads(json.dumps(found).replace(f'"{team}"', f'"{TEAM}"'))
    return made


def _of_slack(found: dict[str, Any]) -> Shape:
    payload = found["payload"] if "envelope_id" in found else found
    if "command" in payload:
        return Shape("slash_commands", payload)
    if "event" in payload or payload.get("type") in ("url_verification", "app_rate_limited"):
        return Shape("events_api", {"type": "event_callback", **payload})
    return Shape("interactive", payload)
