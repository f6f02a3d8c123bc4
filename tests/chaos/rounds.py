"""Rounds of chaos: something is asked of the bot, a process is killed at a named moment, and what came of it counted."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL

from bot.digest.ticker import TICK
from bot.engine.ledger import Ledger
from bot.sandbox import App, Pace, Sandbox
from tests.chaos.answers import Answers
from tests.chaos.asked import Asked, Telling
from tests.chaos.boundaries import AT_RANDOM, Story, story_of
from tests.chaos.cards import Cards, Updates
from tests.chaos.changes import Changes
from tests.chaos.digests import Digests
from tests.chaos.stage import PATIENCE, Nursery, Stage, alive, end, environment, until
from tests.fakes.held import held_port

ROOT = Path(__file__).parents[2]
TELLINGS: dict[Story, Callable[[Stage], Telling]] = {
    "cards": Cards,
    "updates": Updates,
    "changes": Changes,
    "answers": Answers,
    "digests": Digests,
}
MOST_PASSES: dict[Story, int] = {"cards": 2, "updates": 2, "changes": 2, "answers": 1, "digests": 1}
"""How often a victim may come by its boundary before it dies; all the work of a round may not bring it there oftener."""


@dataclass
class Tally:
    """What became of one kind of fault on one database."""

    fault: str
    database: str
    kills: int = 0
    asked: int = 0
    lost: int = 0
    doubled: int = 0
    recovered: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        return max(self.recovered, default=0.0)

    @property
    def median(self) -> float:
        return sorted(self.recovered)[len(self.recovered) // 2] if self.recovered else 0.0


class Rounds:
    """Two processes on one database; one is killed in each round, the other lives on."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._tellings = {story: telling(stage) for story, telling in TELLINGS.items()}
        self._peer = 0

    async def start(self) -> None:
        self._peer = await self._stage.nursery.child(self._stage.ports[1])

    async def close(self) -> None:
        end(self._peer)

    async def run(self, fault: str, kills: int) -> Tally:
        """`fault`: a boundary's name, or one of those for a kill at any moment."""
        tally, asked = Tally(fault, self._stage.database_name), list[Asked]()
        for _ in range(3 * kills):
            asked += await self._round(tally)
            if tally.kills == kills:
                break
        await self._rest()
        tally.asked = len(asked)
        tally.doubled = sum(one.extra() for one in {one.name: one for one in asked}.values())
        return tally

    async def _round(self, tally: Tally) -> list[Asked]:
        stage, story = self._stage, story_of(tally.fault)
        telling = self._tellings[story]
        stage.route(stage.ports[1])
        await telling.ready(tally.fault)
        victim = await stage.nursery.child(stage.ports[0], **self._armed(tally.fault, story))
        # In turn, the mentions of an update would all go to one process and the messages they stand in to the other.
        stage.route(*stage.ports if story == "cards" else stage.ports[:1])
        balancer = asyncio.create_task(stage.balance(victim))
        asked = list(await telling.act(tally.fault))
        if tally.fault in AT_RANDOM:
            await asyncio.sleep(stage.dice.random() * 0.4)
            end(victim)
        if await until(lambda: not alive(victim), 3.0):
            tally.kills += 1
        else:
            end(victim)  # all the work went to the other process; a kill at an idle moment counts as none
        await self._recover(tally, asked)
        balancer.cancel()
        return asked

    async def _recover(self, tally: Tally, asked: list[Asked]) -> None:
        began = time.monotonic()
        patience = PATIENCE + (TICK if story_of(tally.fault) == "digests" else 0)
        if await until(lambda: all(one.stands() for one in asked), patience):
            tally.recovered.append(time.monotonic() - began)
        tally.lost += sum(not one.stands() for one in asked)
        with suppress(TimeoutError):
            await self._stage.sandbox.slack.core.delivery.idle(5)
        await self._stage.sandbox.jira.webhooks.idle()

    async def _rest(self) -> None:
        """Until everything is done: what a dead process left might yet be done twice."""
        with Ledger(self._stage.database) as ledger:
            async with asyncio.timeout(PATIENCE):
                while await asyncio.to_thread(ledger.runs, "waiting", "working"):  # noqa: ASYNC110 - the other side is processes
                    await asyncio.sleep(0.2)

    def _armed(self, fault: str, story: Story) -> dict[str, str]:
        if fault in AT_RANDOM:
            return {}
        return {"CHAOS_AT": fault, "CHAOS_PASS": str(self._stage.dice.randint(1, MOST_PASSES[story]))}


@asynccontextmanager
async def rounds(database: URL, folder: Path, seed: int = 1) -> AsyncIterator[Rounds]:
    with held_port() as first, held_port() as second:
        async with Sandbox(App(), pace=Pace(retries=(0.05, 0.3, 1.0), message_gap=0.0, preview=0.0)) as sandbox:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.nursery", cwd=ROOT, stdin=-1, stdout=-1
            )
            dice = random.Random(seed)  # noqa: S311 - chaos, not secrets
            nursery = Nursery(process, environment(sandbox, database, folder))
            made = Rounds(Stage(sandbox, nursery, database, dice, (first, second)))
            try:
                await made.start()
                yield made
            finally:
                await made.close()
                process.kill()
                await process.wait()
