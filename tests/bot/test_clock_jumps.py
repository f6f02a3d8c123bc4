"""The wall clock is set, by a step of NTP or by hand: forwards and back, by seconds, an hour and a day."""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS

from bot import app
from bot.conversation.living.heard import ChangeHeard
from bot.conversation.living.sweep import Sweep
from bot.conversation.ports import Followed
from bot.conversation.requests import ChangeRequest
from bot.digest.ticker import Ticker
from bot.digest.values import DigestPlan
from bot.engine import run as runs
from bot.engine.gate import Gate, Lane
from bot.errors import JiraError
from bot.jira.transport.breaker import DOWN_AFTER, DOWN_FOR, Breaker
from bot.jira.transport.faults import retry_after
from bot.memory import Cache
from bot.message import Message
from bot.posting.delivery import HOLD
from bot.posting.errands import WordsErrand
from bot.posts import Post
from bot.schedule import QuietHours, next_due
from bot.seal import Seal, new_key
from bot.slack.sending.pace import Pace
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url
from checks.ticket import TicketId
from tests.bot.conversation.conftest import BOT, LEAD, ROOM, Life, lived
from tests.bot.conversation.waiting import Began
from tests.bot.judging.conftest import THREAD, World, asks, made_world
from tests.fakes.runs import Clock, Crash
from tests.fakes.sites import GivenSites
from tests.fakes.steps import NOW, STEPS, each_step, each_step_back


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        yield made


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = database_url(tmp_path, None)
    migrate(url)
    store = Store.open(url, seal=Seal([new_key()]))
    yield store
    await store.close()


class Kept(WordsErrand):
    """Words that are kept current, as a card is."""

    async def draw(self, post: Post) -> Message | None:
        return self.message


def errand(world: World, words: str = "Hello.") -> Kept:
    return Kept(world.store.posts, THREAD, "say:1", "say", Message(words))


@each_step
async def test_a_post_that_a_dead_process_left_half_done_is_there_once_and_within_its_hold(
    world: World, step: timedelta
) -> None:
    world.slack.after = [Crash()]
    with pytest.raises(Crash):
        await world.delivery().deliver(world.journal("msg:1").execution(), errand(world))
    world.clock.now += step
    journal = world.journal("msg:2")
    assert (await world.delivery().deliver(journal.execution(), errand(world))).ts == "1.000100"
    assert (len(world.slack.said), world.slack.looks) == (1, 1)
    assert journal.slept <= 2 * HOLD.total_seconds()


@each_step
async def test_a_message_whose_updater_died_is_brought_up_to_date(world: World, step: timedelta) -> None:
    await world.delivery().deliver(world.journal("msg:1").execution(), errand(world))
    world.slack.on_update = [Crash()]
    with pytest.raises(Crash):
        await world.delivery().deliver(world.journal("msg:2").execution(), errand(world, "Later."))
    world.clock.now += step
    journal = world.journal("msg:3")
    assert (await world.delivery().deliver(journal.execution(), errand(world, "Latest."))).ts == "1.000100"
    assert [said.message.text for said in world.slack.said] == ["Latest."]
    assert journal.slept <= 3 * HOLD.total_seconds()


@each_step
async def test_no_local_date_has_two_digests_and_none_is_left_out(store: Store, step: timedelta) -> None:
    monday = datetime(2026, 11, 23, 7, tzinfo=UTC)
    due = next_due(0, "09:00", "Europe/Helsinki", monday - timedelta(days=2))
    plan = DigestPlan("T1", "C1", 0, "09:00", "Europe/Helsinki", "main", "", due, "U1")
    await store.digests.set(plan, now=monday - timedelta(days=2))
    clock, begun = Clock(monday - timedelta(days=2)), Began()
    tickers = [Ticker(store.digests, begun, clock) for _ in range(2)]
    for hour in range(24 * 30):
        if hour in (49, 300):  # an hour after the first digest, and in the middle of a week
            clock.now += step
        for ticker in tickers:
            await ticker.tick()
        clock.now += timedelta(hours=1)
    days = [payload["day"] for payload in begun.runs.values()]
    assert days == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"][: len(days)]
    assert len(days) >= 4


