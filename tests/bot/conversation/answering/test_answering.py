"""An answer typed in Slack is shown as it will stand, confirmed, written once, and the card follows."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.conversation.answering import taking_back
from bot.conversation.answering.edits import Landed
from bot.jira.editing.desk import JiraDesk
from tests.bot.conversation.answering.answers import DONE, answered, description, typed
from tests.bot.conversation.conftest import LEAD, ROOM, Life, gaps_of, lived
from tests.fakes.waiting import PATIENCE


@pytest.fixture
async def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=description;WEB=description"):
        yield made


async def test_an_answer_becomes_a_comment_that_names_whose_words_they_are(life: Life) -> None:
    card = await life.card("PAY-15")
    code = next(code for code in gaps_of(card) if code.startswith("DOD"))
    await life.press(card, "answer", code)
    await typed(life, code, DONE)
    assert "settled" in json.dumps(life.modal()), "the change is shown before it is written"
    assert life.sandbox.jira.issue("PAY-15").comments == []
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    [comment] = life.sandbox.jira.issue("PAY-15").comments
    words = comment.body.as_wiki() or ""
    assert "Maija Virtanen" in words and "settled one answers 409" in words
    await life.rest()
    assert "text" not in json.dumps(await life.bot._engine.unfinished())


async def test_a_card_whose_verdict_is_forgotten_opens_nothing_of_another_ticket_in_its_thread(life: Life) -> None:
    """Whoever presses *Answer* below one ticket must not write into the other one."""
    message = await life.sandbox.slack.users.say(LEAD, ROOM, "@handoff PAY-15 and WEB-4")
    await life.until(lambda: len(life.thread(message.ts)) == 2)
    await life.rest()
    [old, _] = life.thread(message.ts)
    old.blocks = json.loads(re.sub(r'(handle\\*": \\*"v)\d+', r"\g<1>999999", json.dumps(old.blocks)))
    for verb in ("answer", "accept", "handed_off"):
        life.sandbox.slack.workspace.modals.clear()
        await life.press(old, verb)
        said = json.dumps(await life.shown("told"))
        assert "too old for me to act on" in said and "Ask again with the ticket's key" in said
        assert "no card in this thread" not in said


async def test_a_template_with_a_blank_left_in_it_is_refused_at_its_field_until_it_is_filled(life: Life) -> None:
    card = await life.card("PAY-15")
    code = next(code for code in gaps_of(card) if code.startswith("DOD"))
    await life.press(card, "answer", code)
    [offered] = [block["element"] for block in (await life.shown("answer"))["blocks"] if block["type"] == "input"]
    template, blank = offered["initial_value"], offered["initial_value"].partition("‹")[2].partition("›")[0]
    untouched = await life.sandbox.slack.users.submit(LEAD, {})
    assert set(untouched) == {"answer"} and f"‹{blank}›" in untouched["answer"]
    half = await life.sandbox.slack.users.submit(LEAD, {"answer": f"{DONE}\n- ‹{blank}›"})
    assert f"‹{blank}›" in half["answer"]
    filled = template.replace("‹", "").replace("›", "")
    assert await life.sandbox.slack.users.submit(LEAD, {"answer": f"{filled} The button reads ‹ Back › then."}) == {}
    await life.shown("change")


async def test_a_reply_that_holds_a_blank_of_the_template_is_refused_at_its_field(life: Life) -> None:
    card = await life.card("PAY-15")
    code = next(code for code in gaps_of(card) if code.startswith("DOD"))
    await life.press(card, "answer", code)
    [offered] = [block["element"] for block in (await life.shown("answer"))["blocks"] if block["type"] == "input"]
    await life.sandbox.slack.users.close(LEAD)
    said = await life.sandbox.slack.users.say(LEAD, ROOM, offered["initial_value"], thread=card.thread_ts)
    await life.sandbox.slack.users.shortcut(LEAD, ROOM, said.ts, "handoff_take")
    [gaps, _] = [block["element"] for block in (await life.shown("reply"))["blocks"] if block["type"] == "input"]
    [gap] = [option["value"] for option in gaps["options"] if option["value"].endswith(code)]
    assert set(await life.sandbox.slack.users.submit(LEAD, {"gap": gap})) == {"answer"}


async def test_where_the_admin_chose_it_the_description_gets_the_answer_and_keeps_all_else(editing: Life) -> None:
    life = editing
    before = life.sandbox.jira.issue("WEB-7").description
    whole = before.adf["content"] if before.adf else []
    assert whole
    card = await life.card("WEB-7")
    code = gaps_of(card)[0]
    await life.press(card, "answer", code)
    await typed(life, code, DONE)
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    after = life.sandbox.jira.issue("WEB-7").description.adf
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
    await life.sandbox.slack.users.submit(LEAD)
    await life.until(lambda: "Somebody else changed this part" in json.dumps(life.modal()))
    assert "settled" not in (life.sandbox.jira.issue("PAY-15").description.as_wiki() or "")
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    words = life.sandbox.jira.issue("PAY-15").description.as_wiki() or ""
    assert "Tomás wrote this meanwhile." in words and "settled" in words


async def test_an_edit_whose_process_died_before_it_was_recorded_is_no_edit_of_somebody_else(
    editing: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, write, cut = editing, JiraDesk.write, asyncio.Event()

    async def written_and_not_recorded(desk: JiraDesk, *arguments: Any, **more: Any) -> Landed | None:
        await write(desk, *arguments, **more)
        cut.set()
        return await asyncio.Future()

    monkeypatch.setattr(app, "GRACE", 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(JiraDesk, "write", written_and_not_recorded)
        await answered(life, "PAY-15", "DOD")
        async with asyncio.timeout(PATIENCE):
            await cut.wait()
        await life.bot.close()
    assert description(life, "PAY-15").count("settled one answers 409") == 1
    life.bot = app.build(life.bot._settings, socket=False)
    await life.bot.start()
    await life.shown("told")
    assert "PAY-15" in json.dumps(life.modal()) and "Somebody else" not in json.dumps(life.modal())
    assert description(life, "PAY-15").count("settled one answers 409") == 1


async def test_a_button_of_a_card_whose_verdict_is_kept_no_more_is_answered_with_a_sentence(life: Life) -> None:
    card = await life.card("PAY-15")
    old = deepcopy(card)
    await life.bot._store.forget(datetime.now(UTC) + timedelta(days=2), timedelta(days=1))
    await life.press(old, "answer", gaps_of(old)[0])
    await life.shown("told")
    assert "This card is too old for me to act on" in json.dumps(life.modal())


async def test_a_reply_in_the_thread_is_taken_as_the_answer(life: Life) -> None:
    card = await life.card("PAY-15")
    said = await life.sandbox.slack.users.say(LEAD, "C0PAYMENTS", DONE, thread=card.thread_ts)
    await life.sandbox.slack.users.shortcut(LEAD, "C0PAYMENTS", said.ts, "handoff_take")
    await life.shown("reply")
    assert "settled one answers 409" in json.dumps(life.modal())
    assert await life.sandbox.slack.users.submit(LEAD, {}) == {}
    await life.shown("change")
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    assert len(life.sandbox.jira.issue("PAY-15").comments) == 1


async def test_two_who_write_at_once_are_both_shown_and_the_person_told(editing: Life) -> None:
    life = editing
    await met(life, "Tomás wrote this at that very moment.")
    shown = json.dumps(life.modal(), ensure_ascii=False)
    assert "Tomás wrote this at that very moment." in shown and "settled one answers 409" in shown


async def met(life: Life, theirs: str = "h2. Their plan\n\nTomás wrote this at that very moment.") -> None:
    """Two people write at once, and the person sees both versions."""
    card = await life.card("PAY-15")
    await life.press(card, "answer", gaps_of(card)[0])
    await typed(life, gaps_of(card)[0], DONE)
    go_on = asyncio.Event()
    held = life.sandbox.jira.fail("PUT */issue/PAY-15", until=go_on)
    await life.sandbox.slack.users.submit(LEAD)
    await life.until(lambda: held.times == 0)
    life.sandbox.jira.edit("PAY-15", description=theirs)
    go_on.set()
    await life.until(lambda: "at the same moment" in json.dumps(life.modal()))


async def press_modal(life: Life, action: str) -> None:
    await life.sandbox.slack.users.click_in_view(LEAD, life.sandbox.slack.workspace.modals[LEAD][-1], action)


async def test_their_version_can_be_put_back(editing: Life) -> None:
    life = editing
    await met(life)
    await press_modal(life, "handoff_restore")
    await life.until(lambda: "stands as you chose" in json.dumps(life.modal()))
    assert description(life, "PAY-15") == "h2. Their plan\n\nTomás wrote this at that very moment."


async def test_both_versions_can_be_kept(editing: Life) -> None:
    life = editing
    await met(life)
    await press_modal(life, "handoff_keep_both")
    await life.until(lambda: "stands as you chose" in json.dumps(life.modal()))
    words = description(life, "PAY-15")
    assert "Tomás wrote this at that very moment." in words and "settled one answers 409" in words


async def test_nothing_is_put_back_over_an_edit_that_came_later(editing: Life) -> None:
    life = editing
    await met(life)
    life.sandbox.jira.edit("PAY-15", description="Maija tidied up.")
    await press_modal(life, "handoff_restore")
    await life.until(lambda: "That part of PAY-15 was edited since" in json.dumps(life.modal()))
    assert description(life, "PAY-15") == "Maija tidied up."


async def test_an_own_edit_can_be_undone_once(editing: Life) -> None:
    life = editing
    before = life.sandbox.jira.issue("PAY-18").description.as_adf()
    await answered(life, "PAY-18", "CON")
    await life.until(lambda: any("undo it here for an hour" in said for said in life.whispers()))
    assert life.sandbox.jira.issue("PAY-18").description.as_adf() != before
    offer = life.sandbox.slack.whispers(LEAD)[-1]
    again = deepcopy(offer)
    await life.press(offer, "restore")
    await life.until(lambda: any("stands as you chose" in said for said in life.whispers()))
    assert life.sandbox.jira.issue("PAY-18").description.as_adf() == before
    await life.rest()
    await life.press(again, "restore")
    await life.until(lambda: any("already used" in said for said in life.whispers()))
    assert "text" not in json.dumps(await life.bot._engine.unfinished())


async def test_an_edit_is_not_undone_after_its_hour(editing: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life = editing
    await answered(life, "PAY-15", "DOD")
    await life.until(lambda: any("undo it here for an hour" in said for said in life.whispers()))
    monkeypatch.setattr(taking_back, "UNDO_FOR", -taking_back.UNDO_FOR)
    await life.press(life.sandbox.slack.whispers(LEAD)[-1], "restore")
    await life.until(lambda: any("is over" in said for said in life.whispers()))
    assert "settled" in description(life, "PAY-15")
