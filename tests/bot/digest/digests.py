"""A digest of one channel and what is asked of it, as the tests of this folder use them."""

from __future__ import annotations

from datetime import date, timedelta

from bot.digest.requests import MakeDigest
from bot.digest.settings import DigestSettings
from bot.digest.values import DigestPlan, DigestRun
from bot.ports import Policies
from bot.requests import DigestRequest, Place
from bot.schedule import next_due
from bot.upkeep.admins import Admins
from bot.wiring.digests import DigestUseCases, digest_use_cases
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePeople, FakePolicies
from tests.fakes.runs import Crash, Journal

CHANNEL = Place("T1", "C1")
MONDAY = date(2026, 11, 30)
NEXT = MONDAY + timedelta(days=7)


def plan(world: World, jql: str = "") -> DigestPlan:
    due = next_due(0, "09:00", "Europe/Helsinki", world.clock())
    return DigestPlan("T1", "C1", 0, "09:00", "Europe/Helsinki", "main", jql, due, "USETTER")


def uses(world: World, policies: Policies | None = None, *, managing: bool = True) -> DigestUseCases:
    admins = Admins(("UADMIN",), world.store.notices, world.slack, world.clock)
    return digest_use_cases(
        world.store,
        world.jira,
        policies or FakePolicies(),
        world.gate,
        world.slack,
        world.delivery(),
        admins,
        FakePeople(managing),
        world.clock,
    )


async def make(
    world: World, day: date = MONDAY, journal: Journal | None = None, policies: Policies | None = None
) -> Journal:
    if day > MONDAY:
        world.clock.now += timedelta(days=7)
    journal = journal or world.journal(f"digest:T1:C1:{day}")
    for _ in range(5):
        try:
            await uses(world, policies).maker(journal.execution(), MakeDigest("T1", "C1", day))
        except Crash:
            continue
        return journal
    raise AssertionError("it never ends")


def settings(world: World) -> DigestSettings:
    return uses(world).settings


def asked(action: str, number: int = 1, **fields: object) -> DigestRequest:
    return DigestRequest(f"cmd:{number}", CHANNEL, "USETTER", action, reply="sealed", **fields)  # type: ignore[arg-type] # each test gives the fields of its action


async def latest(world: World) -> DigestRun:
    run = await world.store.digests.latest("T1", "C1")
    assert run is not None
    return run
