"""Re-encrypts everything that is sealed with the newest key: `handoff keys rotate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import URL, Column, Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.seal import Seal
from bot.store.sql.database import connect_sync, reading
from bot.store.tables import metadata

SAMPLE = 1_000
"""Values of a column that are tried to be opened."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were sealed anew, had the newest key already, or are sealed with a key that is not at hand."""

    renewed: int = 0
    fresh: int = 0
    lost: int = 0

    def __add__(self, other: Resealed) -> Resealed:
        return Resealed(self.renewed + other.renewed, self.fresh + other.fresh, self.lost + other.lost)


async def reseal(engine: AsyncEngine, seal: Seal) -> Resealed:
    """Safe while the bot runs: a value that changes meanwhile keeps its new content. May be repeated."""
    done = Resealed()
    async with engine.begin() as connection:
        for table, column in _sealed():
            done += await _column(connection, table, column, seal)
    return done


def unopened(url: URL, seal: Seal) -> int:
    """How many values none of these keys opens. Blocking; nothing is written."""
    engine = reading(connect_sync(url))
    try:
        with engine.connect() as connection:
            found = [
                connection.scalars(select(one).where(one.is_not(None)).limit(SAMPLE)).all() for _, one in _sealed()
            ]
    finally:
        engine.dispose()
    return sum(seal.open(value) is None for values in found for value in values)


def _sealed() -> Iterator[tuple[Table, Column[str]]]:
    for table in metadata.sorted_tables:
        yield from ((table, column) for column in table.columns if column.info.get("sealed"))


async def _column(connection: AsyncConnection, table: Table, column: Column[str], seal: Seal) -> Resealed:
    keys = list(table.primary_key)
    rows = (await connection.execute(select(column, *keys).where(column.is_not(None)))).all()
    done = Resealed()
    for sealed, *key in rows:
        renewed = seal.renew(sealed)
        if renewed is None or renewed == sealed:
            done += Resealed(lost=1) if renewed is None else Resealed(fresh=1)
            continue
        this = [name == value for name, value in zip(keys, key, strict=True)]
        await connection.execute(update(table).where(*this, column == sealed).values({column.name: renewed}))
        done += Resealed(renewed=1)
    return done
