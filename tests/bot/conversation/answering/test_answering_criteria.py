"""Criteria go into the field that a ticket has for them, where its project chose so."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.jira.tickets import CRITERIA
from tests.bot.conversation.answering.answers import answered, description
from tests.bot.conversation.conftest import Life, gaps_of, lived


@pytest.fixture
async def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    """Where answers go wherever they belong."""
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=edit"):
        yield made


async def test_criteria_go_to_the_tickets_field_for_them(whole: Life) -> None:
    life = whole
    before = life.sandbox.jira.issue("PAY-15").description
    await answered(life, "PAY-15", "DOD")
    await life.shown("told")
    assert "field for acceptance criteria" in json.dumps(life.modal())
    issue = life.sandbox.jira.issue("PAY-15")
    assert "settled one answers 409" in json.dumps(issue.criteria.adf), "in the field's own markup"
    assert issue.description == before


async def test_criteria_that_stand_already_stay(whole: Life) -> None:
    life = whole
    life.sandbox.jira.edit("PAY-15", criteria="* It works again as it should.")
    before = life.sandbox.jira.issue("PAY-15").criteria.as_adf()
    await answered(life, "PAY-15", "DOD")
    await life.shown("told")
    after = life.sandbox.jira.issue("PAY-15").criteria.as_adf()
    assert before and after and after["content"][: len(before["content"])] == before["content"]
    assert "settled one answers 409" in json.dumps(after)


async def test_a_field_that_is_not_on_the_screen_is_not_written(whole: Life) -> None:
    life = whole
    life.sandbox.jira.state.off_screen.add(CRITERIA)
    await answered(life, "PAY-15", "DOD")
    await life.shown("told")
    assert life.sandbox.jira.issue("PAY-15").criteria.empty and "settled" in description(life, "PAY-15")


@pytest.mark.parametrize(("chosen", "place"), [("description", "description"), ("criteria", "criteria")])
async def test_a_project_chooses_where_criteria_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, place: str
) -> None:
    async for life in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES=f"PAY={chosen}"):
        await answered(life, "PAY-15", "DOD")
        await life.shown("told")
        issue = life.sandbox.jira.issue("PAY-15")
        assert ("settled" in description(life, "PAY-15")) is (place == "description")
        assert issue.criteria.empty is (place == "description")
        assert issue.comments == []


async def test_where_only_criteria_may_be_written_other_answers_are_comments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async for life in lived(tmp_path, monkeypatch, HANDOFF_JIRA_WRITES="PAY=criteria"):
        card = await life.card("PAY-15")
        code = next(code for code in gaps_of(card) if not code.startswith("DOD"))
        await answered(life, "PAY-15", code)
        await life.shown("told")
        assert len(life.sandbox.jira.issue("PAY-15").comments) == 1
