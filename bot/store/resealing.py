"""Everything sealed at rest, sealed again with the newest key: `handoff keys rotate`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.seal import Seal
from bot.store.tables import metadata


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values: sealed anew, so already, and sealed with a key that is not at hand."""

    renewed: int = 0
    fresh: int = 0
    lost: int = 0

    def __add__(self, other: Resealed) -> Resealed:
        return Resealed(self.renewed + other.renewed, self.fresh + other.fresh, self.lost + other.lost)


async def reseal(engine: AsyncEngine, seal: Seal) -> Resealed:
    """Safe beside processes at work: a value that changes meanwhile is left as it became. May be repeated."""
    done = Resealed()
    async with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if column.info.get("sealed"):
                    done += await _column(connection, table, column, seal)
    return done


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
