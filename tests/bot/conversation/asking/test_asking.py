"""A question is put once a ticket, to one person, who hears of so many a day; a crash loses none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation.asking.asking import A_DAY
from bot.conversation.requests import ActRequest
from bot.errors import JiraError, SlackError
from bot.requests import Place
from checks.ticket import Person
from tests.bot.conversation.waiting import ASKER, MAIJA, REPORTER, WEDNESDAY, Crashing, Waiting
from tests.bot.judging.conftest import THREAD
from tests.fakes.runs import Crash

ANNA = Person("acc-anna", "Anna", email="anna@example.com")
CLOSED = SlackError("channel_closed", "not_in_channel", method="chat.postMessage")


async def press(waiting: Waiting, identity: str, user: str = ASKER) -> str:
    """Press *Ask* on the card as it stands; what the presser is told."""
    kept = await waiting.kept("PAY-1")
    request = ActRequest(identity, THREAD, user, "ask", f"v{kept.id}")
    return (await waiting.asking().ask(waiting.world.journal(identity).execution(), request, kept)).text


def put(waiting: Waiting) -> list[str]:
    """The first lines of what was asked and reminded."""
    said = (one.message.text.split("\n")[0] for one in waiting.world.slack.said)
    return [line for line in said if "your answer" in line]


async def test_nobody_is_asked_more_than_the_limit_of_a_day(waiting: Waiting) -> None:
    said = []
    for number in range(1, 2 + A_DAY):
        waiting.world.jira.has(f"PAY-{number}", "Just do it.", reporter=MAIJA)
        said.append(await waiting.ask(f"PAY-{number}"))
    assert ["I asked" in one for one in said] == [True] * A_DAY + [False]
    assert "asked often enough today" in said[-1]
    waiting.world.clock.now += timedelta(days=1, minutes=1)
    assert "I asked" in await waiting.ask(f"PAY-{1 + A_DAY}", identity="ask:tomorrow")


async def test_a_question_is_asked_once_a_ticket_wherever_it_is_pressed(waiting: Waiting) -> None:
    elsewhere = Place("T1", "C2", "1700000009.000100")
    assert "I asked" in await waiting.ask()
    assert "has already been asked this" in await waiting.ask(place=elsewhere, identity="ask:elsewhere")
    assert len([one for one in waiting.world.slack.said if "waits for your answer" in one.message.text]) == 1


async def test_a_crash_between_turn_and_words_asks_all_the_same(waiting: Waiting) -> None:
    kept = await waiting.kept("PAY-1")
    journal, Crashing.lost = waiting.world.journal("ask:1"), {"turn"}
    request = ActRequest("ask:1", THREAD, ASKER, "ask", f"v{kept.id}")
    for _ in range(3):
        try:
            said = (await waiting.asking().ask(Crashing(journal), request, kept)).text
        except Crash:
            continue
        assert "I asked" in said
        return
    raise AssertionError("it never ends")


async def test_who_wants_to_hear_nothing_is_named_without_a_mention_and_finds_the_question_at_home(
    waiting: Waiting,
) -> None:
    await waiting.world.store.talk.mutes.put("T1", "", REPORTER, True, user=REPORTER, now=WEDNESDAY)
    said = await waiting.ask()
    assert "I asked Maija" in said and "found nobody" not in said, "their silence is theirs to tell"
    [asked] = [one for one in waiting.world.slack.said if "waits for your answer" in one.message.text]
    assert "Maija" in asked.message.text
    assert REPORTER not in repr(asked.message)
    [found] = await waiting.world.store.talk.living.waiting_for("T1", REPORTER, limit=5)
    assert found.verdict.key == "PAY-1"


async def test_a_question_that_slack_does_not_take_is_not_called_asked_and_can_be_put_again(waiting: Waiting) -> None:
    await waiting.kept("PAY-1")
    waiting.world.slack.before = [CLOSED]
    assert "I could not ask Maija: I cannot post in this channel" in await press(waiting, "1")
    assert put(waiting) == []
    assert "I asked Maija" in await press(waiting, "2")
    assert len(put(waiting)) == 1


async def test_a_reminder_that_slack_does_not_take_can_be_put_again(waiting: Waiting) -> None:
    await press(waiting, "1")
    waiting.world.clock.now += timedelta(days=1, minutes=1)
    waiting.world.slack.before = [SlackError("refused", "invalid_arguments", method="chat.postMessage")]
    assert "Slack did not accept my message" in await press(waiting, "2")
    assert "I asked Maija" in await press(waiting, "3")
    assert ["still waits" in line for line in put(waiting)] == [False, True]


async def test_whoever_was_asked_is_named_and_reminded_whoever_presses(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=MAIJA, assignee=ANNA)
    assert "I asked Anna" in await press(waiting, "1", REPORTER)
    assert "Anna has already been asked this" in await press(waiting, "2")
    waiting.world.clock.now += timedelta(days=1, minutes=1)
    assert "I asked Anna" in await press(waiting, "3")
    assert [line.split(", ")[0] for line in put(waiting)] == ["Anna", "Anna"]


async def test_who_was_asked_may_pass_the_question_on(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=MAIJA, assignee=ANNA)
    assert "I asked Maija" in await press(waiting, "1")
    assert "I asked Anna" in await press(waiting, "2", REPORTER)
    assert "Anna has already been asked this" in await press(waiting, "3")
    assert ["still waits" in line for line in put(waiting)] == [False, False]


async def test_a_question_to_somebody_who_left_the_ticket_is_asked_anew(waiting: Waiting) -> None:
    await press(waiting, "1")
    waiting.world.clock.now += timedelta(days=3)
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=ANNA)
    assert "I asked Anna" in await press(waiting, "2")
    assert ["still waits" in line for line in put(waiting)] == [False, False]


@pytest.mark.parametrize("after", ["the reminder", "an answer in the thread"])
async def test_no_reminder_is_promised_when_none_follows(waiting: Waiting, after: str) -> None:
    await press(waiting, "1")
    if after == "the reminder":
        waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
        assert await waiting.reminders() == 1
        waiting.world.clock.now = WEDNESDAY + timedelta(days=60)
    else:
        await waiting.world.store.talk.asks.replied(THREAD, REPORTER, now=waiting.world.clock())
    said = await press(waiting, "2")
    assert "Maija has already been asked this" in said and "no more reminders" in said


async def test_of_somebody_who_is_not_in_slack_whoever_presses_hears_that_slack_tells_them_nothing(
    waiting: Waiting,
) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=ANNA)
    assert "Please pass it on" in await press(waiting, "1")
    assert len(put(waiting)) == 1


async def test_no_reminder_is_promised_of_somebody_who_is_not_in_slack(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=ANNA)
    await press(waiting, "1")
    assert "no more reminders" in await press(waiting, "2")


async def test_who_wants_to_hear_nothing_is_not_asked_by_their_own_press(waiting: Waiting) -> None:
    await waiting.world.store.talk.mutes.put("T1", "", REPORTER, True, user=REPORTER, now=WEDNESDAY)
    assert "names nobody I could ask" in await press(waiting, "1", REPORTER)
    assert put(waiting) == []


async def test_that_jira_is_away_is_not_told_as_nobody_to_ask(waiting: Waiting) -> None:
    kept = await waiting.kept("PAY-1")
    waiting.world.jira.failures["PAY-1"] = [JiraError("unavailable")]
    request = ActRequest("1", THREAD, ASKER, "ask", f"v{kept.id}")
    said = await waiting.asking().ask(waiting.world.journal("1").execution(), request, kept)
    assert "Jira is not answering" in said.text


async def test_a_crash_after_the_turn_was_given_back_gives_it_back_once(waiting: Waiting) -> None:
    kept = await waiting.kept("PAY-1")
    waiting.world.slack.before = [CLOSED]
    journal, Crashing.lost = waiting.world.journal("1"), {"give_back"}
    request = ActRequest("1", THREAD, ASKER, "ask", f"v{kept.id}")
    with pytest.raises(Crash):
        await waiting.asking().ask(Crashing(journal), request, kept)
    assert "I asked Maija" in await press(waiting, "2")
    assert "could not ask" in (await waiting.asking().ask(Crashing(journal), request, kept)).text
    assert "Maija has already been asked this" in await press(waiting, "3")
