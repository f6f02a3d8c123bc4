"""What stands of us in Jira: of each ticket, the one comment that is kept current."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.sql.statements import fetch_one
from bot.store.sql.ticket_rows import about, keys_of
from bot.store.sql.upsert import insert, put
from bot.store.tables.conversation import written
from checks.ticket import TicketId


class WrittenStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def comment(self, workspace: str, ticket: TicketId) -> tuple[str | None, int]:
        found = select(written.c.comment, written.c.verdict_id).where(*about(written, workspace, ticket))
        row = await fetch_one(self._engine, found)
        return (row["comment"], row["verdict_id"]) if row else (None, 0)

    async def claim(self, workspace: str, ticket: TicketId) -> bool:
        fresh = {**keys_of(workspace, ticket), "comment": None, "verdict_id": 0}
        async with self._engine.begin() as connection:
            first = insert(connection, written).values(**fresh).on_conflict_do_nothing()
            return (await connection.execute(first)).rowcount > 0

    async def wrote(self, workspace: str, ticket: TicketId, comment: str | None, verdict_id: int) -> None:
        values = {"comment": comment, "verdict_id": verdict_id}
        async with self._engine.begin() as connection:
            await put(connection, written, keys_of(workspace, ticket), values)
