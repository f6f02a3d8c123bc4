"""A connection that is let go of while it is being opened or closed lets go of its loop too."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.sql.database import connect, database_url, opened
from tests.fakes.waiting import PATIENCE


@pytest.mark.parametrize("turns", range(6))
async def test_a_close_that_is_ended_by_force_ends(tmp_path: Path, turns: int) -> None:
    connection = await opened(str(tmp_path / "some.db"))
    closing = asyncio.create_task(connection.close())
    for _ in range(turns):
        await asyncio.sleep(0)
    connection.stop()
    done, _ = await asyncio.wait({closing}, timeout=PATIENCE)
    assert done, "it waits for a thread that is gone"
    closing.exception()
    await asyncio.to_thread(connection._thread.join, PATIENCE)


async def test_whoever_is_cancelled_in_the_middle_of_a_statement_ends(tmp_path: Path) -> None:
    engine = connect(database_url(tmp_path, None))
    async with engine.begin() as first:
        await first.execute(text("CREATE TABLE numbers (number INTEGER)"))

    async def write() -> None:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO numbers VALUES (1)"))

    for turns in range(40):
        writing = [asyncio.create_task(write()) for _ in range(4)]
        for _ in range(turns):
            await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        _, late = await asyncio.wait(writing, timeout=PATIENCE)
        assert not late
    await engine.dispose()


def test_a_file_that_cannot_be_opened_leaves_no_thread_that_would_tell_an_ended_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[object] = []
    monkeypatch.setattr(threading, "excepthook", late.append)

    async def missed() -> None:
        with pytest.raises(sqlite3.OperationalError):
            await opened(str(tmp_path / "no folder" / "some.db"))

    for _ in range(300):
        asyncio.run(missed())
    assert late == []
