"""A database that drops its connections: runs go on once it is back, and nobody takes a live process for dead."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import URL, create_engine, text

from bot.engine.run import DurableRun
from bot.policies.in_force import Policies
from bot.policies.peoples import PeoplesPolicies
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import connect, is_sqlite
from checks.ticket import Ticket
from tests.fakes.waiting import PATIENCE, until

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch


def cut(database: URL) -> None:
    """End every connection to this database, locks and all, as a restart does."""
    admin = create_engine(database.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        name = {"name": database.database}
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), name)
    admin.dispose()


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_runs_before_during_and_after_a_cut_are_done_once(launch: Launch, database: URL) -> None:
    done: list[str] = []
    hold = asyncio.Event()

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def note() -> None:
            done.append(run.identity)

        await hold.wait()
        await run.step("note", note)

    engine = await launch(judge=judge)
    await engine.start("judge", "before", {})
    await asyncio.to_thread(cut, database)
    hold.set()
    await engine.start("judge", "after", {})
    await until(lambda: {"before", "after"} <= set(done))
    await until(lambda: engine.sound)
    assert not engine.lost.is_set()
    await asyncio.sleep(0.5)
    assert sorted(done) == ["after", "before"]


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_the_first_ticket_judged_after_a_cut_is_judged(launch: Launch, database: URL) -> None:
    migrate(database)
    store = Store.open(database)
    policies = PeoplesPolicies(Policies(None, many=False), store.talk.standing)
    said: dict[str, str] = {}

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def look() -> str:
            await store.verdicts.get("T1", 1)
            ticket = Ticket("PAY-1", "Say hello")
            return (await asyncio.to_thread(policies.judge, ticket, None, datetime.now(UTC))).verdict

        said[run.identity] = "begun"
        said[run.identity] = await run.step("judge", look)

    engine = await launch(judge=judge)
    await engine.start("judge", "before", {})
    await until(lambda: said.get("before") == "not_ready")
    await asyncio.to_thread(cut, database)
    store.talk.standing.forget()
    await until(lambda: engine.sound)
    await engine.start("judge", "after", {})
    await until(lambda: "after" in said)
    await until(lambda: said["after"] == "not_ready")
    await store.close()


async def lose(database: URL, folder: Path) -> None:
    """Ask of a database that goes away meanwhile, or that another holds on to."""
    if not is_sqlite(database):
        asked = connect(database)
        async with asked.connect() as connection:
            await asyncio.to_thread(cut, database)
            await connection.execute(text("SELECT 1"))
    with closing(sqlite3.connect(folder / "held.db")) as holder, closing(sqlite3.connect(folder / "held.db")) as other:
        holder.execute("BEGIN EXCLUSIVE")
        other.execute("PRAGMA busy_timeout = 0")
        other.execute("CREATE TABLE kept (id)")


@pytest.mark.parametrize("where", ["in a step", "between two"])
async def test_a_run_whose_database_goes_away_under_it_is_done_once_it_is_back(
    launch: Launch, database: URL, tmp_path: Path, where: str
) -> None:
    begun: list[str] = []
    done: list[str] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def look() -> str:
            begun.append(run.identity)
            if where == "in a step" and len(begun) == 1:
                await lose(database, tmp_path)
            return "looked"

        assert await run.step("look", look) == "looked"
        if where == "between two" and not done:
            done.append("once")
            await lose(database, tmp_path)
        done.append(run.identity)

    engine = await launch(judge=judge)
    await engine.start("judge", "asked", {})
    await until(lambda: "asked" in done)
    assert len(begun) == (2 if where == "in a step" else 1), "a step that is recorded is not done again"
    await asyncio.sleep(0.5)
    assert done.count("asked") == 1
    assert await engine.unfinished() == []


async def test_a_run_that_brings_it_about_itself_is_no_endless_one(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    begun: list[str] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        begun.append(run.identity)
        await run.step("look", partial(lose, database, tmp_path))

    engine = await launch(judge=judge, attempts=2)
    await engine.start("judge", "asked", {})
    async with asyncio.timeout(PATIENCE):
        while await engine.unfinished():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.1)
    assert len(begun) == 3
