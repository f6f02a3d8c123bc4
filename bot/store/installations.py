"""Installations by OAuth, their tokens sealed. Implements `bot.installed.InstalledStore`.

slack_sdk has a store of its own; docs/decisions/0005-installation.md says what it could not carry.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import ColumnElement, Row, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.installed import Installation, Installed, Token
from bot.seal import Seal
from bot.store.audits import note
from bot.store.sql.statements import change, fetch_tuples
from bot.store.sql.upsert import put
from bot.store.tables.installation import installations


class InstallationStore:
    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def save(self, installed: Installed) -> None:
        found = installed.installation
        values = {
            "team": found.team,
            "enterprise": found.enterprise,
            "app": installed.app,
            "bot": found.bot_id,
            "bot_user": found.bot_user,
            "scopes": sorted(found.scopes),
            "user": installed.user,
            "installed_at": installed.installed_at,
            "mark": found.mark,
            "claimed_at": None,
            "dead": installed.dead,
            **self._sealed(installed.token),
        }
        async with self._engine.begin() as connection:
            await alone(connection, found.workspace)
            await put(connection, installations, {"workspace": found.workspace}, values)
            now = installed.installed_at
            await note(connection, found.workspace, "installed", user=installed.user, now=now)

    async def of(self, workspace: str) -> Installed | None:
        """Also None where none of our keys opens the token: without it nothing can be done for that workspace."""
        mine = select(installations).where(installations.c.workspace == workspace)
        rows = await fetch_tuples(self._engine, mine)
        return self._opened(rows[0]) if rows else None

    async def workspaces(self) -> tuple[str, ...]:
        living = select(installations.c.workspace).where(installations.c.dead.is_(None))
        found = await fetch_tuples(self._engine, living.order_by(installations.c.workspace))
        return tuple(row.workspace for row in found)

    async def everyone(self) -> tuple[str, ...]:
        """The dead too."""
        every = select(installations.c.workspace).order_by(installations.c.workspace)
        return tuple(row.workspace for row in await fetch_tuples(self._engine, every))

    async def due(self, before: datetime, after: datetime) -> tuple[str, ...]:
        living = (installations.c.dead.is_(None), installations.c.refresh.is_not(None))
        ends = installations.c.expires_at
        ending = select(installations.c.workspace).where(*living, or_(ends < before, ends > after))
        found = await fetch_tuples(self._engine, ending.order_by(installations.c.expires_at))
        return tuple(row.workspace for row in found)

    async def claim(self, seen: Installed, *, now: datetime, hold: timedelta) -> bool:
        free = or_(installations.c.claimed_at.is_(None), ~installations.c.claimed_at.between(now - hold, now + hold))
        return await self._set(seen, free, claimed_at=now)

    async def renewed(self, seen: Installed, token: Token) -> None:
        await self._set(seen, claimed_at=None, dead=None, **self._sealed(token))

    async def let_go(self, seen: Installed, *, now: datetime) -> None:
        await self._set(seen, installations.c.claimed_at == now, claimed_at=None)

    async def died(self, seen: Installed, error: str) -> None:
        await self._set(seen, claimed_at=None, dead=error[:64])

    async def counts(self) -> dict[str, int]:
        """How many live and how many are dead, whosever they are."""
        counted = select(func.count(), func.count(installations.c.dead)).select_from(installations)
        ((total, dead),) = await fetch_tuples(self._engine, counted)
        return {"live": total - dead, "dead": dead}

    async def _set(self, seen: Installed, *more: ColumnElement[bool], **values: Any) -> bool:
        """Change the row if it still holds the token that was seen; whether it did."""
        same = (
            installations.c.workspace == seen.installation.workspace,
            installations.c.mark == seen.installation.mark,
            installations.c.expires_at.is_not_distinct_from(seen.token.expires_at),
        )
        return await change(self._engine, update(installations).where(*same, *more).values(**values)) > 0

    def _sealed(self, token: Token) -> dict[str, Any]:
        refresh = token.refresh and self._seal.close(token.refresh.get_secret_value())
        value = self._seal.close(token.value.get_secret_value())
        return {"token": value, "refresh": refresh, "expires_at": token.expires_at}

    def _opened(self, row: Row[Any]) -> Installed | None:
        value = self._seal.open(row.token)
        if value is None:
            return None
        refresh = self._seal.open(row.refresh) if row.refresh else None
        token = Token(SecretStr(value), SecretStr(refresh) if refresh else None, row.expires_at)
        found = Installation(
            row.workspace, row.team, row.enterprise, row.bot, row.bot_user, frozenset(row.scopes), mark=row.mark
        )
        return Installed(found, token, row.app, row.user, row.installed_at, row.dead)


async def alone(connection: AsyncConnection, workspace: str) -> None:
    """Locks the workspace, so that nobody else installs or removes it until this transaction ends. SQLite has one
    writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        await connection.execute(lock, {"name": f"installation {workspace}"})
