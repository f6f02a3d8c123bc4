"""A message about several tickets stays true as a card does: edited in place, and nothing is said beside it."""

from __future__ import annotations

import json

import pytest

from bot.sandbox.slack.models import Message
from tests.bot.conversation.conftest import LEAD, ROOM, Life

KEYS = ("PAY-15", "PAY-18", "PAY-12")


async def summary(life: Life, *, asked: bool = True) -> Message:
    said = f"@handoff {' '.join(KEYS)}" if asked else " ".join(map(life.sandbox.link, KEYS))
    message = await life.sandbox.slack.users.say(LEAD, ROOM, said)
    await life.until(lambda: life.thread(message.ts))
    await life.rest()
    [made] = life.thread(message.ts)
    return made


def line(message: Message, key: str) -> str:
    return next(one for one in message.text.splitlines() if key in one)


@pytest.mark.parametrize("asked", [True, False])
async def test_a_message_about_several_tickets_follows_a_change_of_one_in_silence(life: Life, asked: bool) -> None:
    message = await summary(life, asked=asked)
    others = line(message, "PAY-18"), line(message, "PAY-12")
    assert "not ready" in line(message, "PAY-15")
    fetched = {key: life.sandbox.jira.calls.count(f"GET /rest/api/3/issue/{key}") for key in KEYS[1:]}
    life.repair("PAY-15")
    await life.until(lambda: "not ready" not in line(message, "PAY-15"))
    await life.rest()
    assert message.text.startswith("Ready for a contractor: 2 of 3 tickets")
    assert (line(message, "PAY-18"), line(message, "PAY-12")) == others
    assert life.thread(message.thread_ts or "") == [message]
    assert fetched == {key: life.sandbox.jira.calls.count(f"GET /rest/api/3/issue/{key}") for key in KEYS[1:]}


async def test_a_change_that_changes_no_verdict_edits_no_message_about_several_tickets(life: Life) -> None:
    message = await summary(life)
    life.sandbox.jira.edit("PAY-15", labels=["urgent"])
    await life.rest()
    assert life.sandbox.slack.calls.count("chat.update") == 0
    assert message.edited is None


async def test_the_look_for_missed_changes_brings_a_message_about_several_tickets_up_to_date(life: Life) -> None:
    message = await summary(life)
    life.sandbox.jira.webhooks.url = ""
    life.repair("PAY-15")
    assert await life.bot._composed.conversation.sweep.sweep() >= 1
    await life.until(lambda: "not ready" not in line(message, "PAY-15"))


async def test_a_message_about_several_tickets_that_others_now_read_is_cut_whole(life: Life) -> None:
    message = await summary(life)
    assert "gap" in line(message, "PAY-18")
    life.sandbox.slack.workspace.channels[ROOM].is_ext_shared = True
    life.bot._composed.listeners.audience._seen._entries.clear()
    life.sandbox.jira.edit("PAY-15", description="Secret words.")
    await life.until(lambda: "gap" not in message.text)
    assert message.text.startswith("3 tickets cannot be shown here.")
    assert not any(key in json.dumps(message.blocks) for key in KEYS)
    life.sandbox.slack.workspace.channels[ROOM].is_ext_shared = False
    life.bot._composed.listeners.audience._seen._entries.clear()
    life.sandbox.jira.edit("PAY-15", description="Our words.")
    await life.until(lambda: "PAY-15" in message.text)


@pytest.mark.parametrize("several", [True, False])
async def test_a_message_that_somebody_deleted_does_not_come_back_because_a_ticket_changed(
    life: Life, several: bool
) -> None:
    message = await summary(life) if several else await life.card("PAY-15")
    life.sandbox.slack.workspace.messages.remove(message)
    life.repair("PAY-15")
    await life.rest()
    assert life.sandbox.slack.calls.count("chat.update") == 1
    assert life.thread(message.thread_ts or "") == []


async def test_a_list_that_is_pasted_again_within_the_cooldown_gets_no_second_message(life: Life) -> None:
    await summary(life, asked=False)
    again = await life.sandbox.slack.users.say(LEAD, ROOM, " ".join(map(life.sandbox.link, KEYS)))
    await life.rest()
    assert life.thread(again.ts) == []
    assert len(life.thread((await summary(life)).thread_ts or "")) == 1, "who asks is answered"
