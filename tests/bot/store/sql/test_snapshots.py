"""Whoever reads slowly stops nobody: the bot writes and answers while an export stands still in a pager."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import URL, text

import bot.store.sql.database
from bot.digest.values import DigestRun
from bot.requests import Place
from bot.seal import Seal
from bot.store import Store
from bot.store.privacy.erasing import erase, export
from bot.store.privacy.scope import Scope
from bot.store.sql.database import connect, connect_sync, reading
from bot.store.trends import histories
from tests.fakes.migrated import make_tables
from tests.fakes.rows import fill

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLACE = Place("T1", "C1", None)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would wait for half a minute fails at once."""
    patient = (one for one in bot.store.sql.database.PRAGMAS if "busy" not in one)
    monkeypatch.setattr(bot.store.sql.database, "PRAGMAS", (*patient, "busy_timeout=100"))


@pytest_asyncio.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    make_tables(database)
    store = Store.open(database)
    await fill(store.engine, NOW, workspace="T1", channel="C1", person="U1")
    for number in range(3):
        await store.posts.intend(PLACE, f"post-{number}", "card", execution="e", now=NOW)
    yield store
    await store.close()


async def standing_still(store: Store) -> AsyncIterator[tuple[str, Any]]:
    """An export in the middle of the posts."""
    rows = export(store.engine, Scope("T1"), Seal.passing())
    while (await anext(rows))[0] != "posts":
        pass
    return rows


async def goes_on(store: Store, identity: str) -> None:
    """The bot writes, reads, and says that it is ready."""
    await store.posts.intend(PLACE, identity, "card", execution="e", now=NOW)
    await store.verdicts.get("T1", 99)
    await store.answers()


async def test_an_export_that_stands_still_stops_nobody_and_ends_well(store: Store) -> None:
    rows = await standing_still(store)
    await goes_on(store, "meanwhile")
    left = [table async for table, _ in rows]
    assert left.count("posts") == 3, "as the table stood when its reading began"


async def test_a_readers_snapshot_outlasts_what_is_deleted_meanwhile(store: Store) -> None:
    rows = await standing_still(store)
    assert (await erase(store.engine, Scope("T1"), NOW))["posts"] == 4
    await goes_on(store, "after")
    assert [table async for table, _ in rows].count("posts") == 3


async def test_a_digest_that_is_read_slowly_stops_nobody(store: Store) -> None:
    made = DigestRun(1, "T1", "C1", date(2026, 11, 25), NOW)
    seen = 0
    async for _ in store.weeks.lines(made, None):
        await goes_on(store, "meanwhile")
        seen += 1
    assert seen == 1


async def test_trends_that_are_read_slowly_stop_nobody(store: Store, database: URL) -> None:
    engine = reading(connect_sync(database))
    with engine.connect() as connection:
        found = histories(connection, NOW.replace(year=2020))
        await asyncio.to_thread(next, found)
        await goes_on(store, "meanwhile")
    engine.dispose()


async def test_the_bot_is_ready_and_hears_what_people_said_while_somebody_writes(store: Store, database: URL) -> None:
    other = connect(database)
    async with other.begin() as connection:
        await connection.execute(text("DELETE FROM notices"))
        await store.answers()
        await asyncio.to_thread(store.talk.standing.said)
    await other.dispose()
