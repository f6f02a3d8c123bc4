"""Ask, brief, hand off, mute, Home and the global shortcut, through the real bot."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import pytest

from bot.conversation.asking.asked import Asks
from bot.conversation.asking.reminding import Reminders
from bot.sandbox.slack.models import Message
from checks.ticket import TicketId
from tests.bot.conversation.conftest import BOT, CONTRACTOR, LEAD, ROOM, Life

TEAM, GUEST = "T0SANDBOX", "U0GUEST"


async def test_the_reporter_is_asked_once_by_name_and_never_again_within_a_day(life: Life) -> None:
    card = await life.card("PAY-15", user=CONTRACTOR)
    await life.press(card, "ask", user=CONTRACTOR)
    await life.until(lambda: life.answers(card))
    [asked] = [one for one in life.thread(card.thread_ts or "") if one.ts != card.ts]
    assert "waits for your answer" in asked.text
    await life.press(card, "ask", user=CONTRACTOR)
    await life.until(lambda: any("has already been asked this" in said for said in life.whispers(CONTRACTOR)))
    assert len(life.answers(card)) == 1
    assert "<!channel>" not in json.dumps(asked.blocks)


async def test_the_brief_is_a_file_in_the_thread_and_words_to_copy(life: Life) -> None:
    card = await life.card("PAY-12")
    await life.press(card, "brief")
    await life.until(lambda: any("to copy" in said for said in life.whispers()))
    [file] = life.sandbox.slack.workspace.files.values()
    assert file["name"] == "PAY-12-brief.md"
    assert b"PAY-12" in file["content"]


async def test_a_hand_off_is_noted_and_what_comes_back_is_seen(life: Life) -> None:
    card = await life.card("PAY-12")
    await life.press(card, "handed_off")
    await life.shown("hand")
    await life.sandbox.slack.users.submit(LEAD, {"person": CONTRACTOR})
    assert (await life.shown("told"))["title"]["text"] == "Result", "whoever hands off has answered nothing"
    await life.until(lambda: "Handed off" in card.text)
    life.sandbox.jira.add_comment("PAY-12", "Which currency is this in?")
    await life.until(lambda: "came back with questions" in card.text)


async def test_a_muted_thread_hears_no_link_until_it_is_undone(life: Life) -> None:
    card = await life.card("PAY-15")
    thread = card.thread_ts or ""
    await life.press(card, "mute")
    await life.until(lambda: any("silent in this thread" in said for said in life.whispers()))
    await life.sandbox.slack.users.say(LEAD, ROOM, life.sandbox.link("PAY-18"), thread=thread)
    await life.rest()
    assert len(life.thread(thread)) == 1
    await life.press(card, "mute", user=CONTRACTOR)
    await life.until(lambda: any("already silent in this thread" in said for said in life.whispers(CONTRACTOR)))
    assert await life.bot._store.talk.mutes.muted(TEAM, ROOM, thread)
    await life.press(life.sandbox.slack.whispers(LEAD)[-1], "unmute")
    await life.until(lambda: any("speak in this thread again" in said for said in life.whispers()))
    await life.sandbox.slack.users.say(LEAD, ROOM, life.sandbox.link("PAY-18"), thread=thread)
    await life.until(lambda: len(life.thread(thread)) == 2)


async def test_home_lists_what_i_asked_and_lets_me_be_left_alone(life: Life) -> None:
    await life.card("PAY-15")
    await life.sandbox.slack.users.open_home(LEAD)
    homes = life.sandbox.slack.workspace.homes
    await life.until(lambda: LEAD in homes and "PAY-15" in json.dumps(homes[LEAD].view))
    await life.sandbox.slack.users.click_in_view(LEAD, homes[LEAD], "handoff_mute")
    await life.until(lambda: "Speak to me again" in json.dumps(homes[LEAD].view))


async def test_the_global_shortcut_shows_a_verdict_to_one_person_alone(life: Life) -> None:
    before = len([one for one in life.sandbox.slack.messages(ROOM) if one.user == BOT])
    await life.sandbox.slack.users.global_shortcut(LEAD, "handoff_look")
    await life.shown("look")
    assert "ticket" in await life.sandbox.slack.users.submit(LEAD, {"ticket": "nothing"})
    assert await life.sandbox.slack.users.submit(LEAD, {"ticket": "PAY-12"}) == {}
    await life.shown("shown")
    assert "is ready for a contractor" in json.dumps(life.modal())
    assert len([one for one in life.sandbox.slack.messages(ROOM) if one.user == BOT]) == before


@pytest.mark.parametrize(("user", "key"), [(CONTRACTOR, "PAY-30"), (GUEST, "OPS-3"), (LEAD, "PAY-9999")])
async def test_the_global_shortcut_tells_who_may_not_know_of_a_ticket_the_same_as_of_none(
    life: Life, user: str, key: str
) -> None:
    await life.sandbox.slack.users.global_shortcut(user, "handoff_look")
    await life.shown("look", user)
    await life.sandbox.slack.users.submit(user, {"ticket": key})
    await life.shown("told", user)
    assert "I cannot show this ticket: Jira does not know it, or does not say that you may see it." in json.dumps(
        life.modal(user)
    )


async def test_app_home_names_no_ticket_that_jira_refuses_its_reader(life: Life) -> None:
    await life.card("PAY-15", user=CONTRACTOR)
    homes, users = life.sandbox.slack.workspace.homes, life.sandbox.slack.users
    await users.open_home(CONTRACTOR)
    await life.until(lambda: CONTRACTOR in homes and "PAY-15" in json.dumps(homes[CONTRACTOR].view))
    accounts = life.sandbox.jira.state.directory.accounts
    accounts["tomas"] = replace(accounts["tomas"], projects=frozenset({"WEB"}))
    sights: Any = life.bot._composed.listeners.audience._eyes._sights
    sights._sights._entries.clear()
    await users.open_home(CONTRACTOR)
    await life.until(lambda: "PAY-15" not in json.dumps(homes[CONTRACTOR].view))


async def handed_off(life: Life, key: str) -> Message:
    card = await life.card(key)
    await life.press(card, "handed_off")
    await life.shown("hand")
    await life.sandbox.slack.users.submit(LEAD, {"person": CONTRACTOR})
    await life.until(lambda: "Handed off" in card.text)
    return card


async def test_a_hand_off_that_was_a_mistake_is_taken_back_by_anybody_and_once(life: Life) -> None:
    card = await handed_off(life, "PAY-12")
    with_it = json.dumps(card.blocks)
    await life.press(card, "not_handed_off", user=CONTRACTOR)
    await life.until(lambda: "Handed off 2" not in card.text)
    assert "Undo: handed off" in with_it and "Undo: handed off" not in json.dumps(card.blocks)
    await life.until(lambda: any("does not count as handed off" in said for said in life.whispers(CONTRACTOR)))
    old = replace(card, blocks=json.loads(with_it))
    await life.press(old, "not_handed_off")
    await life.until(lambda: any("nothing to take back" in said for said in life.whispers()))


async def test_a_ticket_that_is_reopened_after_its_hand_off_is_seen(life: Life) -> None:
    card = await handed_off(life, "PAY-12")
    [kept] = await life.bot._store.talk.living.asked_by(TEAM, LEAD, limit=1)
    ticket = TicketId(kept.verdict.site or "", kept.verdict.issue_id or "")
    life.sandbox.jira.edit("PAY-12", status="Done")
    await life.rest()
    given = await life.bot._store.talk.handoffs.latest(TEAM, ticket)
    assert given is not None and given.done_at is not None and given.reopened_at is None
    assert "reopened" not in json.dumps(card.blocks)
    life.sandbox.jira.edit("PAY-12", status="In Progress")
    await life.until(lambda: "reopened" in json.dumps(card.blocks))
    again = await life.bot._store.talk.handoffs.latest(TEAM, ticket)
    assert again is not None and again.reopened_at is not None


async def test_a_ticket_that_moves_on_without_being_done_was_not_reopened(life: Life) -> None:
    card = await handed_off(life, "PAY-12")
    for status in ("In Progress", "To Do", "In Progress"):
        life.sandbox.jira.edit("PAY-12", status=status)
    await life.rest()
    assert "reopened" not in json.dumps(card.blocks)


async def test_who_answers_in_the_thread_is_not_reminded(life: Life) -> None:
    card = await life.card("PAY-15", user=CONTRACTOR)
    await life.press(card, "ask", user=CONTRACTOR)
    await life.until(lambda: life.answers(card))
    asks = life.bot._store.talk.asks
    later = datetime.now(UTC) + timedelta(days=9)
    due: dict[str, Any] = {"before": later, "since": later, "enough": 1}
    assert len(await asks.waiting(**due)) == 1
    await life.sandbox.slack.users.say(CONTRACTOR, ROOM, "It should be 204.", thread=card.thread_ts)
    await life.rest()
    [one] = await asks.waiting(**due)
    await life.sandbox.slack.users.say(one.asked.person, ROOM, "Yes, 204.", thread=card.thread_ts)
    await life.rest()
    assert await asks.waiting(**due) == ()


async def test_values_of_the_settings_are_tried_as_they_are_chosen(life: Life) -> None:
    await life.card("PAY-15")
    await life.sandbox.slack.users.command(LEAD, ROOM, "/handoff settings")
    await life.until(lambda: "PAY-15: " in json.dumps(life.modal()))
    assert "a link gets a card" in json.dumps(life.modal())
    view = life.sandbox.slack.workspace.modals[LEAD][-1]
    users = life.sandbox.slack.users
    await users.click_in_view(LEAD, view, "value", block_id="quiet", value="condensed")
    await life.until(lambda: "a link gets two lines" in json.dumps(life.modal()))
    await users.submit(LEAD)
    await life.rest()
    agreed = await life.bot._store.channels.channel(TEAM, ROOM)
    assert agreed.quiet == "condensed"


class _ReadByAll:
    """Questions that wait, told to nobody before so many processes have read them: else the first may be done by then."""

    def __init__(self, asks: Any, readers: int) -> None:
        self._asks, self._read = asks, asyncio.Barrier(readers)

    async def waiting(self, **asked: Any) -> Any:
        found = await self._asks.waiting(**asked)
        await self._read.wait()
        return found


async def test_two_processes_that_look_at_once_remind_once(life: Life) -> None:
    card = await life.card("PAY-15", user=CONTRACTOR)
    await life.press(card, "ask", user=CONTRACTOR)
    await life.until(lambda: life.answers(card))
    await life.rest()
    store, later = life.bot._store, datetime.now(UTC) + timedelta(days=14)
    wednesday = later + timedelta(days=(2 - later.weekday()) % 7)
    asks, thursday = _ReadByAll(store.talk.asks, 3), wednesday + timedelta(days=1)
    looks = [
        Reminders(cast("Asks", asks), None, life.bot._engine, partial(datetime.fromtimestamp, at.timestamp(), UTC))
        for at in (wednesday, wednesday, thursday)
    ]
    assert await asyncio.gather(*(look.begin() for look in looks)) == [1, 1, 1]
    await life.until(lambda: len(life.answers(card)) == 2)
    await life.rest()
    [first, again] = life.answers(card)
    assert "waits for your answer" in first and "still waits" in again
    assert await Reminders(store.talk.asks, None, life.bot._engine, lambda: thursday).begin() == 0
