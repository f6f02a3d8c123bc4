"""Silence is asked for and taken back by buttons that say which: no press turns into its opposite."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from bot.conversation.buttons import Buttons
from bot.conversation.requests import ActRequest, ActVerb
from bot.message import Message
from bot.posting.replies import Replies
from tests.bot.conversation.conftest import LEAD, ROOM, Life
from tests.bot.conversation.waiting import ASKER, REPORTER, Crashing, Waiting
from tests.bot.judging.conftest import THREAD
from tests.fakes.runs import Crash

UNUSED = cast("Any", None)


async def pressed(waiting: Waiting, verb: ActVerb, user: str = ASKER, *, crash: bool = False) -> Message:
    """What the presser is told, though the process may be gone once its work is done and not yet kept."""
    world = waiting.world
    mutes, replies = world.store.talk.mutes, Replies(world.slack)
    buttons = Buttons(
        world.looking(), world.store.verdicts, UNUSED, UNUSED, UNUSED, UNUSED, mutes, replies, world.clock
    )
    told = len(world.slack.whispers)
    request = ActRequest(f"act:{told}", THREAD, user, verb, "v1")
    journal, Crashing.lost = world.journal(request.identity), {"mute"} if crash else set()
    while len(world.slack.whispers) == told:
        try:
            await buttons(Crashing(journal), request)
        except Crash:
            continue
    return world.slack.whispers[-1][1]


async def muted(waiting: Waiting) -> bool:
    return await waiting.world.store.talk.mutes.muted("T1", THREAD.channel, THREAD.thread or "")


@pytest.mark.parametrize("crash", [False, True])
async def test_one_press_is_silence_whatever_crashes(waiting: Waiting, crash: bool) -> None:
    said = await pressed(waiting, "mute", crash=crash)
    assert "silent in this thread" in said.text
    assert await muted(waiting)
    assert "I speak in this thread again." in (await pressed(waiting, "unmute", crash=crash)).text
    assert not await muted(waiting)


async def test_two_people_who_want_silence_both_get_it_and_the_way_back(waiting: Waiting) -> None:
    for user in (ASKER, REPORTER):
        said = await pressed(waiting, "mute", user)
        assert "handoff_unmute" in json.dumps(said.blocks)
    assert "already silent in this thread" in said.text
    assert await muted(waiting)


async def test_the_way_back_says_which_thread_it_is_about(waiting: Waiting) -> None:
    said = await pressed(waiting, "mute")
    [button] = [part for block in said.blocks for part in block.get("elements", ()) if "value" in part]
    assert json.loads(button["value"])["thread"] == THREAD.thread


@pytest.mark.parametrize("words", ["mute", "stop", "Please be quiet."])
async def test_who_wants_silence_and_says_so_is_told_how_and_is_not_answered_with_a_ticket(
    life: Life, words: str
) -> None:
    card = await life.card("PAY-15")
    judged = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15")
    await life.sandbox.slack.users.say(LEAD, ROOM, f"@handoff {words}", thread=card.thread_ts)
    await life.until(lambda: any("Mute this thread" in said for said in life.whispers()))
    await life.sandbox.slack.users.command(LEAD, ROOM, f"/handoff {words}")
    await life.until(lambda: sum("Each can be undone in the same place." in said for said in life.whispers()) == 2)
    await life.rest()
    assert life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15") == judged
