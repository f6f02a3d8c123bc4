"""What an admin was told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.sql.statements import change
from bot.store.sql.upsert import insert
from bot.store.tables import notices

AGAIN = timedelta(days=7)
"""After this long an admin is told again about something that has not changed."""


class NoticeStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def first(self, workspace: str, what: str, subject: str, *, run: str, now: datetime) -> bool:
        keys = {"workspace": workspace, "what": what, "subject": subject}
        taken = {"told_at": now, "run": run}
        due = or_(notices.c.told_at < now - AGAIN, notices.c.run == run)
        async with self._engine.begin() as connection:
            statement = insert(connection, notices).values(**keys, **taken)
            told = statement.on_conflict_do_update(index_elements=list(keys), set_=taken, where=due)
            return (await connection.execute(told)).rowcount > 0

    async def told(self, workspace: str, what: str, subject: str, *, run: str) -> None:
        where = (notices.c.workspace == workspace, notices.c.what == what, notices.c.subject == subject)
        await change(self._engine, update(notices).where(*where, notices.c.run == run).values(run=None))

    async def clear(self, workspace: str, what: str, subject: str) -> None:
        where = (notices.c.workspace == workspace, notices.c.what == what, notices.c.subject == subject)
        await change(self._engine, delete(notices).where(*where))
