"""Which changes of tickets wait, and which run is to judge each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.sql.statements import change
from bot.store.sql.ticket_rows import about, keys_of
from bot.store.sql.upsert import insert
from bot.store.tables.conversation import stirs
from checks.ticket import TicketId


class StirStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def stir(self, workspace: str, ticket: TicketId, run: str, *, now: datetime) -> datetime:
        keys, where = keys_of(workspace, ticket), about(stirs, workspace, ticket)
        async with self._engine.begin() as connection:
            fresh = insert(connection, stirs).values(**keys, run=run, since=now)
            latest = fresh.on_conflict_do_update(index_elements=list(keys), set_={"run": run})
            await connection.execute(latest)
            since: datetime = (await connection.execute(select(stirs.c.since).where(*where))).scalar_one()
        return since

    async def settle(self, workspace: str, ticket: TicketId, run: str, *, force: bool) -> bool:
        where = about(stirs, workspace, ticket)
        mine = where if force else (*where, stirs.c.run == run)
        return await change(self._engine, update(stirs).where(*mine).values(run=run)) > 0

    async def rest(self, workspace: str, ticket: TicketId, run: str) -> None:
        mine = (*about(stirs, workspace, ticket), stirs.c.run == run)
        await change(self._engine, delete(stirs).where(*mine))
