"""A process that ends while a step takes longer than it is given: the run is left to whoever starts next, and is no fault."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import URL
from structlog.testing import capture_logs

from bot.engine import Engine, migrate_engine
from bot.engine.run import DurableRun
from tests.fakes.waiting import until


async def test_a_step_that_outlasts_the_end_is_done_by_the_next_process_and_told_as_no_trouble(database: URL) -> None:
    migrate_engine(database)
    begun, may_end, done = asyncio.Event(), asyncio.Event(), list[str]()

    async def handler(run: DurableRun, payload: dict[str, Any]) -> None:
        async def work() -> str:
            begun.set()
            await may_end.wait()
            return "worked"

        done.append(await run.step("work", work))

    def engine() -> Engine:
        made = Engine(database, takeover=0.2)
        made.register("slow", handler)
        return made

    first = engine()
    await first.launch()
    with capture_logs() as logs:
        await first.start("slow", "one", {})
        await begun.wait()
        await first.close(0.1)
        may_end.set()
        await asyncio.sleep(0.5)
    assert [line["event"] for line in logs if line["log_level"] in ("error", "warning")] == ["engine.cut_short"]
    second = engine()
    await second.launch()
    await until(lambda: done == ["worked"])
    await second.close(2)


async def test_a_process_that_waits_for_its_last_step_takes_no_run_meanwhile(database: URL) -> None:
    migrate_engine(database)
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def handler(run: DurableRun, payload: dict[str, Any]) -> None:
        async def work() -> None:
            begun.set()
            await may_end.wait()

        await run.step("work", work)

    engine = Engine(database, takeover=0.01)
    engine.register("slow", handler)
    await engine.launch()
    await engine.start("slow", "one", {})
    await begun.wait()
    with capture_logs() as logs:
        closing = asyncio.create_task(engine.close(30))
        for _ in range(20):
            await asyncio.sleep(0.02)
            assert not engine.sound
        may_end.set()
        await closing
    assert [line["event"] for line in logs if line["log_level"] in ("error", "warning")] == []
