"""The Jira sites that workspaces connected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.connecting.connections import LIFE, Connected, Grant
from bot.seal import Seal
from bot.store.audits import note
from bot.store.jira.tokens import sealed_grant
from bot.store.sql.statements import fetch_all
from bot.store.sql.upsert import put
from bot.store.tables.jira import jira_connections, jira_people


class ConnectionStore:
    """What a site is reached with is sealed."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def connect(self, workspace: str, made: Connected, grant: Grant | None, *, user: str, now: datetime) -> None:
        """Keep it in place of the workspace's earlier connection to the same site; `grant` is OAuth's. Its webhook
        keeps its address, unless the webhook's secret was sealed with a key that is lost."""
        before = await self.get(workspace, made.name)
        hook = (before.hook.get_secret_value() if before else "") or made.hook.get_secret_value()
        values: dict[str, Any] = {
            "url": made.url,
            "kind": made.kind,
            "email": made.email,
            "cloud_id": made.cloud_id,
            "token": self._seal.close(made.token.get_secret_value()),
            "refresh": None,
            "expires_at": None,
            "hook": self._seal.close(hook),
            "user": user,
            "claimed_at": None,
            "refused_at": None,
            "ends_at": None,
            "connected_at": now,
        }
        if grant is not None:
            values |= {**sealed_grant(self._seal, grant), "ends_at": now + LIFE}
        async with self._engine.begin() as connection:
            await put(connection, jira_connections, {"workspace": workspace, "site": made.name}, values)
            about = f"{made.name} by {made.kind}"
            await note(connection, workspace, "jira_connected", user=user, now=now, about=about)

    async def disconnect(self, workspace: str, site: str, *, user: str, now: datetime) -> bool:
        """Delete it, and people's own connections to that site; whether there was anything to delete."""
        async with self._engine.begin() as connection:
            for table in (jira_people, jira_connections):
                whose = (table.c.workspace == workspace, table.c.site == site)
                gone = (await connection.execute(delete(table).where(*whose))).rowcount
            if gone:
                await note(connection, workspace, "jira_disconnected", user=user, now=now, about=site)
        return gone > 0

    async def of(self, workspace: str) -> tuple[Connected, ...]:
        """In the order in which they were connected first."""
        return await self._found(jira_connections.c.workspace == workspace)

    async def get(self, workspace: str, site: str) -> Connected | None:
        found = await self._found(jira_connections.c.workspace == workspace, jira_connections.c.site == site)
        return found[0] if found else None

    async def numbered(self, number: int) -> Connected | None:
        """The connection that a webhook's address names. The secret at the address's end is not compared here."""
        found = await self._found(jira_connections.c.id == number)
        return found[0] if found else None

    async def everywhere(self) -> tuple[Connected, ...]:
        """Of all workspaces, for the clock's rounds."""
        return await self._found()

    async def _found(self, *where: Any) -> tuple[Connected, ...]:
        found = select(jira_connections).where(*where).order_by(jira_connections.c.id)
        rows = await fetch_all(self._engine, found)
        return tuple(self._read(row) for row in rows)

    def _read(self, row: Any) -> Connected:
        """A token that none of our keys opens is read as empty, so that Jira refuses it and the admins are told."""
        token = "" if row["kind"] == "oauth" else self._seal.open(row["token"]) or ""
        return Connected(
            row["workspace"],
            row["site"],
            row["url"],
            row["kind"],
            row["email"],
            row["cloud_id"],
            SecretStr(token),
            SecretStr(self._seal.open(row["hook"]) or ""),
            row["user"],
            row["connected_at"],
            row["ends_at"],
            row["refused_at"],
            row["id"],
        )