class Changed:
    """A Jira in which one ticket changed, whatever it is asked; it notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        self.asked.append(jql)
        yield ("10001",)

    async def projects(self, site: str) -> frozenset[str]:
        return frozenset({"PAY"})

    async def keys(self, site: str, ids: Sequence[str]) -> dict[str, str]:
        return dict.fromkeys(ids, "PAY-1")


class Living:
    async def living(self, *_: Any, **__: Any) -> tuple[Followed, ...]:
        return (Followed("10001", "PAY-1"),)

    async def forget(self, now: datetime) -> int:
        return 0

    async def ended(self, *_: Any, **__: Any) -> frozenset[str]:
        return frozenset()

    def lapsed(self, *_: Any, **__: Any) -> frozenset[str]:
        return frozenset()


@each_step
async def test_every_look_for_missed_changes_looks_back_far_enough_and_begins_anew(step: timedelta) -> None:
    clock, begun, jira, cards = Clock(NOW), Began(), Changed(), Living()
    sweep = Sweep(cards, jira, begun, GivenSites(["main"]), cards, clock, cards, cards, cards)  # type: ignore[arg-type] # stand-ins
    for look in range(20):
        if look == 10:
            clock.now += step
        await sweep.sweep()
        clock.now += timedelta(minutes=10)
    back = [int(jql.rpartition("-")[2].removesuffix("m")) for jql in jira.asked]
    assert min(back) > 10
    assert len(begun.runs) >= 19, "of two looks within ten minutes by the clock the next one makes up for the second"


@each_step_back
async def test_a_ticket_that_is_edited_again_and_again_is_judged_in_the_end(store: Store, step: timedelta) -> None:
    clock, ticket = Clock(NOW), TicketId("main", "10001")
    await store.talk.stirs.stir("T1", ticket, "change:0", now=NOW - timedelta(minutes=10))
    judged: list[str] = []

    class Refreshing:
        async def refresh(self, run: Any, workspace: str, ticket: TicketId, key: str) -> Any:
            judged.append(key)
            raise Crash

    heard = ChangeHeard(Refreshing(), None, store.talk.stirs, None, clock, quiet=5.0)  # type: ignore[arg-type] # no card is shown
    clock.now += step
    journal = World(store, clock).journal("change:1")

    class Overtaken(type(journal.execution())):  # type: ignore[misc] # its class is the journal's own
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            await store.talk.stirs.stir("T1", ticket, "change:2", now=clock())

    with pytest.raises(Crash):
        await heard(Overtaken(journal), ChangeRequest("T1", "main", "10001", "PAY-1"))
    assert judged == ["PAY-1"]


@each_step_back
async def test_a_slow_down_for_links_lasts_no_longer_than_twice_itself(world: World, step: timedelta) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    cards, ticket, span = world.store.talk.living, TicketId("main", "11"), timedelta(seconds=30)
    world.clock.now += step
    waited = 0
    while await cards.posted_since("T1", "C1", ticket, world.clock() - span, world.clock() + span):
        world.clock.advance(10)
        waited += 10
    assert waited <= 2 * span.total_seconds()


def test_quiet_hours_follow_the_clock_wherever_it_is_set() -> None:
    night = QuietHours(time(18), time(8), "UTC")
    at = datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert [night.holds(at + step) for step in (timedelta(0), timedelta(hours=-3), timedelta(days=-1))] == [
        True,
        False,
        True,
    ]


async def test_what_is_timed_within_a_process_asks_no_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pace, breaker and memories, while the wall clock goes mad."""
    mad = itertools.count(0, -86_400)
    monkeypatch.setattr("time.time", lambda: float(next(mad)))
    pace = Pace(0.05)
    began = asyncio.get_running_loop().time()
    for _ in range(3):
        await pace.turn("T1", "C1")
    assert 0.1 <= asyncio.get_running_loop().time() - began < 5
    steady = itertools.count(0.0, DOWN_FOR)
    breaker = Breaker("main", lambda: next(steady))
    assert inspect.signature(Cache).parameters["clock"].default.__name__ == "monotonic"
    for _ in range(DOWN_AFTER):
        breaker.failed(JiraError("unavailable", site="main"))
    breaker.check()


async def test_a_sleep_ends_although_the_clock_was_set_back_since_it_was_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The engine's library sleeps until a moment that it recorded; here it lies a day ahead."""

    async def until_that_moment(seconds: float) -> None:
        await asyncio.sleep(seconds + 86_400)

    monkeypatch.setattr(DBOS, "sleep_async", until_that_moment)
    monkeypatch.setattr(runs, "OVER", 0.05)
    async with asyncio.timeout(5), runs.DurableRun("r", "i", "e", Gate(1), Lane()) as run:
        await run.sleep(0.05)


def test_when_to_come_back_is_counted_by_the_clock_of_who_says_it() -> None:
    said = {"Date": "Wed, 25 Nov 2026 12:00:00 GMT", "Retry-After": "Wed, 25 Nov 2026 12:00:30 GMT"}
    for step in STEPS:
        assert retry_after(said, NOW + step) == 30.0


@pytest.fixture
async def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    monkeypatch.setattr(app, "_now", Clock(datetime.now(UTC)))
    async for made in lived(tmp_path, monkeypatch, HANDOFF_COOLDOWN="0"):
        yield made


async def test_the_whole_bot_goes_on_whichever_way_the_clock_is_set(life: Life) -> None:
    clock: Any = app._now
    card = await life.card("PAY-15")
    for number, step in enumerate((*STEPS, timedelta(days=-2))):
        clock.now += step
        said = await life.sandbox.slack.users.say(LEAD, ROOM, life.sandbox.link("PAY-18"))
        await life.until(lambda ts=said.ts: life.thread(ts))  # type: ignore[misc] # mypy infers no lambda with a default
        life.sandbox.jira.edit("PAY-15", summary=f"Fix payments, number {number}")
        await life.sandbox.jira.webhooks.idle()
        await life.bot._composed.conversation.sweep.sweep()
        await life.until(lambda words=f"number {number}": words in str(card.blocks))  # type: ignore[misc] # the same
        await life.rest()
        assert len(life.thread(said.ts)) == 1, "one card, whatever the clock showed"
    cards = [one for one in life.sandbox.slack.messages(ROOM) if one.user == BOT]
    assert len(cards) == 2 + len(STEPS)
