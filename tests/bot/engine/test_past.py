"""Which ended runs are of a workspace, a channel or a person, and that of those deleted nothing stays behind."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dbos._dbos import _get_dbos_instance
from sqlalchemy import URL
from structlog.testing import capture_logs

from bot.engine import Engine
from bot.engine.past import Past, holds
from bot.engine.run import DurableRun
from tests.fakes.waiting import PATIENCE

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch

QUERY = "labels = the-mark-of-a-query"


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("msg:T0AB:C1:1.2 {}", True),
        ('form:7 {"place": {"workspace": "T0AB"}}', True),
        ('change:7 {"site": "T0AB:example"}', True),
        ("msg:T0ABC:C1:1.2 {}", False),
        ('form:7 {"place": {"workspace": "XT0AB"}}', False),
    ],
)
def test_a_run_of_a_workspace_whose_id_only_begins_or_ends_alike_is_anothers(told: str, held: bool) -> None:
    assert holds(told, "T0AB") is held


async def digest(run: DurableRun, payload: dict[str, Any]) -> None:
    """Digests nothing."""


async def made(engine: Engine) -> None:
    """Runs of person U1 that hold a query, ended."""
    for number in range(30):
        await engine.start("digest", f"d:{number}", {"workspace": "T1", "user": "U1", "jql": QUERY})
    async with asyncio.timeout(PATIENCE):
        while await engine.unfinished():  # noqa: ASYNC110 - the other side is the database
            await asyncio.sleep(0.02)


def erased(database: URL) -> tuple[int, int]:
    past = Past(database)
    try:
        return past.delete(["U1"])
    finally:
        past.close()


def holding(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if QUERY.encode() in file.read_bytes())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_deleted_run_stands_in_no_file_while_the_bot_is_at_work(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    engine = await launch(digest=digest)
    await made(engine)
    assert holding(tmp_path)
    assert await asyncio.to_thread(erased, database) == (30, 0)
    assert holding(tmp_path) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_log_that_somebody_reads_is_told_and_emptied_the_next_time(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    engine = await launch(digest=digest)
    await made(engine)
    reader = sqlite3.connect(tmp_path / "engine.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM workflow_status").fetchone()
    with capture_logs() as logs:
        assert await asyncio.to_thread(erased, database) == (30, 0)
    assert [line["event"] for line in logs] == ["engine.log_still_read"]
    reader.close()
    await asyncio.to_thread(erased, database)
    assert holding(tmp_path) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_is_cleaned_away_is_overwritten_and_not_only_unlinked(launch: Launch, database: URL) -> None:
    engine = await launch(digest=digest)
    await made(engine)
    with _get_dbos_instance()._sys_db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=OFF")  # as SQLite is built in some places
    await engine.clean(timedelta(days=7), now=datetime.now(UTC) + timedelta(days=8))
    with _get_dbos_instance()._sys_db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
