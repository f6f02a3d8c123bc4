"""An answer typed in Slack is shown as it will stand, confirmed, written once, and the card follows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.conversation.conftest import LEAD, Life, gaps_of, lived

DONE = "- A pending payment can be cancelled within 30 minutes; the answer is 204.\n- A settled one answers 409."


@pytest.fixture
async def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=edit"):
        yield made


async def typed(life: Life, code: str, words: str) -> None:
    await life.shown("answer")
    assert await life.sandbox.slack.hands.submit(LEAD, {"answer": words}) == {}
    await life.shown("change")


async def test_an_answer_becomes_a_comment_that_names_whose_words_they_are(life: Life) -> None:
    card = await life.card("PAY-15")
    code = next(code for code in gaps_of(card) if code.startswith("DOD"))
    await life.press(card, "answer", code)
    await typed(life, code, DONE)
    assert "settled" in json.dumps(life.modal()), "the change is shown before it is written"
    assert life.sandbox.jira.issue("PAY-15").comments == []
    await life.sandbox.slack.hands.submit(LEAD)
    await life.shown("told")
    [comment] = life.sandbox.jira.issue("PAY-15").comments
    words = comment.body.as_wiki() or ""
    assert "Maija Virtanen" in words and "settled one answers 409" in words
    await life.rest()
    assert "text" not in json.dumps(await life.bot._engine.unfinished())


async def test_where_the_admin_chose_it_the_description_gets_the_answer_and_keeps_all_else(editing: Life) -> None:
    life = editing
    before = life.sandbox.jira.issue("PAY-23").description
    whole = before.adf["content"] if before.adf else []
    card = await life.card("PAY-23")
    code = gaps_of(card)[0]
    await life.press(card, "answer", code)
    await typed(life, code, DONE)
    await life.sandbox.slack.hands.submit(LEAD)
    await life.shown("told")
    after = life.sandbox.jira.issue("PAY-23").description.adf
    assert after is not None
    assert [node for node in after["content"] if node in whole] == whole
    assert "settled one answers 409" in json.dumps(after)


async def test_somebody_elses_edit_in_between_is_shown_and_nothing_is_written_over_it(editing: Life) -> None:
    life = editing
    card = await life.card("PAY-15")
    code = gaps_of(card)[0]
    await life.press(card, "answer", code)
    await typed(life, code, DONE)
    life.sandbox.jira.edit("PAY-15", description="Tomás wrote this meanwhile.")
    await life.sandbox.slack.hands.submit(LEAD)
    await life.until(lambda: "Somebody else changed this part" in json.dumps(life.modal()))
    assert "settled" not in (life.sandbox.jira.issue("PAY-15").description.as_wiki() or "")
    await life.sandbox.slack.hands.submit(LEAD)
    await life.shown("told")
    words = life.sandbox.jira.issue("PAY-15").description.as_wiki() or ""
    assert "Tomás wrote this meanwhile." in words and "settled" in words


async def test_a_reply_in_the_thread_is_taken_as_the_answer(life: Life) -> None:
    card = await life.card("PAY-15")
    said = await life.sandbox.slack.hands.say(LEAD, "C0PAYMENTS", DONE, thread=card.thread_ts)
    await life.sandbox.slack.hands.shortcut(LEAD, "C0PAYMENTS", said.ts, "handoff_take")
    await life.shown("reply")
    assert "settled one answers 409" in json.dumps(life.modal())
    assert await life.sandbox.slack.hands.submit(LEAD, {}) == {}
    await life.shown("change")
    await life.sandbox.slack.hands.submit(LEAD)
    await life.shown("told")
    assert len(life.sandbox.jira.issue("PAY-15").comments) == 1


async def test_two_who_write_at_once_are_both_shown_and_the_person_told(editing: Life) -> None:
    life = editing
    card = await life.card("PAY-15")
    await life.press(card, "answer", gaps_of(card)[0])
    await typed(life, gaps_of(card)[0], DONE)
    held = life.sandbox.jira.fail("PUT */issue/PAY-15", delay=1.0)
    await life.sandbox.slack.hands.submit(LEAD)
    await life.until(lambda: held.times == 0)
    life.sandbox.jira.edit("PAY-15", description="Tomás wrote this at that very moment.")
    await life.until(lambda: "at the same moment" in json.dumps(life.modal()))
    shown = json.dumps(life.modal(), ensure_ascii=False)
    assert "Tomás wrote this at that very moment." in shown and "settled one answers 409" in shown
