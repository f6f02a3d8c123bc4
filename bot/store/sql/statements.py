"""A single statement, in a transaction of its own. Whoever needs several in one opens the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Delete, Executable, RowMapping, Update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.sql.database import reading


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


async def change(engine: AsyncEngine, changed: Update | Delete) -> int:
    """How many rows it changed or deleted."""
    async with engine.begin() as connection:
        return (await connection.execute(changed)).rowcount
