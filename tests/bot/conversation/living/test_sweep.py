"""The look for changes reaches every ticket with a living card, in as few questions as there are sites."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.conversation.living.sweep import EVERY, Reminders, Sweep
from bot.conversation.ports import Followed, LivingCards
from bot.policies.in_force import Policies
from tests.bot.conversation.waiting import Began
from tests.fakes.runs import Clock

WATCHED, CHANGED = 10_000, (1, 5_000, 10_000)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NO_FILES = Policies(None)
WAIVER = """[[waivers]]
rule = "CON203"
tickets = ["PAY-7", "PAY-0"]
reason = "A known limit of the provider"
until = 2026-11-24
by = "maija"
"""
"""Until the day before `NOW`."""


class Cards:
    asked = 0

    async def living(self, workspace: str, site: str, *, since: datetime, limit: int) -> Sequence[Followed]:
        self.asked += 1
        return [Followed(str(number), f"PAY-{number}") for number in range(WATCHED, 0, -1)][:limit]


class Jira:
    asked: list[str]
    seen = frozenset({"PAY"})
    gone: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.asked = []
        self.looked_up: list[tuple[str, ...]] = []

    async def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        self.asked.append(jql)
        yield tuple(str(number) for number in CHANGED)

    async def projects(self, site: str) -> frozenset[str]:
        return self.seen

    async def keys(self, site: str, ids: Sequence[str]) -> Mapping[str, str]:
        self.looked_up.append(tuple(ids))
        return {one: f"PAY-{one}" for one in ids if one not in self.gone}


class Sites:
    async def pairs(self) -> tuple[tuple[str, str], ...]:
        return (("T1", "main"),)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


class Rows:
    async def forget(self, now: datetime) -> int:
        return 0


@dataclass(frozen=True)
class Said:
    """Of these tickets a gap was accepted until the day before `NOW`."""

    tickets: frozenset[str] = frozenset()

    async def ended(self, workspace: str, site: str, *, since: date, until: date) -> frozenset[str]:
        return self.tickets if since <= NOW.date() - timedelta(days=1) < until else frozenset()


async def test_a_card_follows_when_what_was_accepted_for_a_time_counts_again() -> None:
    """Nothing changes in Jira that day, and the card would say ready for good."""
    jira, clock, began = Jira(), Clock(NOW.replace(hour=0, minute=4)), Began()
    sweep = Sweep(
        cast("LivingCards", Cards()),
        jira,
        began,
        Sites(),
        Rows(),
        clock,
        cast("Reminders", None),
        Said(frozenset({"7"})),
        NO_FILES,
    )
    await sweep.sweep()
    for minutes in (10, 20, 30, 600):
        assert ("PAY-7" in {run["key"] for run in began.runs.values()}) == (minutes < 30), (
            "for as long as a look goes back"
        )
        began.runs.clear()
        clock.now = NOW.replace(hour=0, minute=4) + timedelta(minutes=minutes)
        await sweep.sweep()


async def test_a_card_follows_when_what_a_policy_file_accepts_has_ended(tmp_path: Path) -> None:
    (tmp_path / "PAY.toml").write_text(WAIVER)
    clock, began = Clock(NOW - timedelta(days=1)), Began()
    sweep = Sweep(
        cast("LivingCards", Cards()),
        Jira(),
        began,
        Sites(),
        Rows(),
        clock,
        cast("Reminders", None),
        Said(),
        Policies(tmp_path),
    )
    await sweep.sweep()
    assert "PAY-7" not in {run["key"] for run in began.runs.values()}, "its last day"
    clock.now = NOW.replace(hour=0, minute=4)
    await sweep.sweep()
    assert {"PAY-7"} == {run["key"] for run in began.runs.values()} - {f"PAY-{number}" for number in CHANGED}


async def test_the_oldest_of_ten_thousand_watched_tickets_is_looked_after_too() -> None:
    cards, jira, began = Cards(), Jira(), Began()
    sweep = Sweep(
        cast("LivingCards", cards), jira, began, Sites(), Rows(), lambda: NOW, cast("Reminders", None), Said(), NO_FILES
    )
    assert await sweep.sweep() == len(CHANGED)
    assert {run["key"] for run in began.runs.values()} == {f"PAY-{number}" for number in CHANGED}
    assert cards.asked == 1 and len(jira.asked) == 1


async def test_in_turns_of_one_call_a_look_every_watched_ticket_is_asked_for_by_its_id() -> None:
    jira, clock = Jira(), Clock(NOW)
    sweep = Sweep(
        cast("LivingCards", Cards()), jira, Began(), Sites(), Rows(), clock, cast("Reminders", None), Said(), NO_FILES
    )
    for _ in range(WATCHED // 100):
        await sweep.sweep()
        clock.now += EVERY
    assert {len(ids) for ids in jira.looked_up} == {100}
    assert len({one for ids in jira.looked_up for one in ids}) == WATCHED


async def test_a_project_that_is_gone_does_not_cost_the_others_their_look() -> None:
    class Two(Cards):
        async def living(self, *_: Any, **__: Any) -> Sequence[Followed]:
            return [Followed("1", "PAY-1"), Followed("2", "OLD-2")]

    jira = Jira()
    jira.gone = frozenset({"2"})
    began = Began()
    sweep = Sweep(
        cast("LivingCards", Two()), jira, began, Sites(), Rows(), lambda: NOW, cast("Reminders", None), Said(), NO_FILES
    )
    assert await sweep.sweep() == 2
    [asked] = jira.asked
    assert asked.startswith('project in ("PAY") AND'), "Jira refuses a query that names a project it does not know"
    assert {run["key"] for run in began.runs.values()} == {"PAY-1", "OLD-2"}
