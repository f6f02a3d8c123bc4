"""The Jira accounts that persons connected as their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.connecting.connections import Grant, Linked
from bot.seal import Seal
from bot.store.audits import note
from bot.store.jira.tokens import sealed_grant
from bot.store.sql.statements import fetch_tuples
from bot.store.sql.upsert import put
from bot.store.tables.jira import jira_people

NAME = 120


class PersonStore:
    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def connect(self, workspace: str, made: Linked, grant: Grant, *, now: datetime) -> None:
        """Keep it, in place of the person's connection to the same site."""
        keys = {"workspace": workspace, "person": made.person, "site": made.site}
        values: dict[str, Any] = {
            **sealed_grant(self._seal, grant),
            "account": made.account,
            "name": made.name[:NAME],
            "cloud_id": made.cloud_id,
            "ends_at": made.ends_at,
            "claimed_at": None,
            "refused_at": None,
            "connected_at": now,
        }
        async with self._engine.begin() as connection:
            await put(connection, jira_people, keys, values)
            await note(connection, workspace, "jira_linked", user=made.person, now=now, about=made.site)

    async def disconnect(self, workspace: str, person: str, site: str, *, now: datetime) -> bool:
        """Whether there was anything to forget."""
        async with self._engine.begin() as connection:
            gone = (await connection.execute(delete(jira_people).where(*_whose(workspace, person, site)))).rowcount
            if gone:
                await note(connection, workspace, "jira_unlinked", user=person, now=now, about=site)
        return gone > 0

    async def get(self, workspace: str, person: str, site: str) -> Linked | None:
        found = await self._found(_whose(workspace, person, site))
        return found[0] if found else None

    async def of(self, workspace: str, person: str) -> tuple[Linked, ...]:
        return await self._found((jira_people.c.workspace == workspace, jira_people.c.person == person))

    async def _found(self, where: tuple[Any, ...]) -> tuple[Linked, ...]:
        names = ("workspace", "person", "site", "account", "name", "cloud_id", "ends_at", "refused_at")
        found = select(*(jira_people.c[name] for name in names)).where(*where).order_by(jira_people.c.id)
        return tuple(Linked(*row) for row in await fetch_tuples(self._engine, found))


def _whose(workspace: str, person: str, site: str) -> tuple[Any, ...]:
    columns = jira_people.c
    return columns.workspace == workspace, columns.person == person, columns.site == site
