"""A restored database holds runs as under way that have ended since: each is told so, and no other."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL

from bot.engine import Engine, mark_restored, migrate_engine
from bot.engine.run import DurableRun
from tests.fakes.waiting import until

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch


async def test_a_run_of_a_restored_database_knows_since_when_it_may_have_spoken(launch: Launch, database: URL) -> None:
    told: dict[str, datetime | None] = {}

    async def hold(run: DurableRun, payload: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    async def tell(run: DurableRun, payload: dict[str, Any]) -> None:
        told[run.identity] = run.unsure_since

    migrate_engine(database)
    backed_up = Engine(database)
    backed_up.register("judge", hold)
    await backed_up.launch()
    await backed_up.start("judge", "msg:before", {})
    await backed_up.close(0)
    assert await asyncio.to_thread(mark_restored, database) == 1
    engine = await launch(judge=tell)
    await engine.start("judge", "msg:after", {})
    await until(lambda: len(told) == 2)
    since = told["msg:before"]
    assert since is not None
    assert timedelta(0) <= datetime.now(UTC) - since < timedelta(minutes=1)
    assert told["msg:after"] is None
