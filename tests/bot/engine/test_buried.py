"""A run that takes every process down with it is given up, can be seen, and can be begun again."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import URL

from bot.engine import migrate_engine
from bot.engine.ledger import Ledger
from bot.engine.run import DurableRun

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch

ROOT = Path(__file__).parents[3]


async def killed_by_it(database: URL, *start: str) -> None:
    url = database.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.bot.engine.poison", url, *start]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    async with asyncio.timeout(40):
        assert await process.wait() == -9


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_run_that_kills_its_processes_is_buried_and_can_be_begun_again(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    migrate_engine(database)
    await killed_by_it(database, "start")
    await killed_by_it(database)
    done: list[str] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        done.append(run.identity)

    async def buried() -> list[str]:
        return [run.id for run in await asyncio.to_thread(ledger.runs, "buried")]

    with Ledger(database) as ledger:
        engine = await launch(attempts=1, judge=judge)
        async with asyncio.timeout(20):
            while await engine.buried() != ["judge:poison"]:  # noqa: ASYNC110 - the other side is the database
                await asyncio.sleep(0.05)
        assert (await buried(), done) == (["judge:poison"], [])
        assert not await asyncio.to_thread(ledger.replay, "judge:unknown")
        assert await asyncio.to_thread(ledger.replay, "judge:poison")
        async with asyncio.timeout(20):
            while done != ["poison"]:  # noqa: ASYNC110 - the other side is the database
                await asyncio.sleep(0.05)
