"""A question that waits is put once more, by whichever process looks first, and never when nothing waits any more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.conversation.asking import A_DAY, Asking
from bot.conversation.hours import Hours
from bot.conversation.ports import TicketId
from bot.conversation.reminding import DAYS, Reminders, Reminding
from bot.conversation.requests import ActRequest
from bot.engine import outcomes
from bot.errors import JiraError
from bot.policies import Policies
from bot.ports import ChannelSettings, Kept
from bot.requests import Place
from bot.schedule import QuietHours, worked
from checks.reading import read
from checks.ticket import Comment, Person
from tests.bot.judge.conftest import THREAD, World, made_world
from tests.bot.judge.conftest import asks as judge_request
from tests.fakes.runs import Crash, FakeRun

ASKER, REPORTER = "UASKER", "UREPORTER"
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
MAIJA = Person("acc-maija", "Maija", email="maija@example.com")


class Crashing(FakeRun):
    """Does the work of these steps, and is gone before it is kept; once each."""

    lost: ClassVar[set[str]]

    async def _outcome(self, name: str, work: Callable[[], Awaitable[Any]]) -> outcomes.Outcome:
        outcome = await super()._outcome(name, work)
        if name in self.lost:
            self.lost.discard(name)
            raise Crash
        return outcome


class Addresses:
    async def by_email(self, workspace: str, email: str) -> str | None:
        return REPORTER if email == MAIJA.email else None


@dataclass
class Began:
    """Runs begun, each once by its identity."""

    runs: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        self.runs.setdefault(f"{name}:{identity}", payload)


@dataclass
class Waiting:
    world: World
    began: Began = field(default_factory=Began)

    def asking(self) -> Asking:
        world, talk = self.world, self.world.store.talk
        return Asking(world.jira, talk.asks, talk.mutes, Addresses(), world.store.posts, world.delivery(), world.clock)

    def reminding(self) -> Reminding:
        world, store = self.world, self.world.store
        return Reminding(
            world.jira,
            Policies(None),
            world.gate,
            store.verdicts,
            store.talk.asks,
            store.talk.mutes,
            Addresses(),
            store.posts,
            world.delivery(),
            world.clock,
        )

    async def kept(self, key: str) -> Kept:
        await self.world.run(self.world.judge(), judge_request(key, identity=f"judge:{key}"))
        [card] = await self.world.store.talk.living.of_ticket("T1", TicketId("main", f"1{key[-1]}"))
        kept = await self.world.store.verdicts.get("T1", card.verdict_id)
        assert kept is not None and kept.verdict.questions
        return kept

    async def ask(self, key: str = "PAY-1", *, place: Place = THREAD, identity: str = "") -> str:
        """Press *Ask*; what the presser is told."""
        kept = await self.kept(key)
        request = ActRequest(identity or f"ask:{key}", place, ASKER, "ask", f"v{kept.id}")
        journal = self.world.journal(request.identity)
        return (await self.asking().ask(journal.execution(), request, kept)).text

    async def look(self, hours: QuietHours | None = None) -> int:
        return await Reminders(
            self.world.store.talk.asks, Hours(self.world.store.channels, hours), self.began, self.world.clock
        ).begin()

    async def work(self) -> None:
        """Run everything that was begun."""
        for identity, payload in self.began.runs.items():
            journal = self.world.journal(identity)
            await self.reminding()(journal.execution(), payload)

    async def reminders(self, hours: QuietHours | None = None) -> int:
        """How many times the question was put again, a look and its work later."""
        await self.look(hours)
        await self.work()
        return sum("still waits" in said.message.text for said in self.world.slack.said)


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[Waiting]:
    async for world in made_world(tmp_path):
        world.jira.has("PAY-1", "Just do it.", reporter=MAIJA)
        world.clock.now = WEDNESDAY
        yield Waiting(world)


async def test_a_question_is_put_again_after_two_working_days_and_then_never(waiting: Waiting) -> None:
    assert "I asked Maija" in await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2, minutes=-1)
    assert await waiting.reminders() == 0
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.reminders() == 1
    for days in (5, 6, 30):
        waiting.world.clock.now = WEDNESDAY + timedelta(days=days)
        assert await waiting.reminders() == 1
    assert "was asked this already" in await waiting.ask(identity="ask:again"), "by hand neither"


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
    journal, Crashing.lost = waiting.world.journal(identity), {"turn", "remind"}
    for _ in range(10):
        try:
            await waiting.reminding()(Crashing(journal), payload)
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


async def test_nobody_is_asked_more_than_the_limit_of_a_day(waiting: Waiting) -> None:
    said = []
    for number in range(1, 2 + A_DAY):
        waiting.world.jira.has(f"PAY-{number}", "Just do it.", reporter=MAIJA)
        said.append(await waiting.ask(f"PAY-{number}"))
    assert ["I asked" in one for one in said] == [True] * A_DAY + [False]
    assert "asked enough for today" in said[-1]
    waiting.world.clock.now += timedelta(days=1, minutes=1)
    assert "I asked" in await waiting.ask(f"PAY-{1 + A_DAY}", identity="ask:tomorrow")


async def test_a_question_is_asked_once_a_ticket_wherever_it_is_pressed(waiting: Waiting) -> None:
    elsewhere = Place("T1", "C2", "1700000009.000100")
    assert "I asked" in await waiting.ask()
    assert "was asked this already" in await waiting.ask(place=elsewhere, identity="ask:elsewhere")
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


async def test_who_is_not_in_slack_is_not_reminded_there(waiting: Waiting) -> None:
    waiting.world.jira.has("PAY-1", "Just do it.", reporter=replace(MAIJA, email="elsewhere@example.com"))
    assert "I asked" in await waiting.ask()
    waiting.world.clock.now = WEDNESDAY + timedelta(days=2)
    assert await waiting.look() == 0
