"""Tickets given to their receivers, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversation.ports import HandOff
from bot.ports import HandedOff
from bot.store.audits import note
from bot.store.sql.statements import fetch_one
from bot.store.sql.ticket_rows import about, keys_of
from bot.store.sql.upsert import insert
from bot.store.tables.conversation import handoffs
from checks.ticket import TicketId


class HandOffStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def give(self, workspace: str, handoff: HandOff, *, run: str) -> None:
        row = {
            **keys_of(workspace, handoff.ticket),
            "key": handoff.key,
            "receiver": handoff.receiver,
            "decision": handoff.decision,
            "given_to": handoff.given_to,
            "user": handoff.user,
            "at": handoff.at,
            "run": run,
        }
        async with self._engine.begin() as connection:
            fresh = insert(connection, handoffs).values(**row).on_conflict_do_nothing()
            if (await connection.execute(fresh)).rowcount == 0:
                return
            by, about = handoff.user, f"{handoff.key} to {handoff.receiver}"
            await note(connection, workspace, "handed_off", user=by, now=handoff.at, ticket=handoff.ticket, about=about)

    async def take_back(self, workspace: str, ticket: TicketId, at: datetime, *, user: str, now: datetime) -> None:
        mine = (*about(handoffs, workspace, ticket), handoffs.c.at == at)
        async with self._engine.begin() as connection:
            gone = delete(handoffs).where(*mine).returning(handoffs.c.key, handoffs.c.receiver)
            row = (await connection.execute(gone)).first()
            if row is not None:
                named = f"{row.key} to {row.receiver}"
                await note(connection, workspace, "hand_off_undone", user=user, now=now, ticket=ticket, about=named)

    async def latest(self, workspace: str, ticket: TicketId) -> HandOff | None:
        row = await fetch_one(self._engine, _latest(workspace, ticket))
        if row is None:
            return None
        moments = (row["at"], row["done_at"], row["asked_at"], row["reopened_at"])
        return HandOff(ticket, row["key"], row["receiver"], row["decision"], row["given_to"], row["user"], *moments)

    async def follow(
        self, workspace: str, ticket: TicketId, *, done: bool, asked_at: datetime | None, now: datetime
    ) -> None:
        async with self._engine.begin() as connection:
            row = (await connection.execute(_latest(workspace, ticket))).mappings().first()
            if row is None:
                return
            changed: dict[str, Any] = {}
            if done and row["done_at"] is None:
                changed["done_at"] = now
            if not done and row["done_at"] is not None and row["reopened_at"] is None:
                changed["reopened_at"] = now
            if asked_at is not None and row["asked_at"] is None:
                changed["asked_at"] = asked_at
            if changed:
                await connection.execute(update(handoffs).where(handoffs.c.id == row["id"]).values(**changed))


async def handed(connection: AsyncConnection, workspace: str, ticket: TicketId) -> HandedOff | None:
    """What a card says of the ticket's last hand-off, within the caller's transaction."""
    row = (await connection.execute(_latest(workspace, ticket))).mappings().first()
    if row is None:
        return None
    return HandedOff(row["at"], row["given_to"], row["asked_at"] is not None, row["reopened_at"] is not None)


def _latest(workspace: str, ticket: TicketId) -> Any:
    return select(handoffs).where(*about(handoffs, workspace, ticket)).order_by(handoffs.c.id.desc()).limit(1)
