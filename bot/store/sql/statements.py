"""A single statement, in a transaction of its own. Whoever needs several in one opens the transaction."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from sqlalchemy import Delete, Executable, RowMapping, Select, Update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.sql.database import reading

ROWS = 500
"""Rows in memory at a time where they are read one by one."""


async def fetch_one(engine: AsyncEngine, asked: Executable) -> RowMapping | None:
    """The first row, by the names of its columns."""
    async with reading(engine).connect() as connection:
        return (await connection.execute(asked)).mappings().first()


async def fetch_all(engine: AsyncEngine, asked: Executable) -> Sequence[RowMapping]:
    """Every row, by the names of its columns."""
    async with reading(engine).connect() as connection:
        return (await connection.execute(asked)).mappings().all()


async def fetch_tuples(engine: AsyncEngine, asked: Executable) -> Sequence[Any]:
    """Every row, by the places of its columns."""
    async with reading(engine).connect() as connection:
        return (await connection.execute(asked)).all()


async def fetch_each(engine: AsyncEngine, asked: Select[Any]) -> AsyncGenerator[RowMapping, None]:
    """Row by row, by the names of its columns. Whoever stops before the last closes it."""
    async with reading(engine).connect() as connection:
        result = await connection.stream(asked.execution_options(yield_per=ROWS))
        try:
            async for row in result.mappings():
                yield row
        finally:
            # Left to `async with`, it stays open where this is closed early. Since Python 3.12 a connection in the pool then
            # goes on seeing the rows as they stood, and SQLite lets it write no more: "database is locked".
            await result.close()


async def change(engine: AsyncEngine, changed: Update | Delete) -> int:
    """How many rows it changed or deleted."""
    async with engine.begin() as connection:
        return (await connection.execute(changed)).rowcount
