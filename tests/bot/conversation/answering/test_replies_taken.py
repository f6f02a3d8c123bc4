"""A reply is taken as the answer under whichever card it stands, and stays the words of whoever wrote it."""

from __future__ import annotations

import json

import pytest

from bot.sandbox.slack.models import Message
from tests.bot.conversation.conftest import BOT, CONTRACTOR, LEAD, ROOM, Life

DONE = "- A pending payment can be cancelled within 30 minutes; the answer is 204."


async def shared(life: Life, key: str) -> Message:
    """A card that somebody asked for alone, and then shared at channel level."""
    await life.sandbox.slack.users.command(LEAD, ROOM, f"/handoff {key}")
    await life.until(lambda: life.whispers())
    await life.press(life.sandbox.slack.whispers(LEAD)[-1], "share")
    await life.until(lambda: any(one.user == BOT for one in life.sandbox.slack.messages(ROOM)))
    await life.rest()
    return next(one for one in life.sandbox.slack.messages(ROOM) if one.user == BOT)


async def take(life: Life, said: Message) -> None:
    await life.sandbox.slack.users.shortcut(LEAD, ROOM, said.ts, "handoff_take")


async def test_a_reply_under_a_shared_card_is_taken_as_the_answer(life: Life) -> None:
    card = await shared(life, "PAY-15")
    await take(life, await life.sandbox.slack.users.say(LEAD, ROOM, DONE, thread=card.ts))
    assert "the answer is 204" in json.dumps(await life.shown("reply"))


async def test_a_question_under_a_shared_card_is_about_its_ticket(life: Life) -> None:
    card = await shared(life, "PAY-15")
    await life.sandbox.slack.users.say(LEAD, ROOM, "@handoff for an agent", thread=card.ts)
    await life.until(lambda: any("AI agent" in one.text and "PAY-15" in one.text for one in life.thread(card.ts)))


async def test_the_bots_own_card_is_no_answer(life: Life) -> None:
    await take(life, await life.card("PAY-15"))
    assert "These are my own words" in json.dumps(await life.shown("told"))


async def test_a_reply_in_another_thread_of_the_channel_has_no_card(life: Life) -> None:
    await shared(life, "PAY-15")
    other = await life.sandbox.slack.users.say(LEAD, ROOM, "Lunch?")
    await take(life, await life.sandbox.slack.users.say(LEAD, ROOM, DONE, thread=other.ts))
    assert "no card in this thread" in json.dumps(await life.shown("told"))


async def landed(life: Life, writer: str) -> str:
    """The comment that comes of a reply of the writer's, taken by the lead."""
    card = await life.card("PAY-15")
    await take(life, await life.sandbox.slack.users.say(writer, ROOM, DONE, thread=card.thread_ts))
    await life.shown("reply")
    await life.sandbox.slack.users.submit(LEAD, {})
    await life.shown("change")
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    [comment] = life.sandbox.jira.issue("PAY-15").comments
    return comment.body.as_wiki() or ""


async def test_somebody_elses_reply_is_passed_on_in_their_name(life: Life) -> None:
    author, taker = (life.sandbox.slack.workspace.people[user].real_name for user in (CONTRACTOR, LEAD))
    words = await landed(life, CONTRACTOR)
    assert words.startswith(f"{author} in Slack, passed on by {taker}:") and "the answer is 204" in words


async def test_an_own_reply_is_an_own_answer(life: Life) -> None:
    assert (await landed(life, LEAD)).startswith("Maija Virtanen answers in Slack:")


async def both(life: Life, reply: str) -> dict[str, str]:
    """Two tickets of one message, and a reply that is taken as the answer: what it may close, by what it says there."""
    message = await life.sandbox.slack.users.say(LEAD, ROOM, "@handoff PAY-15 and WEB-4")
    await life.until(lambda: len(life.thread(message.ts)) == 2)
    await life.rest()
    await take(life, await life.sandbox.slack.users.say(LEAD, ROOM, reply, thread=message.ts))
    fields = (block["element"] for block in (await life.shown("reply"))["blocks"] if block["type"] == "input")
    return {option["text"]["text"]: option["value"] for option in next(fields)["options"]}


@pytest.mark.parametrize("key", ["PAY-15", "WEB-4"])
async def test_a_reply_in_a_thread_of_two_tickets_may_answer_either(life: Life, key: str) -> None:
    gaps = await both(life, DONE)
    assert {said.partition(":")[0] for said in gaps} == {"PAY-15", "WEB-4"}
    wanted = next(value for said, value in gaps.items() if said.startswith(key) and " DOD" in value)
    assert await life.sandbox.slack.users.submit(LEAD, {"gap": wanted}) == {}
    await life.shown("change")
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    said = [comment.body.as_wiki() or "" for comment in life.sandbox.jira.issue(key).comments]
    assert any("the answer is 204" in words for words in said)


@pytest.mark.parametrize("key", ["PAY-15", "WEB-4"])
async def test_a_ticket_that_the_reply_names_is_offered_first(life: Life, key: str) -> None:
    assert next(iter(await both(life, f"For {key}: the answer is 204."))).startswith(f"{key}: ")


async def test_a_reply_answers_no_ticket_that_its_taker_may_not_see(life: Life) -> None:
    message = await life.sandbox.slack.users.say(LEAD, ROOM, "@handoff PAY-15 and WEB-4")
    await life.until(lambda: len(life.thread(message.ts)) == 2)
    await life.rest()
    life.sandbox.jira.edit("PAY-15", security="Insiders")
    await life.rest()
    await take(life, await life.sandbox.slack.users.say(LEAD, ROOM, DONE, thread=message.ts))
    assert "PAY-15" not in json.dumps(await life.shown("reply"))


async def test_a_reply_keeps_its_links_its_code_and_whom_it_names(life: Life) -> None:
    card = await life.card("PAY-15")
    said = f"- `POST /refunds`, see https://wiki.example/refunds\n- <@{CONTRACTOR}> knows more"
    await take(life, await life.sandbox.slack.users.say(CONTRACTOR, ROOM, said, thread=card.thread_ts))
    shown = json.dumps(await life.shown("reply"), ensure_ascii=False)
    name = life.sandbox.slack.workspace.people[CONTRACTOR].real_name
    assert "`POST /refunds`, see https://wiki.example/refunds" in shown and f"@{name} knows more" in shown


async def test_the_end_of_a_long_reply_is_not_left_out_in_silence(life: Life) -> None:
    card = await life.card("PAY-15")
    said = await life.sandbox.slack.users.say(LEAD, ROOM, "It answers 204. " * 200, thread=card.thread_ts)
    await take(life, said)
    assert "its end is cut off" in json.dumps(await life.shown("reply"))
