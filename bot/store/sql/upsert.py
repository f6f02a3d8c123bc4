"""`INSERT … ON CONFLICT`, which SQLite and Postgres share and SQLAlchemy spells once for each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = postgresql.Insert | sqlite.Insert


def insert(connection: AsyncConnection, table: Table) -> Insert:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update` on this connection's database.

    Its result's `rowcount` is true on both: SQLAlchemy keeps that of an INSERT only when asked, and Postgres then says -1.
    """
    made: Insert = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    return made.execution_options(preserve_rowcount=True)


async def put(connection: AsyncConnection, table: Table, keys: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert the row of these keys, or set its values."""
    statement = insert(connection, table).values(**keys, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))
