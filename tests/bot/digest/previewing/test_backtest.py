"""Before a digest is switched on, it says what it would have said: of the words as they stood, not as they stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.presenting.views import PastView
from bot.digest.previewing.backtest import Backtest
from bot.digest.previewing.past import Stand, ends, past_weeks
from bot.errors import JiraError
from bot.pages import Stood
from bot.ports import Openness
from checks.reading.markdown import read
from checks.ticket import Receiver, Ticket
from checks.verdict import Verdict
from tests.bot.digest.digests import CHANNEL, asked, plan, settings, uses
from tests.bot.judging.conftest import World, made_world
from tests.fakes.ports import FakePolicies

DAYS = tuple(date(2026, 11, 2) + timedelta(days=7 * number) for number in range(5))
READY, ASKS, NOT, UNCLEAR = (
    Stand("ready"),
    Stand("questions", ("missing-shape",)),
    Stand("not_ready", ("near-empty",)),
    Stand("undetermined"),
)
FULL = "It is done when the refund shows in the ledger."


class ByWords(FakePolicies):
    """Ready is what says when it is done."""

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict:
        self.decides[ticket.key] = "ready" if "done when" in ticket.description.text else "questions"
        return super().judge(ticket, receiver, as_of)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        yield made


def test_a_week_counts_what_stood_at_its_end_and_what_moved_in_it() -> None:
    told = past_weeks(
        [
            (ASKS, ASKS, READY, READY, READY),
            (READY, READY, READY, NOT, NOT),
            (None, None, ASKS, ASKS, ASKS),
        ],
        DAYS,
    )
    assert [(week.tickets, week.ready, week.became_ready, week.slipped, week.gap) for week in told] == [
        (2, 1, 0, 0, "missing-shape"),
        (3, 2, 1, 0, "missing-shape"),
        (3, 1, 0, 1, "missing-shape"),
        (3, 1, 0, 0, "missing-shape"),
    ]
    assert [week.day for week in told] == list(DAYS[1:])


def test_a_ticket_neither_climbs_from_cannot_tell_nor_slips_to_it() -> None:
    told = past_weeks([(UNCLEAR, READY, UNCLEAR, NOT, UNCLEAR)], DAYS)
    assert [(week.became_ready, week.slipped) for week in told] == [(0, 0)] * 4


@given(st.lists(st.tuples(*[st.sampled_from([READY, ASKS, NOT, UNCLEAR, None])] * 5)))
def test_no_week_has_more_moves_than_tickets(stands: list[tuple[Stand | None, ...]]) -> None:
    for week in past_weeks(stands, DAYS):
        assert week.became_ready <= week.ready <= week.tickets
        assert week.became_ready + week.slipped <= week.tickets


async def of(world: World, policies: FakePolicies, *keys: str) -> PastView:
    now = world.clock()
    judged = [(ticket, policies.judge(ticket, None, now)) for key in keys if (ticket := world.jira.tickets[key])]
    openness = Openness("internal", frozenset({"PAY"}))
    return await Backtest(world.jira, policies).of(judged, openness, "UTC", now)


def earlier(world: World, key: str, description: str, until: datetime) -> None:
    """The ticket said this until a moment."""
    now: Ticket = world.jira.tickets[key]

    def then(moment: datetime) -> Stood:
        return replace(now, description=read(description)) if moment < until else now

    world.jira.past[key] = then


async def test_the_text_as_it_stood_is_judged_and_not_the_present_one(world: World) -> None:
    now = world.clock()
    world.jira.has("PAY-1", FULL, created=now - timedelta(days=90), updated=now - timedelta(days=10))
    earlier(world, "PAY-1", "Make it better.", now - timedelta(days=10))
    told = (await of(world, ByWords(), "PAY-1")).weeks
    assert [(week.ready, week.became_ready) for week in told] == [(0, 0), (0, 0), (1, 1), (1, 0)]


async def test_what_has_not_changed_costs_jira_no_call_and_is_judged_once(world: World) -> None:
    now = world.clock()
    world.jira.has("PAY-1", FULL, created=now - timedelta(days=90), updated=now - timedelta(days=60))
    world.jira.has("PAY-2", FULL, created=now - timedelta(days=9), updated=now - timedelta(days=9))
    policies = ByWords()
    told = await of(world, policies, "PAY-1")
    assert [week.tickets for week in told.weeks] == [1, 1, 1, 1]
    assert world.jira.calls == [] and len(policies.judged) == 1
    earlier(world, "PAY-2", "Make it better.", now - timedelta(days=9))
    assert [week.tickets for week in (await of(world, policies, "PAY-1", "PAY-2")).weeks] == [2, 2, 2, 2]
    assert world.jira.calls == ["stood 1"] and len(policies.judged) == 4


async def test_what_a_changelog_does_not_reach_is_left_out_and_counted(world: World) -> None:
    now = world.clock()
    world.jira.has("PAY-1", FULL, updated=now - timedelta(days=10))
    world.jira.past["PAY-1"] = lambda moment: (
        world.jira.tickets["PAY-1"] if moment > now - timedelta(days=11) else "unreached"
    )
    told = await of(world, ByWords(), "PAY-1")
    assert [week.tickets for week in told.weeks] == [0, 0, 1, 1]
    assert told.unreached == 1


async def test_a_jira_that_does_not_tell_now_costs_the_past_and_not_the_answer(world: World) -> None:
    world.jira.has("PAY-1", FULL, updated=world.clock())
    world.jira.failures["stood"] = [JiraError("throttled", site="main")]
    told = await of(world, ByWords(), "PAY-1")
    assert [week.tickets for week in told.weeks] == [0, 0, 0, 1]
    assert told.unreached == 1


async def test_what_the_channel_may_not_see_is_in_no_week(world: World) -> None:
    world.jira.has("WEB-1", FULL, updated=world.clock())
    world.jira.has("PAY-1", FULL, updated=world.clock(), security=True)
    told = await of(world, ByWords(), "WEB-1", "PAY-1")
    assert [week.tickets for week in told.weeks] == [0, 0, 0, 0]
    assert world.jira.calls == []


async def test_a_preview_says_what_the_weeks_before_would_have_said(world: World) -> None:
    now = world.clock()
    await world.run(settings(world), asked("set", weekday=0, at="09:00", zone="UTC", site="main", jql="project = PAY"))
    for number in (1, 2):
        world.jira.has(f"PAY-{number}", FULL, created=now - timedelta(days=90), updated=now - timedelta(days=3))
    world.jira.past["PAY-2"] = lambda _: "unreached"
    await world.run(settings(world), asked("preview"))
    text = world.slack.replies[-1][1].text
    assert "If it had run before, on the tickets that are open today:\n- " in text
    assert "1 ticket is left out of the weeks that its changelog does not reach." in text


def test_the_last_four_weeks_have_five_ends() -> None:
    now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert [(now - end).days for end in ends(now)] == [28, 21, 14, 7, 0]


async def test_a_slow_jira_costs_a_modal_the_weeks_before_and_not_its_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.jira.has("PAY-1", FULL, updated=world.clock())
    asked_for: list[str] = []

    async def stood(site: str, *_: object) -> dict[str, tuple[Stood, ...]]:
        asked_for.append(site)
        await asyncio.sleep(60)
        return {}

    monkeypatch.setattr(world.jira, "stood", stood)
    monkeypatch.setattr("bot.digest.previewing.preview.PATIENCE", 0.05)
    counts, past = await uses(world).preview.effect(CHANNEL, plan(world), "main")
    assert sum(count for _, count in counts) == 1
    assert (past, asked_for) == (PastView(), ["main"])
