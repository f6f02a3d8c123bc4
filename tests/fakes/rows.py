"""A row of every table, made from the tables themselves, so that a new table is in these tests at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Connection, String, Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.privacy.inventory import HELD
from bot.store.tables import Utc, metadata


def row_of(table: Table, at: datetime, **values: Any) -> dict[str, Any]:
    """Something in every column that needs it; unique for a table and a moment. Parents are the caller's."""
    text = f"{table.name[:4]}{int(at.timestamp())}"
    filled: dict[type, Any] = {str: text, int: 1, bool: False, float: 0.5, date: at.date()}
    made: dict[str, Any] = {}
    for column in table.columns:
        if column.nullable or column.name == "id" or column.name in values:
            continue
        if isinstance(column.type, Utc):
            made[column.name] = at
        else:
            some = {} if isinstance(column.type, JSON) else filled[column.type.python_type]
            made[column.name] = some[: column.type.length] if isinstance(column.type, String) else some
    return made | values


async def fill(engine: AsyncEngine, at: datetime, **values: Any) -> None:
    """One row in each table, children with their parents; `values` go to every table that has such a column. People's
    columns get `person`, channels' `channel`, where they are given."""
    person = values.pop("person", None)
    async with engine.begin() as connection:
        await connection.run_sync(_fill, at, values, person)


def _fill(connection: Connection, at: datetime, values: dict[str, Any], person: str | None) -> None:
    made: dict[str, Any] = {}
    for table in metadata.sorted_tables:
        given = {name: value for name, value in values.items() if name in table.c}
        given |= dict.fromkeys(HELD[table.name].people, person) if person else {}
        given |= {key.parent.name: made[key.column.table.name] for key in table.foreign_keys}
        done = connection.execute(insert(table).values(row_of(table, at, **given)))
        made[table.name] = done.inserted_primary_key[0] if done.inserted_primary_key else None
