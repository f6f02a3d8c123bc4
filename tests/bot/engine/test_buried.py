"""A run that takes every process down with it is given up, can be seen, and can be begun again or put away."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import URL, column, table, update

from bot.cli import main
from bot.engine import Engine, migrate_engine
from bot.engine.ledger import Ledger
from bot.engine.rows import BURIED, SCHEMA, engine_url
from bot.engine.run import DurableRun
from bot.store.migrate import migrate
from bot.store.sql.database import connect_sync, is_sqlite
from tests.fakes.waiting import PATIENCE

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch

ROOT = Path(__file__).parents[3]


async def killed_by_it(database: URL, *start: str) -> None:
    url = database.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.bot.engine.poison", url, *start]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    async with asyncio.timeout(PATIENCE):
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
        async with asyncio.timeout(PATIENCE):
            while await engine.buried() != ["judge:poison"]:  # noqa: ASYNC110 - the other side is the database
                await asyncio.sleep(0.05)
        assert (await buried(), done) == (["judge:poison"], [])
        assert not await asyncio.to_thread(ledger.replay, "judge:unknown")
        assert await asyncio.to_thread(ledger.replay, "judge:poison")
        async with asyncio.timeout(PATIENCE):
            while done != ["poison"]:  # noqa: ASYNC110 - the other side is the database
                await asyncio.sleep(0.05)


async def bury(engine: Engine, database: URL, *identities: str) -> None:
    """Start runs that end at once, and have the engine take them for buried, as after their attempts."""
    for identity in identities:
        await engine.start("judge", identity, {"user": "U1"})
    async with asyncio.timeout(PATIENCE):
        while await engine.unfinished():  # noqa: ASYNC110 - the other side is the database
            await asyncio.sleep(0.02)
    runs = table("workflow_status", column("status"), schema=None if is_sqlite(database) else SCHEMA)
    connected = connect_sync(engine_url(database))
    with connected.begin() as connection:
        connection.execute(update(runs).values(status=BURIED))
    connected.dispose()


async def nothing(run: DurableRun, payload: dict[str, Any]) -> None:
    """Judges nobody."""


async def test_a_buried_run_is_kept_longer_than_a_finished_one_and_not_for_ever(launch: Launch, database: URL) -> None:
    engine = await launch(judge=nothing)
    await bury(engine, database, "poison")
    week, year, later = timedelta(days=7), timedelta(days=400), datetime.now(UTC) + timedelta(days=401)
    assert await engine.clean(week, buried=year, now=later - timedelta(days=2)) == 0
    assert await engine.buried() == ["judge:poison"]
    assert await engine.clean(week, buried=year, now=later) == 1
    assert await engine.buried() == []


async def test_a_discarded_run_is_buried_no_more_and_its_event_does_not_begin_it(launch: Launch, database: URL) -> None:
    engine = await launch(judge=nothing)
    await bury(engine, database, "poison", "other")
    with Ledger(database) as ledger:
        assert not await asyncio.to_thread(ledger.discard, "judge:unknown")
        assert await asyncio.to_thread(ledger.discard, "judge:poison")
        assert not await asyncio.to_thread(ledger.discard, "judge:poison")
    assert await engine.buried() == ["judge:other"]
    await engine.start("judge", "poison", {"user": "U1"})
    assert await engine.unfinished() == []
    later = datetime.now(UTC) + timedelta(days=8)
    assert await engine.clean(timedelta(days=7), buried=timedelta(days=400), now=later) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_operator_puts_a_buried_run_away_by_its_id(launch: Launch, database: URL, tmp_path: Path) -> None:
    migrate(database)
    engine = await launch(judge=nothing)
    await bury(engine, database, "poison", "other")

    async def runs(*arguments: str) -> tuple[int, str]:
        env = {"HANDOFF_DATA": str(tmp_path)}
        done = await asyncio.to_thread(CliRunner().invoke, main, ["runs", *arguments], env=env)
        return done.exit_code, done.output

    assert await runs("--discard", "judge:poison") == (0, "It is put away.\n")
    _, listed = await runs()
    assert "judge:other" in listed and "judge:poison" not in listed
    assert (await runs("--discard", "judge:poison"))[0] == 2
    assert (await runs("--discard", "judge:other"))[0] == 0
    assert await runs() == (0, "Every run has ended well.\n")
    assert (await runs("--discard", "judge:other", "--replay", "judge:other"))[0] == 2
