"""The clock of all schedules: every minute, whichever process looks first starts what is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.digest.ports import Plans
from bot.digest.requests import MakeDigest
from bot.digest.values import DigestPlan
from bot.retrying.periodic import periodically
from bot.runs import Starter, submit
from bot.schedule import lag, latest_due, local_date, next_due

TICK = 60.0


@dataclass(frozen=True, slots=True)
class Ticker:
    """Starting is idempotent by identity, so any number of processes may look."""

    digests: Plans
    starter: Starter
    clock: Callable[[], datetime]

    async def tick(self) -> int:
        """Start every digest that is due; how many. After an outage only the latest date of each is made up for."""
        now = self.clock()
        due = await self.digests.due(now)
        shared = await self.digests.plans_by_time() if due else {}
        plans = [plan for plan in due if plan.due_at + _lag(plan, shared) <= now]
        for plan in plans:
            day = local_date(latest_due(plan.weekday, plan.at, plan.zone, now), plan.zone)
            await submit(self.starter, MakeDigest(plan.workspace, plan.channel, day))
            await self.digests.advance(plan, next_due(plan.weekday, plan.at, plan.zone, now))
        return len(plans)

    async def keep_ticking(self) -> None:
        """Runs for ever. A tick that fails is logged, and the next makes up for it."""
        await periodically("tick", self.tick, TICK)


def _lag(plan: DigestPlan, shared: Mapping[tuple[int, str, str], int]) -> timedelta:
    return lag(plan.workspace, plan.channel, shared.get((plan.weekday, plan.at, plan.zone), 1))
