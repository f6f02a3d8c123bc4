"""A question that waits is put once more, by whichever process looks first, and never when nothing waits any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.conversation.asking.asking import A_DAY
from bot.conversation.asking.reminding import DAYS
from bot.conversation.requests import RemindRequest
from bot.errors import JiraError
from bot.ports import ChannelSettings
from bot.runs import from_payload
from bot.schedule import QuietHours, worked
from checks.reading import read
from checks.ticket import Comment
from tests.bot.conversation.waiting import ASKER, MAIJA, REPORTER, WEDNESDAY, Crashing, Waiting
from tests.bot.judging.conftest import THREAD
from tests.fakes.runs import Crash


async def test_a_question_is_put_again_after_two_working_days_and_then_never(waiting: Waiting) -> None:
    assert "I asked Maija" in await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2, minutes=-1)
    assert await waiting.reminders() == 0
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 1
    for days in (5, 6, 30):
        waiting.world.clock.now = WEDNESDAY + timedelta(days=days)
        assert await waiting.reminders() == 1
    assert "has already been asked this" in await waiting.ask(identity="ask:again"), "by hand neither"


@pytest.mark.parametrize(
    ("asked", "now", "due"),
    [
        ("2026-11-25T12", "2026-11-27T12", True),
        ("2026-11-26T12", "2026-11-28T12", False),
        ("2026-11-26T12", "2026-11-30T11", False),
        ("2026-11-26T12", "2026-11-30T12", True),
        ("2026-11-28T12", "2026-11-30T12", False),
        ("2026-11-28T12", "2026-12-01T12", False),
        ("2026-11-28T12", "2026-12-02T12", True),
    ],
)
def test_weekends_are_no_working_days(asked: str, now: str, due: bool) -> None:
    since, until = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (asked, now))
    assert worked(since, DAYS, "UTC", until) is due


async def test_any_number_of_processes_remind_once(waiting: Waiting) -> None:
    await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert (await waiting.look(), await waiting.look()) == (1, 1)
    assert len(waiting.began.runs) == 1, "one identity"
    [payload] = waiting.began.runs.values()
    waiting.began.runs["remind:of-the-next-day"] = payload
    await waiting.work()
    assert await waiting.reminders() == 1, "and of two identities one turn"


async def test_a_crash_at_any_step_neither_doubles_nor_loses_the_reminder(waiting: Waiting) -> None:
    await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    await waiting.look()
    [(identity, payload)] = waiting.began.runs.items()
    due = from_payload(RemindRequest, payload)
    journal, Crashing.lost = waiting.world.journal(identity), {"turn", "remind"}
    for _ in range(10):
        try:
            await waiting.reminding()(Crashing(journal), due)
        except Crash:
            waiting.world.clock.now += timedelta(minutes=1)
            continue
        break
    assert sum("still waits" in said.message.text for said in waiting.world.slack.said) == 1


async def done(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=MAIJA, done=True)


async def closed(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Because customers pay twice. Done when 204 is answered.", reporter=MAIJA)


async def commented(waiting: Waiting) -> None:
    said = Comment(MAIJA, read("Working on it."), WEDNESDAY + timedelta(hours=1))
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=MAIJA, comments=(said,))


async def muted(waiting: Waiting) -> None:
    mutes = waiting.world.store.talk.mutes
    await mutes.put("T1", THREAD.channel, THREAD.thread or "", True, user=ASKER, now=WEDNESDAY)


async def left_alone(waiting: Waiting) -> None:
    await waiting.world.store.talk.mutes.put("T1", "", REPORTER, True, user=REPORTER, now=WEDNESDAY)


async def replied(waiting: Waiting) -> None:
    await waiting.world.store.talk.asks.replied(THREAD, REPORTER, now=WEDNESDAY)


async def gone(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=replace(MAIJA, active=False))


async def deleted(waiting: Waiting) -> None:
    del waiting.world.jira.tickets["PAY-1"]


async def hidden(waiting: Waiting) -> None:
    waiting.world.gate.show = "verdict_only"


@pytest.mark.parametrize("happened", [done, closed, commented, muted, left_alone, replied, gone, deleted, hidden])
async def test_nothing_is_said_once_nothing_waits(waiting: Waiting, happened: Callable[[Waiting], Any]) -> None:
    await waiting.ask()
    await happened(waiting)
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 0
    assert await waiting.look() == 0, "and it is over for good"


async def test_a_person_is_reminded_of_one_question_a_round(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-2", "Just do it.", reporter=MAIJA)
    await waiting.ask()
    await waiting.ask("PAY-2")
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 1
    waiting.world.clock.now += timedelta(minutes=10)
    assert await waiting.reminders() == 2


async def test_one_look_at_the_database_tells_all_that_wait(waiting: Waiting) -> None:
    for number in range(1, 5):
        waiting.world.jira.has(f"PAY-{number}", "Just do it.", reporter=MAIJA)
        await waiting.ask(f"PAY-{number}")
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    said: list[str] = []
    event.listen(
        waiting.world.store.engine.sync_engine, "before_cursor_execute", lambda *told: said.append(str(told[2]))
    )
    assert await waiting.look() == 1
    assert sum(one.startswith("SELECT") for one in said) == 1


async def test_while_jira_is_silent_the_reminder_waits_for_another_day(waiting: Waiting) -> None:
    await waiting.ask()
    waiting.world.jira.failures["PAY-1"] = [JiraError("timeout")]
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 0
    waiting.world.clock.now = WEDNESDAY + timedelta(days=5, hours=1)
    assert await waiting.reminders() == 1


async def test_another_persons_reply_is_no_answer(waiting: Waiting) -> None:
    await waiting.ask()
    await waiting.world.store.talk.asks.replied(THREAD, ASKER, now=WEDNESDAY)
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 1


async def test_quiet_hours_put_it_off(waiting: Waiting) -> None:
    await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders(QuietHours(time(10), time(14), "UTC")) == 0
    waiting.world.clock.now += timedelta(hours=3)
    assert await waiting.reminders(QuietHours(time(10), time(14), "UTC")) == 1


async def test_a_channels_own_quiet_hours_count_in_place_of_the_operators(waiting: Waiting) -> None:
    await waiting.ask()
    own = ChannelSettings(hours=QuietHours(time(0), time(23, 59), "UTC"))
    await waiting.world.store.channels.agree("T1", "C1", own, user="U1", now=WEDNESDAY)
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 0


async def test_who_was_asked_enough_today_is_reminded_another_day(waiting: Waiting) -> None:
    await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    for number in range(2, 2 + A_DAY):
        waiting.world.jira.has(f"PAY-{number}", "Just do it.", reporter=MAIJA)
        await waiting.ask(f"PAY-{number}")
    assert await waiting.reminders() == 0
    waiting.world.clock.now = WEDNESDAY + timedelta(days=5, hours=1)
    assert await waiting.look() > 0


async def test_who_is_not_in_slack_is_not_reminded_there(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=replace(MAIJA, email="elsewhere@example.com"))
    assert "I asked" in await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.look() == 0
