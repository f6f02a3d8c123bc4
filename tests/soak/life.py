"""A day of the bot within minutes: its clock is set forward, and retention takes hours for what are days otherwise."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app
from bot.conversation.asking import reminding
from bot.engine import Engine
from bot.ports import ChannelSettings
from bot.upkeep import housekeeping
from bot.upkeep.housekeeping import Housekeeping
from tests.bot.conversation.conftest import LEAD
from tests.fakes.runs import Clock
from tests.fuzz.running_bot import HOME, opened
from tests.soak.day import QUIET, Day
from tests.soak.hours import Hour, measured

KEPT = timedelta(hours=3)
"""Simulated, for which rows and ended runs are kept."""
START = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""A Monday."""


class Fast(Clock):
    """Runs as clocks do, and is set forward besides: who waits for a turn to end would wait for ever otherwise."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self._began)


@dataclass(frozen=True, slots=True)
class Soaked:
    hours: list[Hour]
    failures: dict[str, int]


@dataclass
class Cleaner:
    """The engine, whose rows have the machine's own time: a simulated hour took so long of it."""

    engine: Engine
    hours: list[float]

    async def clean(self, older: timedelta, *, buried: timedelta | None = None, now: datetime | None = None) -> int:
        ends = self.hours[-1 - round(older / timedelta(hours=1)) :]
        if len(ends) <= round(older / timedelta(hours=1)):
            return 0
        return await self.engine.clean(timedelta(seconds=time.time() - ends[0]))

    async def start(self, name: str, identity: str, payload: dict[str, object]) -> None:
        await self.engine.start(name, identity, payload)


async def soak(
    folder: Path, hours: int, busy: int, seed: int, told: Callable[[Hour], object] = str, kept: timedelta = KEPT
) -> Soaked:
    """So many simulated hours, of which rows and ended runs are kept for `kept`; `told` hears of each as it ends."""
    clock, ends, found = Fast(START), [time.time()], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "_now", clock)
        patch.setattr(reminding, "DAYS", 0)
        patch.setattr(housekeeping, "RUNS_KEPT", kept)
        async with opened(folder, ["example.atlassian.net"]) as (life, watch):
            house: Housekeeping = life.bot._composed.house
            house._engine, house._kept = Cleaner(life.bot._engine, ends), kept
            quiet = ChannelSettings(False, frozenset({"PAY"}))
            await life.bot._store.channels.agree(HOME, QUIET, quiet, user=LEAD, now=clock())
            day = Day(life, clock, random.Random(seed), busy)  # noqa: S311 - a day's course, no secret
            for number in range(1, hours + 1):
                await day.hour()
                ends.append(time.time())
                found.append(await measured(number, day.done, folder / "data", life.bot._store.engine))
                told(found[-1])
        return Soaked(found, dict(watch.failures))
