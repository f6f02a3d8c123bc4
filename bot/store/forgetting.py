"""What is past its time goes: the rows whose age the inventory tells and that nothing else takes along."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Date, delete, exists
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.inventory import HELD
from bot.store.tables import metadata, verdicts
from bot.store.tables.conversation import written

OWN = {"posts", "digest_runs", "drafts"}
"""Tables whose repositories forget with more care."""


async def forget_rest(engine: AsyncEngine, before: datetime) -> int:
    """Delete rows older than this moment; how many."""
    gone = 0
    async with engine.begin() as connection:
        for name, held in HELD.items():
            if not held.age or name in OWN:
                continue
            table = metadata.tables[name]
            column = table.c[held.age]
            limit = before.date() if isinstance(column.type, Date) else before
            gone += (await connection.execute(delete(table).where(column < limit))).rowcount
        same = (verdicts.c[name] == written.c[name] for name in ("workspace", "site", "issue_id"))
        gone += (await connection.execute(delete(written).where(~exists().where(*same)))).rowcount
    return gone
