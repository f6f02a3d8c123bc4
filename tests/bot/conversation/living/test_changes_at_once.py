"""A webhook and a sweep that hear of one change at once: one line in the thread, one comment in the ticket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.requests import ChangeRequest
from bot.runs import submit
from tests.bot.conversation.conftest import Life, lived


@pytest.fixture
async def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=comment"):
        yield made


async def test_a_change_that_is_heard_twice_at_once_is_told_once_and_written_once(writing: Life) -> None:
    life, issue = writing, writing.sandbox.jira.issue("PAY-15")
    card = await life.card("PAY-15")
    life.sandbox.jira.webhooks.url = None
    life.repair("PAY-15")
    life.sandbox.jira.fail("GET */issue/PAY-15", delay=0.3, times=None)  # so that both have judged before either shows
    changed = ChangeRequest("T0SANDBOX", "127.0.0.1", issue.id, "PAY-15")
    await submit(life.bot._engine, replace(changed, identity="webhook"))
    await asyncio.sleep(0.15)  # the first has settled, and judges
    await submit(life.bot._engine, replace(changed, identity="sweep"))
    await life.until(lambda: issue.comments)
    await life.rest()
    assert len(life.answers(card)) == 1
    assert len(issue.comments) == 1
    assert "is ready for a contractor" in (issue.comments[0].body.as_wiki() or "")
