"""Into Jira, where the operator allowed it: one comment kept current, one label, one link, one property."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.conversation.conftest import Life, lived


@pytest.fixture
async def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=comment,label,link,property"):
        yield made


async def test_nothing_is_written_unless_it_is_allowed(life: Life) -> None:
    card = await life.card("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: "is ready for" in card.text)
    await life.rest()
    issue = life.sandbox.jira.issue("PAY-15")
    assert (issue.comments, issue.remote_links, issue.properties) == ([], [], {})


async def test_what_is_allowed_is_written_once_and_kept_current(writing: Life) -> None:
    life, issue = writing, writing.sandbox.jira.issue("PAY-15")
    card = await life.card("PAY-15")
    life.sandbox.jira.edit("PAY-15", description="Else.")
    await life.until(lambda: issue.properties)
    await life.rest()
    assert "handoff-needs-info" in issue.labels
    life.repair("PAY-15")
    await life.until(lambda: "handoff-ready" in issue.labels)
    await life.rest()
    assert "handoff-needs-info" not in issue.labels
    [comment] = issue.comments
    assert "is ready for a contractor" in (comment.body.as_wiki() or "")
    assert len(issue.remote_links) == 1
    assert issue.properties["handoff.verdict"]["verdict"] == "ready"
    assert len(life.answers(card)) == 1


async def test_a_site_that_fails_for_the_moment_is_asked_again_and_gets_one_comment(writing: Life) -> None:
    life, issue = writing, writing.sandbox.jira.issue("PAY-15")
    await life.card("PAY-15")
    slow_down = {"Retry-After": "0", "RateLimit-Reason": "jira-burst-based"}
    life.sandbox.jira.fail("POST */comment", status=429, headers=slow_down)
    life.sandbox.jira.fail("POST */comment", status=503, headers={"Retry-After": "0"}, after=True)
    life.repair("PAY-15")
    await life.until(lambda: "handoff-ready" in issue.labels)
    await life.rest()
    [comment] = issue.comments
    assert "is ready for a contractor" in (comment.body.as_wiki() or "")
