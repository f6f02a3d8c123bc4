"""Deletes what is past its retention, a few rows at a time, so that no other writer waits for longer than that."""

from __future__ import annotations

import asyncio
from datetime import datetime

from sqlalchemy import ColumnElement, Date, Table, delete, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.privacy.inventory import HELD
from bot.store.tables import metadata, verdicts
from bot.store.tables.conversation import written

OWN = {"posts", "digest_runs", "drafts"}
"""Tables whose repositories forget with more care."""

FEW = 200
"""Rows at once, with what hangs on them."""
PAUSE = 0.02
"""Seconds in which another process, which keeps trying, gets its turn on SQLite."""


async def forget(engine: AsyncEngine, table: Table, *old: ColumnElement[bool], at_once: int = FEW) -> int:
    """Delete the old rows, a few per transaction; how many."""
    key = tuple_(*table.primary_key)
    few = delete(table).where(key.in_(select(*table.primary_key).where(*old).limit(at_once)))
    gone = 0
    while True:
        async with engine.begin() as connection:
            now = (await connection.execute(few)).rowcount
        gone += now
        await asyncio.sleep(PAUSE)
        if now < at_once:
            return gone


async def forget_rest(engine: AsyncEngine, before: datetime) -> int:
    """Delete the rows older than this moment in the tables whose age the inventory names, where nothing else deletes
    them; how many."""
    gone = 0
    for name, held in HELD.items():
        if not held.age or name in OWN:
            continue
        table = metadata.tables[name]
        column = table.c[held.age]
        gone += await forget(engine, table, column < (before.date() if isinstance(column.type, Date) else before))
    same = (verdicts.c[name] == written.c[name] for name in ("workspace", "site", "issue_id"))
    return gone + await forget(engine, written, ~exists().where(*same))
