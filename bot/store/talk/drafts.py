"""What people are typing, and the ways back from their edits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation.ports import Draft, DraftKind
from bot.requests import Place
from bot.seal import Seal
from bot.store.sql.statements import change, fetch_one
from bot.store.sql.upsert import insert
from bot.store.tables import verdicts
from bot.store.tables.conversation import drafts


class DraftStore:
    """What people are typing is sealed: it may be on its way into a ticket that not everybody may see."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def begin(
        self,
        place: Place,
        user: str,
        kind: DraftKind,
        *,
        verdict_id: int | None,
        code: str,
        text: str,
        now: datetime,
        author: str = "",
    ) -> int:
        mine = (verdicts.c.workspace == place.workspace, verdicts.c.id == verdict_id)
        known = None if verdict_id is None else select(verdicts.c.id).where(*mine).scalar_subquery()
        row = {
            "workspace": place.workspace,
            "channel": place.channel,
            "thread": place.thread or "",
            "user": user,
            "kind": kind,
            "verdict_id": known,
            "code": code,
            "text": self._seal.close(text),
            "stamp": "",
            "at": now,
            "author": author,
        }
        async with self._engine.begin() as connection:
            made = await connection.execute(insert(connection, drafts).values(**row).returning(drafts.c.id))
            return int(made.scalar_one())

    async def get(self, workspace: str, draft: int) -> Draft | None:
        where = (drafts.c.workspace == workspace, drafts.c.id == draft)
        row = await fetch_one(self._engine, select(drafts).where(*where))
        typed = None if row is None else self._seal.open(row["text"])
        if row is None or typed is None:
            return None
        place = Place(row["workspace"], row["channel"], row["thread"] or None)
        return Draft(
            row["id"],
            place,
            row["user"],
            row["kind"],
            row["verdict_id"],
            row["at"],
            row["code"],
            typed,
            row["stamp"],
            row["author"],
        )

    async def change(self, workspace: str, draft: int, **values: Any) -> None:
        if "text" in values:
            values["text"] = self._seal.close(values["text"])
        where = (drafts.c.workspace == workspace, drafts.c.id == draft)
        await change(self._engine, update(drafts).where(*where).values(**values))

    async def forget(self, before: datetime) -> int:
        """Delete what was begun before this moment and never sent; how many."""
        return await change(self._engine, delete(drafts).where(drafts.c.at < before))
