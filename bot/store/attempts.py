"""Installations and connections that somebody has begun: each step is authorised by a secret that works once and not
for long."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.attempts import LIVES, Attempt
from bot.seal import Seal
from bot.store.sql.database import reading
from bot.store.sql.statements import change
from bot.store.sql.upsert import insert
from bot.store.tables.installation import attempts


class AttemptStore:
    """Implements `bot.attempts.Attempts`. Only a hash of each secret is kept."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def begin(
        self, workspace: str, user: str, purpose: str, *, site: str = "", held: str = "", now: datetime
    ) -> str:
        secret = secrets.token_urlsafe(32)
        await self.hold(workspace, user, purpose, secret, site=site, held=held, now=now)
        return secret

    async def hold(
        self, workspace: str, user: str, purpose: str, secret: str, *, site: str = "", held: str = "", now: datetime
    ) -> None:
        """As `begin`, with a secret that the caller makes."""
        row = {"workspace": workspace, "user": user, "purpose": purpose, "site": site, "at": now}
        async with self._engine.begin() as connection:
            await connection.execute(
                insert(connection, attempts).values(**row, mark=_mark(secret), held=self._seal.close(held))
            )

    async def take(self, secret: str, purpose: str, *, now: datetime) -> Attempt | None:
        """Use up a secret and give what it stands for: once, for the purpose it was made for, and while it is valid;
        else None."""
        if await self.look(secret, purpose, now=now) is None:
            return None  # anybody may guess any number of times: a wrong guess must not cost a write
        mine = (attempts.c.mark == _mark(secret), attempts.c.purpose == purpose)
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(attempts).where(*mine).returning(attempts))
            row = gone.mappings().first()
        held = None if row is None else self._seal.open(row["held"])
        if row is None or held is None or now - row["at"] > LIVES:
            return None
        return Attempt(row["workspace"], row["user"], row["purpose"], row["site"], held)

    async def spend(self, secret: str, purpose: str, *, now: datetime) -> bool:
        """Whether this secret is used for the first time. For secrets that carry their own meaning, of which no row
        was kept."""
        row = {"workspace": "", "user": "", "purpose": purpose, "site": "", "at": now, "held": self._seal.close("")}
        async with self._engine.begin() as connection:
            statement = insert(connection, attempts).values(**row, mark=_mark(secret)).on_conflict_do_nothing()
            return (await connection.execute(statement)).rowcount > 0

    async def look(self, secret: str, purpose: str, *, now: datetime) -> Attempt | None:
        """Look at it and leave it: without what it is made with."""
        columns = attempts.c
        found = select(columns.workspace, columns.user, columns.purpose, columns.site, columns.at).where(
            columns.mark == _mark(secret), columns.purpose == purpose
        )
        async with reading(self._engine).connect() as connection:
            row = (await connection.execute(found)).first()
        if row is None or now - row.at > LIVES:
            return None
        return Attempt(row.workspace, row.user, row.purpose, row.site, "")

    async def forget(self, now: datetime) -> int:
        """Delete those that nobody ended; how many."""
        return await change(self._engine, delete(attempts).where(attempts.c.at < now - LIVES))


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
