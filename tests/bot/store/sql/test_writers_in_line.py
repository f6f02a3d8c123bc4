"""On SQLite, which lets whoever asks at the right moment write, the writers of a process wait in one line, and readers in none."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import aclosing, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import column, event, select, table, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

import bot.store.sql.database
from bot.engine.rows import check_engine, engine_url
from bot.requests import Place
from bot.store import Store
from bot.store.migrate import check
from bot.store.privacy.erasing import erase
from bot.store.privacy.scope import Scope
from bot.store.sql import statements
from bot.store.sql.backup import back_up
from bot.store.sql.database import BUSY_MS, PRAGMAS, connect, database_url, reading
from tests.fakes.migrated import make_tables
from tests.fakes.rows import fill
from tests.fakes.waiting import PATIENCE

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = connect(database_url(tmp_path, None))
    async with made.begin() as connection:
        await connection.execute(text("CREATE TABLE lines (number INTEGER)"))
    yield made
    await made.dispose()


async def write(engine: AsyncEngine, number: int) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO lines VALUES (:number)"), {"number": number})
        await asyncio.sleep(0.01)


async def test_nobody_writes_twice_while_another_waits(engine: AsyncEngine) -> None:
    async def many(number: int) -> None:
        for _ in range(15):
            await write(engine, number)

    async with asyncio.TaskGroup() as group:
        for number in range(4):
            group.create_task(many(number))
    async with engine.connect() as connection:
        wrote = list((await connection.execute(text("SELECT number FROM lines"))).scalars())
    for end in range(8, len(wrote) - 8):
        counts = [wrote[:end].count(number) for number in range(4)]
        assert max(counts) - min(counts) <= 2, wrote  # one apart, and one that was opening its connection


async def test_a_line_longer_than_sqlites_patience_is_waited_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = (one for one in PRAGMAS if "busy" not in one)
    monkeypatch.setattr(bot.store.sql.database, "PRAGMAS", (*patient, "busy_timeout=20"))
    engine = connect(database_url(tmp_path, None))
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE lines (number INTEGER)"))
    async with asyncio.TaskGroup() as group:
        for number in range(30):
            group.create_task(write(engine, number))
    await engine.dispose()


@pytest.mark.parametrize("turns", [0, 1, 3, 10, 30])
async def test_who_leaves_the_line_keeps_nobody_in_it(engine: AsyncEngine, turns: int) -> None:
    leaving = [asyncio.create_task(write(engine, number)) for number in range(4)]
    for _ in range(turns):
        await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*leaving, return_exceptions=True)
        await write(engine, 9)


async def test_a_writer_that_sqlite_refuses_keeps_nobody_in_the_line(engine: AsyncEngine) -> None:
    async def wrong() -> None:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(OperationalError, match="no such table"):
        await wrong()
    async with asyncio.timeout(PATIENCE):
        await write(engine, 9)


async def test_nobody_who_only_reads_waits_for_a_writer(tmp_path: Path) -> None:
    url = database_url(tmp_path, None)
    make_tables(url)
    store, other = Store.open(url), connect(url)
    async with other.begin() as connection:
        await connection.execute(text("DELETE FROM notices"))
        async with asyncio.timeout(PATIENCE):
            await store.posts.at("T1", "C1", "1.0")
            await store.cards.in_thread(Place("T1", "C1", None))
            await store.channels.channel("T1", "C1")
            await store.installations.of("T1")
            await store.digests.stopped()
    await other.dispose()
    await store.close()


async def test_a_connection_goes_back_to_the_others_only_once_it_reads_no_more(
    engine: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be refused to write, for it saw the rows as they stood. Before Python 3.12 the roll-back ended every reading."""
    monkeypatch.setattr(statements, "ROWS", 1)
    for number in range(3):
        await write(engine, number)
    busy = []

    @event.listens_for(engine.sync_engine, "checkin")
    def _back(*_: object) -> None:
        with closing(sqlite3.connect(tmp_path / "handoff.db", timeout=0)) as other:
            busy.append(other.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0])

    async with aclosing(statements.fetch_each(engine, select(table("lines", column("number"))))) as found:
        async for row in found:
            assert row["number"] == 0
            break
    assert busy == [0]


async def test_a_command_that_starts_beside_a_writer_waits_for_nobody(tmp_path: Path) -> None:
    url = database_url(tmp_path, None)
    make_tables(url, engine=True)
    writers = [connect(url), connect(engine_url(url))]
    async with writers[0].begin() as ours, writers[1].begin() as its:
        await ours.execute(text("DELETE FROM notices"))
        await its.execute(text("DELETE FROM workflow_status"))
        async with asyncio.timeout(PATIENCE):
            await asyncio.to_thread(check, url)
            await asyncio.to_thread(check_engine, url)
            await asyncio.to_thread(back_up, [tmp_path / "engine.db", tmp_path / "handoff.db"], tmp_path / "copy")
    for one in writers:
        await one.dispose()


async def test_who_is_cut_off_while_deleting_leaves_nobody_impatient(tmp_path: Path) -> None:
    url = database_url(tmp_path, None)
    make_tables(url)
    store = Store.open(url)
    await fill(store.engine, NOW, workspace="T1", channel="C1", person="U1")
    async with reading(connect(url)).connect() as older:
        await older.execute(text("SELECT * FROM notices"))
        deleting = asyncio.create_task(erase(store.engine, Scope("T1"), NOW))
        await asyncio.sleep(0.4)  # it waits a second for who reads an older state
        assert not deleting.done()
        deleting.cancel()
        await asyncio.gather(deleting, return_exceptions=True)
        async with store.engine.connect() as connection:
            assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar() == BUSY_MS
    await store.close()
