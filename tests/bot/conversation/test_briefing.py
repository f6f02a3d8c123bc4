"""A brief is put into the thread once, whatever becomes of its copy, and a failure is told as what it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.conversation.briefing import SAME, Briefing
from bot.conversation.requests import ActRequest
from bot.errors import JiraError, SlackError
from bot.message import Message
from bot.policies.in_force import Policies
from bot.posting.delivery import HOLD
from bot.posting.files import Files
from bot.posting.once import Once
from bot.requests import Place
from tests.bot.conversation.waiting import ASKER, Waiting
from tests.bot.judging.conftest import THREAD
from tests.fakes.ports import FakePoster
from tests.fakes.runs import Crash, Journal


class Full(FakePoster):
    """Takes no file."""

    def __init__(self, error: SlackError) -> None:
        super().__init__()
        self.error = error

    async def hand_out(
        self, place: Place, file: str, *, title: str | None, since: datetime, again: bool = False
    ) -> None:
        raise self.error


async def brief(waiting: Waiting, slack: FakePoster, journal: Journal | None = None, *, away: bool = False) -> Message:
    """Press *Make the brief*; what the presser is told."""
    kept, journal = await waiting.kept("PAY-1"), journal or waiting.world.journal("brief:1")
    waiting.world.jira.failures["PAY-1"] = [JiraError("unavailable")] if away else []
    world = waiting.world
    once = Once(world.store.posts, world.clock)
    briefing = Briefing(world.jira, Policies(None), Files(slack, world.clock), once, world.clock)
    request = ActRequest(journal.identity, THREAD, ASKER, "brief", f"v{kept.id}")
    return await briefing.brief(journal.execution(), request, kept)


async def test_the_file_is_in_the_thread_and_its_words_are_told_to_copy(waiting: Waiting) -> None:
    slack = FakePoster()
    said = await brief(waiting, slack)
    [(name, content, place)] = slack.files
    assert (name, place) == ("PAY-1-brief.md", THREAD)
    assert "to copy" in said.text and content.decode().splitlines()[0] in repr(said.blocks)
    assert slack.whispers == [], "whoever pressed is answered where they pressed, and told again if that fails"


async def test_a_run_that_comes_back_puts_no_second_file_and_still_tells_the_words(waiting: Waiting) -> None:
    slack, journal = FakePoster(), waiting.world.journal("brief:1")
    first = await brief(waiting, slack, journal)
    assert await brief(waiting, slack, journal) == first
    assert len(slack.files) == 1
    assert "PAY-1" not in journal.text, "no word of the ticket is kept with the run"


async def test_who_presses_again_gets_the_words_to_copy_and_no_second_file(waiting: Waiting) -> None:
    slack, clock = FakePoster(), waiting.world.clock
    first = await brief(waiting, slack)
    assert await brief(waiting, slack, waiting.world.journal("brief:2")) == first
    assert len(slack.files) == 1
    clock.advance(SAME.total_seconds() + 1)
    await brief(waiting, slack, waiting.world.journal("brief:3"))
    await brief(waiting, slack, waiting.world.journal("brief:4"))
    assert len(slack.files) == 2, "after an hour it may be out of sight, or deleted"


async def test_a_ticket_that_changed_since_gets_a_new_brief_at_once(waiting: Waiting) -> None:
    slack = FakePoster()
    await brief(waiting, slack)
    waiting.world.jira.has("PAY-1", "Do something else.", updated=waiting.world.clock())
    await brief(waiting, slack, waiting.world.journal("brief:2"))
    assert len(slack.files) == 2


async def test_a_brief_that_slack_did_not_take_is_put_there_by_the_next_press(waiting: Waiting) -> None:
    await brief(waiting, Full(SlackError("channel_closed", "not_in_channel")))
    slack = FakePoster()
    await brief(waiting, slack, waiting.world.journal("brief:2"))
    assert len(slack.files) == 1


async def test_jira_that_is_away_when_a_run_comes_back_takes_nothing_from_the_file(waiting: Waiting) -> None:
    slack, journal = FakePoster(), waiting.world.journal("brief:1")
    await brief(waiting, slack, journal)
    said = (await brief(waiting, slack, journal, away=True)).text
    assert said == "The brief of this ticket is in the thread."


async def test_that_jira_is_away_is_not_told_as_a_channel_that_is_closed(waiting: Waiting) -> None:
    said = (await brief(waiting, FakePoster(), away=True)).text
    assert "Jira is not answering" in said and "Invite me" not in said


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (SlackError("channel_closed", "not_in_channel"), "Invite me to this channel"),
        (SlackError("unavailable", "internal_error"), "Slack did not accept the file"),
    ],
)
async def test_why_slack_did_not_take_the_file_is_said(waiting: Waiting, error: SlackError, cure: str) -> None:
    assert cure in (await brief(waiting, Full(error))).text


@pytest.mark.parametrize("reached", [True, False], ids=["posted", "not posted"])
async def test_a_run_that_dies_while_the_file_is_posted_leaves_one_file(waiting: Waiting, reached: bool) -> None:
    slack, journal = FakePoster(), waiting.world.journal("brief:1")
    (slack.after if reached else slack.before).append(Crash())
    with pytest.raises(Crash):
        await brief(waiting, slack, journal)
    waiting.world.clock.advance(HOLD.total_seconds())
    assert "to copy" in (await brief(waiting, slack, journal)).text
    assert (len(slack.files), slack.looks) == (1, 1)


async def test_a_slack_that_does_not_answer_whether_it_took_the_file_is_looked_at(waiting: Waiting) -> None:
    slack = FakePoster(after=[SlackError("unavailable", "no_answer")])
    assert "to copy" in (await brief(waiting, slack)).text
    assert (len(slack.files), slack.looks) == (1, 1)
