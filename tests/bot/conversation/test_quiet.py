"""Quiet: what was said lately, quiet hours, muted people, and policies that change nothing of a ticket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.schedule import QuietHours
from tests.bot.conversation.conftest import CONTRACTOR, LEAD, ROOM, Life, lived


def why_hushed(logs: Sequence[Mapping[str, object]]) -> list[object]:
    return [line["why"] for line in logs if line["event"] == "judge.hushed"]


async def test_a_ticket_that_has_a_card_in_the_channel_gets_no_second_one_for_a_link(life: Life) -> None:
    await life.card("PAY-15", asked=False)
    with capture_logs() as logs:
        again = await life.sandbox.slack.users.say(CONTRACTOR, ROOM, life.sandbox.link("PAY-15"))
        await life.rest()
    assert life.thread(again.ts) == []
    assert why_hushed(logs) == ["cooldown"]
    asked = await life.card("PAY-15", user=CONTRACTOR)
    assert "PAY-15" in asked.text


@pytest.fixture
async def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_QUIET_HOURS="00:00-23:59:59 UTC"):
        yield made


async def test_in_quiet_hours_links_wait_for_a_question_and_nothing_is_announced(night: Life) -> None:
    life = night
    with capture_logs() as logs:
        said = await life.sandbox.slack.users.say(LEAD, ROOM, life.sandbox.link("PAY-18"))
        await life.rest()
    assert life.thread(said.ts) == []
    assert why_hushed(logs) == ["quiet_hours"]
    card = await life.card("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: "is ready for" in card.text)
    await life.rest()
    assert life.answers(card) == []


@pytest.mark.parametrize(("hour", "quiet"), [(17, False), (18, True), (23, True), (3, True), (7, True), (8, False)])
def test_quiet_hours_reach_over_midnight(hour: int, quiet: bool) -> None:
    night = QuietHours(time(18), time(8), "UTC")
    assert night.holds(datetime(2026, 11, 25, hour, tzinfo=UTC)) is quiet


async def test_a_policy_that_changes_updates_the_card_and_is_never_announced(life: Life, tmp_path: Path) -> None:
    card = await life.card("PAY-15")
    folder = tmp_path / "policies"
    folder.mkdir()
    rules = "\n".join(
        f'[rules.{code}]\nseverity = "off"' for code in ("DOD302", "DOD303", "CTX103", "DOD301", "CTX101")
    )
    (folder / "PAY.toml").write_text(rules)
    life.bot._opened.policies._folder = folder
    life.sandbox.jira.edit("PAY-15", labels=["touched"])
    await life.until(lambda: "is ready for" in card.text)
    await life.rest()
    assert life.answers(card) == []
