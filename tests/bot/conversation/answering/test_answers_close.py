"""Whoever answers a gap gets to green: the answer closes it wherever it landed, or they hear why not and have the last word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox.slack.models import Message
from tests.bot.conversation.answering.answers import DONE, typed
from tests.bot.conversation.conftest import LEAD, Life, gaps_of, lived

LAST_TIME = 'Last time we called the provider three times, 2 seconds apart, and then showed "Payment failed".'


@pytest.fixture(params=["", "PAY=edit"])
async def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AsyncIterator[Life]:
    """By default an answer is a comment; where the operator allows it, an edit."""
    async for made in lived(tmp_path, monkeypatch, **({"HANDOFF_JIRA_WRITES": request.param} if request.param else {})):
        yield made


async def answer(life: Life, card: Message, code: str, words: str) -> None:
    await life.press(card, "answer", code)
    await typed(life, code, words)
    await life.sandbox.slack.users.submit(LEAD)
    await life.shown("told")
    await life.rest()


def told(life: Life) -> list[str]:
    return [one for one in life.whispers() if "is still on the card" in one]


async def test_an_answer_closes_its_gap_wherever_it_landed(given: Life) -> None:
    card = await given.card("PAY-15")
    assert "DOD302" in gaps_of(card)
    await answer(given, card, "DOD302", DONE)
    assert "DOD302" not in gaps_of(card)
    assert told(given) == []


async def test_who_answers_a_gap_that_words_cannot_close_hears_so_and_accepts_it_with_one_more_press(
    given: Life,
) -> None:
    card = await given.card("PAY-15")
    await answer(given, card, "CTX103", LAST_TIME)
    assert "CTX103" in gaps_of(card), "the sentence that leans on last time stands there still"
    [said] = told(given)
    assert "PAY-15" in said and "dangling reference" in said
    whisper = next(one for one in given.sandbox.slack.whispers(LEAD) if one.text == said)
    await given.press(whisper, "accept", "CTX103")
    await given.shown("accept")
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    assert await given.sandbox.slack.users.submit(LEAD, {"reason": "Answered on the ticket.", "until": until}) == {}
    await given.rest()
    assert "CTX103" not in gaps_of(card)
