"""Export finds, and deletion leaves nothing of, a workspace, a channel or a person; everybody else's rows stay."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import URL, func, select

from bot.ports import ChannelSettings
from bot.requests import Place
from bot.seal import Seal, new_key
from bot.store import Store
from bot.store.privacy.erasing import erase, export
from bot.store.privacy.inventory import HELD
from bot.store.privacy.scope import Scope
from bot.store.tables import metadata
from tests.fakes.migrated import make_tables
from tests.fakes.rows import fill

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEAL = Seal([new_key()])
SCOPES = [Scope("T1"), Scope(channel="C1"), Scope("T1", channel="C1"), Scope(person="U1"), Scope("T1", person="U1")]


@pytest_asyncio.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    """Two workspaces with a row in each table: T1 with channel C1 and person U1, T2 with others."""
    make_tables(database)
    store = Store.open(database, seal=SEAL)
    waived = {"findings": [{"waived": {"by": "slack:U1"}}, {"waived": {"by": "slack:U11"}}]}
    await fill(store.engine, NOW, workspace="T1", channel="C1", person="U1", verdict=waived, text=SEAL.close("typed"))
    other = NOW + timedelta(seconds=1)
    await fill(store.engine, other, workspace="T2", channel="C2", person="U2", text=SEAL.close("other"))
    yield store
    await store.close()


async def exported(store: Store, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    async for table, row in export(store.engine, scope, SEAL):
        found.setdefault(table, []).append(row)
    return found


async def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    found = {}
    async with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = await connection.execute(select(table).where(table.c.workspace == "T2"))
            found[table.name] = [dict(row) for row in rows.mappings()]
    return found


async def test_a_workspaces_export_has_every_table_and_nothing_of_another(store: Store) -> None:
    found = await exported(store, Scope("T1"))
    assert set(found) == set(HELD)
    assert {row["workspace"] for rows in found.values() for row in rows} == {"T1"}
    assert found["drafts"][0]["text"] == "typed"


async def test_a_channels_export_has_what_was_shown_there(store: Store) -> None:
    found = await exported(store, Scope(channel="C1"))
    assert {"cards", "posts", "summaries", "digest_runs", "digest_tickets", "digest_work", "verdicts"} <= set(found)


async def test_a_persons_export_has_every_row_with_their_id(store: Store) -> None:
    found = await exported(store, Scope(person="U1"))
    assert set(found) == {name for name, held in HELD.items() if held.people}


@pytest.mark.parametrize("scope", SCOPES, ids=str)
async def test_what_is_deleted_is_found_no_more_and_others_keep_all_of_theirs(store: Store, scope: Scope) -> None:
    theirs = await everything(store)
    assert await erase(store.engine, scope, NOW)
    left = await exported(store, scope)
    left.pop("audits", None)
    assert left == {}
    assert await everything(store) == theirs


async def test_of_a_deleted_person_no_row_keeps_the_id(store: Store) -> None:
    await erase(store.engine, Scope(person="U1"), NOW)
    async with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                assert '"U1"' not in json.dumps(dict(row), default=str), table.name
                assert '"slack:U1"' not in json.dumps(dict(row), default=str), table.name
        [kept] = (await connection.execute(select(metadata.tables["verdicts"]).where(metadata.tables["verdicts"].c.workspace == "T1"))).mappings()  # fmt: skip
    assert [one["waived"]["by"] for one in kept["verdict"]["findings"]] == ["slack:", "slack:U11"]


async def test_a_deletion_leaves_a_line_without_the_persons_id(store: Store) -> None:
    await erase(store.engine, Scope("T1", person="U1"), NOW + timedelta(hours=1))
    newest = (await store.audits.latest("T1"))[0]
    assert (newest.act, newest.about, newest.user) == ("data_deleted", "a person", "")


async def test_a_verdict_that_another_channel_still_shows_stays(store: Store) -> None:
    async with store.engine.connect() as connection:
        number = (await connection.execute(select(func.min(metadata.tables["verdicts"].c.id)))).scalar_one()
    place = Place("T1", "C9", "9.9")
    await store.cards.intend(place, number, execution="x", asker=None, now=NOW)
    await erase(store.engine, Scope(channel="C1"), NOW)
    assert "cards" in await exported(store, Scope(channel="C9"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # Postgres keeps its files to itself
async def test_deleted_words_are_gone_from_the_files(store: Store, database: URL) -> None:
    agreed = ChannelSettings(projects=frozenset({"XMARKSTHESPOT"}))
    await store.channels.agree("T1", "C1", agreed, user="U1", now=NOW)
    await erase(store.engine, Scope("T1"), NOW)
    folder = Path(str(database.database)).parent
    assert [file.name for file in folder.iterdir() if b"XMARKSTHESPOT" in file.read_bytes()] == []


@pytest.mark.parametrize("words", [("", "", ""), ("", "C1", "U1"), ("T1", "C1", "U1")])
def test_a_scope_is_one_thing(words: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="a scope is"):
        Scope(*words)
