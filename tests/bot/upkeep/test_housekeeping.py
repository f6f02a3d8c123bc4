"""Once an hour: what is old goes, and an admin hears of a credential that nears its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.jira.connected.directory import Ending
from bot.upkeep.admins import Admins
from bot.upkeep.housekeeping import HISTORY_KEPT, RUNS_KEPT, Expiring, Housekeeping
from bot.upkeep.requests import ExpiryRequest
from tests.bot.judging.conftest import World, asks
from tests.bot.judging.conftest import world as world
from tests.fakes.runs import Clock

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Recorder:
    """The engine and the store as housekeeping sees them."""

    def __init__(self) -> None:
        self.started: list[tuple[str, str, dict[str, Any]]] = []
        self.cleaned: list[timedelta] = []
        self.dug_up: list[timedelta | None] = []
        self.forgotten: list[datetime] = []

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        self.started.append((name, identity, payload))

    async def clean(self, older: timedelta, *, buried: timedelta | None = None, now: datetime | None = None) -> int:
        self.cleaned.append(older)
        self.dug_up.append(buried)
        return 1

    async def forget(self, now: datetime, kept: timedelta) -> int:
        self.forgotten.append(now - kept)
        return 1


async def none() -> tuple[Ending, ...]:
    return ()


async def test_finished_runs_and_old_history_go() -> None:
    kept = Recorder()
    await Housekeeping(kept, kept, none, Clock(NOW)).once()
    assert (kept.cleaned, kept.forgotten) == ([RUNS_KEPT], [NOW - HISTORY_KEPT])
    assert kept.dug_up == [HISTORY_KEPT]


async def test_the_operator_may_have_all_of_it_go_sooner() -> None:
    kept = Recorder()
    await Housekeeping(kept, kept, none, Clock(NOW), timedelta(days=3)).once()
    assert (kept.cleaned, kept.forgotten) == ([timedelta(days=3)], [NOW - timedelta(days=3)])


async def test_a_credential_is_warned_of_in_its_last_two_weeks_once_a_week() -> None:
    kept = Recorder()

    async def endings() -> tuple[Ending, ...]:
        return Ending("T1", "main", "", "2026-12-05"), Ending("T1", "other", "", "2027-12-05")

    house = Housekeeping(kept, kept, endings, Clock(NOW))
    await house.once()
    await house.once()
    assert {identity for _, identity, _ in kept.started} == {"expiring:main:2026-12-05:48"}


async def test_the_warning_reaches_every_admin(world: World) -> None:
    admins = Admins(("U1", "U2"), world.store.notices, world.slack, world.clock)
    await Expiring(admins)(world.journal().execution(), ExpiryRequest("T1", "main", date(2026, 12, 5)))
    assert [user for user, _ in world.slack.directs] == ["U1", "U2"]


async def test_forgetting_takes_what_is_old_and_leaves_what_a_living_card_shows(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    world.clock.advance(HISTORY_KEPT.total_seconds() + 3600)
    world.jira.has("PAY-2", "Do it.")
    await world.run(world.judge(), asks("PAY-2", identity="ask:2"))
    await world.store.forget(world.clock(), HISTORY_KEPT)
    assert await world.store.verdicts.get("T1", 1) is None
    assert await world.store.verdicts.get("T1", 2) is not None
