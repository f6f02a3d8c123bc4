"""A digest of a board's backlog or next sprint, from what is typed to what stands in the channel; and what is said
where there is no such board, sprint or backlog."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import build
from bot.sandbox import App, Pace, Sandbox
from bot.settings import Settings
from tests.fakes.waiting import PATIENCE

CHANNEL, USER, BOT = "C0PAYMENTS", "U0LEAD", "U0HANDOFF"
BACKLOG = {"PAY-1", "PAY-15", "PAY-27", "PAY-33"}
"""The open tickets of PAY that stand in no sprint and that everyone may see."""
SPRINT = {"PAY-18", "PAY-23"}
"""Those of the sprint that has not begun."""


@dataclass
class Talk:
    """Somebody at the keyboard, and what they and the channel are told."""

    sandbox: Sandbox

    async def types(self, words: str) -> str:
        """The next answer that they alone see."""
        before = len(self.sandbox.slack.whispers(USER))
        assert (await self.sandbox.slack.users.command(USER, CHANNEL, f"/handoff digest {words}")).ok
        async with asyncio.timeout(PATIENCE):
            while len(answers := self.sandbox.slack.whispers(USER)) == before:  # noqa: ASYNC110 - the bot is at it
                await asyncio.sleep(0.02)
        return str(answers[-1].text)

    def said(self) -> list[str]:
        return [message.text for message in self.sandbox.slack.messages(CHANNEL) if message.user == BOT]


@pytest.fixture(params=["cloud", "datacenter"])
async def talk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with Sandbox(App(), pace=Pace.fast(), jira=request.param) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        bot = build(Settings(data=tmp_path / "data", port=0), socket=False)
        await bot.start()
        sandbox.slack.http.urls = [f"http://127.0.0.1:{bot.port}/slack/events"]
        yield Talk(sandbox)
        await bot.close()


def named(text: str) -> set[str]:
    return {word.strip(":") for word in text.split() if word.startswith("PAY-")}


async def test_a_boards_backlog_is_digested_without_what_stands_in_a_sprint(talk: Talk) -> None:
    assert "Monday" in await talk.types("mon 09:00 Europe/Helsinki backlog 12")
    assert "Today's digest is in this channel now." in await talk.types("now")
    (digest,) = talk.said()
    assert "Looked at: the backlog of board 12" in digest
    assert named(digest) <= BACKLOG and counted(digest) == len(BACKLOG)


async def test_the_next_sprint_is_digested_without_the_one_that_runs(talk: Talk) -> None:
    await talk.types("mon 09:00 Europe/Helsinki sprint 12")
    await talk.types("now")
    (digest,) = talk.said()
    assert "Looked at: the next sprint of board 12" in digest
    assert named(digest) <= SPRINT and counted(digest) == len(SPRINT)


def counted(text: str) -> int:
    """The tickets that the first line counts by their verdicts."""
    lead = text.splitlines()[0].partition("The week to ")[2].partition(". ")[2]
    return sum(int(word) for word in lead.split() if word.isdigit())


@pytest.mark.parametrize(
    ("what", "why", "cure"),
    [
        ("backlog 99", "I cannot see board 99", "backlog 12"),
        ("sprint 99", "I cannot see board 99", "backlog 12"),
        ("sprint 13", "board 13 has no upcoming sprint", "backlog 13"),
        ("sprint 14", "board 14 has no sprints", "backlog 14"),
        ("backlog 14", "board 14 has no backlog", "project = PAY"),
    ],
)
async def test_what_a_board_does_not_have_is_said_with_the_cure_and_not_kept(
    talk: Talk, what: str, why: str, cure: str
) -> None:
    answer = await talk.types(f"mon 09:00 Europe/Helsinki {what}")
    assert why in answer and f"{cure}`" in answer
    assert "There is no weekly digest" in await talk.types("pause")


async def test_a_board_deleted_since_is_said_when_its_digest_is_asked_for(talk: Talk) -> None:
    await talk.types("mon 09:00 Europe/Helsinki backlog 12")
    talk.sandbox.jira.fail("*board/12/*", status=404, times=None)
    assert "I cannot see board 12" in await talk.types("now")
    assert "I cannot see board 12" in await talk.types("preview")
    assert talk.said() == []
