"""Reactions that stand for ready tickets: on which message, and by which verdict."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.posts import Reaction
from bot.requests import Place
from bot.store.sql.statements import fetch_all
from bot.store.sql.upsert import put
from bot.store.tables import reactions, verdicts

MOST = 50
"""Reactions per ticket that are kept current; as many as cards."""


class ReactionStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, place: Place, ts: str, verdict_id: int) -> None:
        where = (verdicts.c.workspace == place.workspace, verdicts.c.id == verdict_id)
        async with self._engine.begin() as connection:
            of = (await connection.execute(select(verdicts.c.site, verdicts.c.issue_id).where(*where))).one()
            keys = {"workspace": place.workspace, "channel": place.channel, "ts": ts}
            values = {"verdict_id": verdict_id, "ready": True}
            await put(connection, reactions, {**keys, "site": of.site, "issue_id": of.issue_id}, values)

    async def of_ticket(self, workspace: str, site: str, issue_id: str) -> tuple[Reaction, ...]:
        where = (
            reactions.c.workspace == workspace,
            reactions.c.site == site,
            reactions.c.issue_id == issue_id,
        )
        found = select(reactions).where(*where).order_by(reactions.c.ts.desc()).limit(MOST)
        rows = await fetch_all(self._engine, found)
        return tuple(Reaction(**row) for row in rows)

    async def turn(self, reaction: Reaction, verdict_id: int, *, ready: bool) -> bool:
        message = (
            reactions.c.workspace == reaction.workspace,
            reactions.c.channel == reaction.channel,
            reactions.c.ts == reaction.ts,
        )
        ticket = (reactions.c.site == reaction.site, reactions.c.issue_id == reaction.issue_id)
        values: dict[str, Any] = {"verdict_id": verdict_id, "ready": ready}
        others = select(func.count()).select_from(reactions).where(*message, reactions.c.ready.is_(False))
        async with self._engine.begin() as connection:
            await connection.execute(update(reactions).where(*message, *ticket).values(**values))
            return not await connection.scalar(others)
