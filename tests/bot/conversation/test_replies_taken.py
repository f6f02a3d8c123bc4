"""A reply is taken as the answer under whichever card it stands, and stays the words of whoever wrote it."""

from __future__ import annotations

import json

from bot.sandbox.slack.things import Message
from tests.bot.conversation.conftest import BOT, LEAD, ROOM, Life

DONE = "- A pending payment can be cancelled within 30 minutes; the answer is 204."


async def shared(life: Life, key: str) -> Message:
    """A card that somebody asked for alone, and then shared at channel level."""
    await life.sandbox.slack.hands.command(LEAD, ROOM, f"/handoff {key}")
    await life.until(lambda: life.whispers())
    await life.press(life.sandbox.slack.whispers(LEAD)[-1], "share")
    await life.until(lambda: any(one.user == BOT for one in life.sandbox.slack.messages(ROOM)))
    await life.rest()
    return next(one for one in life.sandbox.slack.messages(ROOM) if one.user == BOT)


async def take(life: Life, said: Message) -> None:
    await life.sandbox.slack.hands.shortcut(LEAD, ROOM, said.ts, "handoff_take")


async def test_a_reply_under_a_shared_card_is_taken_as_the_answer(life: Life) -> None:
    card = await shared(life, "PAY-15")
    await take(life, await life.sandbox.slack.hands.say(LEAD, ROOM, DONE, thread=card.ts))
    assert "the answer is 204" in json.dumps(await life.shown("reply"))


async def test_a_question_under_a_shared_card_is_about_its_ticket(life: Life) -> None:
    card = await shared(life, "PAY-15")
    await life.sandbox.slack.hands.say(LEAD, ROOM, "@handoff for an agent", thread=card.ts)
    await life.until(lambda: any("AI agent" in one.text for one in life.thread(card.ts)))


async def test_a_reply_in_another_thread_of_the_channel_has_no_card(life: Life) -> None:
    await shared(life, "PAY-15")
    other = await life.sandbox.slack.hands.say(LEAD, ROOM, "Lunch?")
    await take(life, await life.sandbox.slack.hands.say(LEAD, ROOM, DONE, thread=other.ts))
    assert "no card in this thread" in json.dumps(await life.shown("told"))
