"""Answers that stand in the same part of a ticket are undone one after the other, the last first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.slack.models import Message
from tests.bot.conversation.answering.answers import answered, description, typed
from tests.bot.conversation.conftest import LEAD, Life, lived

FIRST, SECOND = "CON203", "CON204"
ROLE = "Only the role `support` may call it; anybody else gets status 403."


@pytest.fixture
async def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=description"):
        yield made


def offers(life: Life) -> list[Message]:
    """What still has its *Undo*, in the order in which it was said."""
    return [one for one in life.sandbox.slack.whispers(LEAD) if "handoff_restore" in str(one.blocks)]


async def test_an_undo_that_a_later_answer_bars_is_offered_still_and_works_once_that_is_undone(editing: Life) -> None:
    life, before = editing, description(editing, "PAY-18")
    await answered(life, "PAY-18", FIRST)
    await life.until(lambda: len(offers(life)) == 1)
    once = description(life, "PAY-18")
    await life.rest()
    await life.sandbox.slack.users.close(LEAD)
    await life.press(life.sandbox.slack.messages("C0PAYMENTS")[0], "answer", SECOND)
    await typed(life, SECOND, ROLE)
    await life.sandbox.slack.users.submit(LEAD)
    await life.until(lambda: len(offers(life)) == 2)

    await life.press(offers(life)[0], "restore")
    await life.until(lambda: any("undo that one first, then this one" in said for said in life.whispers()))
    assert ROLE in description(life, "PAY-18"), "nothing is taken back over what came later"
    await life.press(offers(life)[1], "restore")
    await life.until(lambda: description(life, "PAY-18") == once)
    await life.rest()
    await life.press(offers(life)[0], "restore")
    await life.until(lambda: description(life, "PAY-18") == before)
