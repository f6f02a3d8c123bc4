"""The whole bot while Slack or Jira fails in each of their ways: one card a question in the end, none of them twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.posting import delivery
from bot.retrying import backoff
from bot.sandbox.faults import Fault
from bot.sandbox.slack.models import Message
from bot.slack import people
from bot.slack.seeing import audience
from bot.slack.sending import refusals
from tests.bot.conversation.conftest import BOT, LEAD, ROOM, Life, lived
from tests.fakes.waiting import PATIENCE

HTML = {"body": b"<html>Down for maintenance</html>", "content_type": "text/html"}
FAULTS: dict[str, dict[str, Any]] = {
    "slow": {"delay": 0.2, "passes": True},
    "hanging": {"delay": 1.2},
    "hanging once it was done": {"delay": 1.2, "after": True},
    "reset": {"hangup": True},
    "reset once it was done": {"hangup": True, "after": True},
    "429 in seconds": {"status": 429, "headers": {"Retry-After": "1"}},
    "429 until a date": {"status": 429, "headers": {"Retry-After": "DATE"}},
    "429 without a word": {"status": 429},
    "500": {"status": 500},
    "502 in HTML": {"status": 502, **HTML},
    "503": {"status": 503, "headers": {"Retry-After": "1"}},
    "200 in HTML": HTML,
    "truncated": {"body": b'{"ok": true, "ts": "17'},
    "of another type": {"body": b"[7]"},
}


def fault(where: str, told: dict[str, Any]) -> Fault:
    headers = dict(told.get("headers", {}))
    if headers.get("Retry-After") == "DATE":
        headers["Retry-After"] = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    return Fault(where, **{**told, "headers": headers})


@pytest.fixture
async def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    """Nobody waits as long as it does otherwise."""
    monkeypatch.setattr(backoff, "FIRST", 0.1)
    monkeypatch.setattr(refusals, "PAUSE", 0.1)
    monkeypatch.setattr(delivery, "POST_TIMEOUT", 0.5)
    monkeypatch.setattr("bot.posting.delivery.Delivery.__init__.__defaults__", (timedelta(seconds=0.8),))
    monkeypatch.setattr("bot.slack.sending.pace.Pace.__init__.__defaults__", (0.0, None))
    async for made in lived(tmp_path, monkeypatch, HANDOFF_COOLDOWN="0"):
        yield made


async def asked(life: Life, key: str) -> list[str]:
    """What stands in the thread once nothing is under way."""
    return await answers(life, f"@handoff {key}")


async def answers(life: Life, words: str) -> list[str]:
    said = await life.sandbox.slack.users.say(LEAD, ROOM, words)
    async with asyncio.timeout(PATIENCE):
        while not life.thread(said.ts) or await life.bot._engine.unfinished():  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.02)
    return [message.text for message in life.thread(said.ts)]


async def test_whatever_slack_does_when_a_card_is_posted_there_is_one(life: Life) -> None:
    for name, told in FAULTS.items():
        life.sandbox.slack.core.faults.add(fault("chat.postMessage", told))
        cards = await asked(life, "PAY-12")
        assert len(cards) == 1 and "PAY-12" in cards[0], name
        life.sandbox.slack.core.faults.clear()


def says(card: Message, words: str) -> bool:
    return words in str(card.blocks)


async def test_whatever_slack_does_when_a_card_is_updated_it_says_the_latest(life: Life) -> None:
    card = await life.card("PAY-15")
    for number, (name, told) in enumerate(FAULTS.items()):
        life.sandbox.slack.core.faults.add(fault("chat.update", told))
        life.sandbox.jira.edit("PAY-15", summary=f"Summary number {number}.")
        await life.until(partial(says, card, f"number {number}”"))
        assert len([one for one in life.sandbox.slack.messages(ROOM) if one.user == BOT]) == 1, name
        await life.rest()
        life.sandbox.slack.core.faults.clear()


async def test_whatever_jira_does_when_a_ticket_is_read_there_is_one_card_or_one_sentence(life: Life) -> None:
    for name, told in FAULTS.items():
        if not told.get("after"):  # reading has no effect
            life.sandbox.jira.site.faults.add(fault("GET /rest/*/issue/*", told))
            cards = await asked(life, "PAY-12")
            assert len(cards) == 1 and "PAY-12" in cards[0], name
            life.sandbox.jira.site.faults.clear()


@pytest.mark.parametrize("method", ["conversations.info", "users.info"])
async def test_whatever_slack_does_when_it_is_asked_who_reads_along_there_is_one_whole_card(
    life: Life, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(audience, "FRESH", 0.0)
    monkeypatch.setattr(people, "FRESH", 0.0)
    for name, told in FAULTS.items():
        life.sandbox.slack.core.faults.add(fault(method, told))
        words = life.sandbox.link("PAY-12") if method == "conversations.info" else "@handoff PAY-12"
        cards = await answers(life, words)
        assert len(cards) == 1 and "PAY-12" in cards[0], name
        life.sandbox.slack.core.faults.clear()


async def test_a_card_is_not_cut_because_slack_fails_for_a_moment_to_say_who_reads_along(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "FRESH", 0.0)
    card = await life.card("PAY-15")
    for number, (name, told) in enumerate(FAULTS.items()):
        waiting = life.sandbox.slack.core.faults.add(fault("conversations.info", told))
        life.sandbox.jira.edit("PAY-15", summary=f"Summary number {number}.")
        await life.until(partial(says, card, f"number {number}”"))
        assert waiting.times == 0, name
        await life.rest()
