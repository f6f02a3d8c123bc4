"""Runs of a killed process end in another one, and no recorded step is done twice."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import URL, MetaData, Table, insert, select
from structlog.testing import capture_logs

import bot.engine.orphans as orphans_module
from bot.engine import Engine, migrate_engine
from bot.engine.gate import Gate
from bot.engine.listing import list_runs
from bot.engine.orphans import PAGE
from bot.engine.rows import SCHEMA, engine_url
from bot.engine.run import DurableRun
from bot.engine.slots import locks_for
from bot.store.sql.database import connect_sync, database_url, is_sqlite
from tests.bot.engine.holder import held, noting
from tests.fakes.waiting import until

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch

RUNS = 4
"""As many as a process works at once on SQLite; more would wait for a place."""
ROOT = Path(__file__).parents[3]


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@asynccontextmanager
async def killed_at_the_end(database: URL, file: Path) -> AsyncIterator[None]:
    """A process that works on its runs, until it is killed."""
    migrate_engine(database)
    url = database.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.bot.engine.holder", url, str(file), str(RUNS)]
    holder = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        await until(lambda: len(lines(held(file))) == RUNS)
        yield
    finally:
        holder.kill()
        await holder.wait()


def test_a_process_looks_for_dead_ones_every_two_seconds(tmp_path: Path) -> None:
    assert Engine(database_url(tmp_path, None))._takeover == 2.0


async def test_a_killed_process_has_its_runs_taken_over_at_a_later_look(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    file = tmp_path / "lines"
    async with killed_at_the_end(database, file):
        await launch(judge=noting(file, hold=False))
        await asyncio.sleep(0.2)
        assert len(lines(file)) == RUNS, "a live process keeps its runs"
    await until(lambda: len(lines(file)) >= 2 * RUNS)
    assert Counter(lines(file)) == Counter(f"msg:{n} {step}" for n in range(RUNS) for step in ("one", "two"))


async def test_a_killed_process_has_its_runs_taken_over_while_others_have_many_older_ones(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    file, live = tmp_path / "lines", locks_for(database)
    assert live.take("slot-9")
    async with killed_at_the_end(database, file):
        clone(database, PAGE + 50, executor_id="slot-9", created_at=1)
        await launch(judge=noting(file, hold=False))
    await until(lambda: len(lines(file)) >= 2 * RUNS)
    await asyncio.sleep(0.2)
    assert len(lines(file)) == 2 * RUNS, "a live process keeps its runs"
    live.close()


async def test_a_run_that_nobody_works_on_is_begun_again_however_many_are_worked_on(
    launch: Launch, database: URL
) -> None:
    hold, begun = asyncio.Event(), list[str]()

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        begun.append(run.identity)
        if run.identity != "orphan-0":
            await hold.wait()

    engine = await launch(judge=judge)
    engine._gate = Gate(PAGE + 10, engine._calm)
    for number in range(PAGE + 1):
        await engine.start("judge", f"msg:{number}", {})
    await until(lambda: len(begun) > PAGE)
    clone(database, 1, created_at=int(time.time() + 3600) * 1000)
    await until(lambda: "orphan-0" in begun)
    hold.set()


async def test_a_run_that_ends_while_the_rows_are_read_is_not_begun_again(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a busy database, which takes a second to tell what stood there, or to note that a run has ended."""
    monkeypatch.setattr(orphans_module, "YOUNG", 0.0)
    end, begun = asyncio.Event(), list[str]()

    async def slowly(statuses: Any, **how: Any) -> Any:
        found = await list_runs(statuses, **how)
        if any(run.workflow_id == "judge:msg:1" for run in found) and "executor_id" in how and not end.is_set():
            end.set()
            await until(lambda: not engine._running)
        return found

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        begun.append(run.identity)
        await end.wait()

    engine = await launch(judge=judge)
    monkeypatch.setattr(orphans_module, "list_runs", slowly)
    with capture_logs() as logs:
        await engine.start("judge", "msg:1", {})
        await until(end.is_set)
        await asyncio.sleep(1)
    assert [line for line in logs if line["event"] == "engine.adopted"] == []
    assert begun == ["msg:1"]


def clone(database: URL, count: int, **values: Any) -> None:
    """More runs at work, as the first is, but for these values: `judge:orphan-0` and so on."""
    engine, schema = connect_sync(engine_url(database)), None if is_sqlite(database) else SCHEMA
    names = ("workflow_status", "workflow_input")
    runs, inputs = (Table(name, MetaData(), schema=schema, autoload_with=engine) for name in names)
    joined = runs.join(inputs, inputs.c.workflow_uuid == runs.c.workflow_uuid)
    found = select(*(column for column in runs.c if column.name != "inputs"), inputs.c.inputs).select_from(joined)
    with engine.begin() as connection:
        one = dict(connection.execute(found.where(runs.c.status == "PENDING").limit(1)).mappings().one())
        named = [one | values | {"workflow_uuid": f"judge:orphan-{number}"} for number in range(count)]
        connection.execute(insert(runs), named)
    engine.dispose()
