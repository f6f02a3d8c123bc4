"""What docs/reference/data.md says is kept is what the tables keep, and goes when it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, String, Text, func, insert, select

from bot.store import Store
from bot.store.privacy.inventory import HELD
from bot.store.tables import metadata
from tests.fakes.rows import row_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAMES = {
    "key",
    "site",
    "zone",
    "project",
    "code",
    "identity",
    "run",
    "owner",
    "what",
    "subject",
    "stamp",
    "comment",
} | {"undone_run"}
"""Columns of ids and names that a site or the code chose."""
LISTS = {"channels.projects", "channels.quietness", "verdicts.gaps", "verdicts.weighty", "summaries.tickets"} | {
    "installations.scopes"
}
IDS = {"posts.identity", "digest_runs.identity", "digest_runs.mark", "asks.person", "audits.about"}


def test_every_table_is_told_of_and_no_other() -> None:
    assert set(HELD) == set(metadata.tables)


def test_every_column_that_is_named_is_there() -> None:
    for name, held in HELD.items():
        columns = set(metadata.tables[name].columns.keys())
        assert {*held.people, *held.words, *([held.age] if held.age else [])} <= columns, name


def test_every_column_that_can_hold_sentences_is_told_of_as_words() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            longest = column.type.length if isinstance(column.type, String) else None
            wide = isinstance(column.type, Text | JSON) or (longest or 0) > 100
            told = column.name in HELD[table.name].words or column.name in NAMES
            assert not wide or told or f"{table.name}.{column.name}" in LISTS | IDS, f"{table.name}.{column.name}"


def test_every_column_with_a_persons_id_is_told_of() -> None:
    people = {"user", "asker", "inviter", "changed_by", "set_by", "given_to", "person"}
    for table in metadata.sorted_tables:
        assert people & set(table.columns.keys()) <= set(HELD[table.name].people), table.name


def test_every_sealed_column_holds_words_and_says_that_it_is_sealed() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            sealed = "sealed" in HELD[table.name].words.get(column.name, "")
            assert bool(column.info.get("sealed")) is sealed, f"{table.name}.{column.name}"


async def test_what_has_an_age_goes_when_it_is_past_it_and_not_before(store: Store) -> None:
    kept = timedelta(days=30)
    aged = [name for name, held in HELD.items() if held.age]
    await _fill(store, aged, NOW - kept - timedelta(days=1, hours=1))
    await _fill(store, aged, NOW - timedelta(hours=1))
    assert set(await _counts(store, aged)) == {2}
    await store.forget(NOW, kept)
    assert dict(zip(aged, await _counts(store, aged), strict=True)) == dict.fromkeys(aged, 1)


async def _counts(store: Store, names: list[str]) -> list[int]:
    async with store.engine.connect() as connection:
        counted = (select(func.count()).select_from(metadata.tables[name]) for name in names)
        return [int((await connection.execute(count)).scalar_one()) for count in counted]


async def _fill(store: Store, names: list[str], at: datetime) -> None:
    for name in names:
        async with store.engine.begin() as connection:
            await connection.execute(insert(metadata.tables[name]).values(row_of(metadata.tables[name], at)))
