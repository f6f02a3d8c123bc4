"""The tokens that OAuth rotates, of workspaces' connections and of persons': read, and renewed by one process at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Table, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.connecting.connections import Grant
from bot.errors import JiraError
from bot.seal import Seal
from bot.store.sql.database import reading
from bot.store.sql.statements import change
from bot.store.tables.jira import jira_connections, jira_people

CLAIMED = timedelta(seconds=40)
"""How long a renewal belongs to the process that began it; after that the process is taken for dead. A renewal takes
ten seconds at most, and Atlassian accepts the previous token for ten minutes."""


class TokenStore:
    """With `person`, that person's own connection is meant; without, the workspace's."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def access(self, workspace: str, site: str, person: str = "") -> tuple[SecretStr, datetime]:
        """The access token and when it ends. Raises: JiraError when nobody is connected, or no longer."""
        table, where = _meant(workspace, site, person)
        found = select(table.c.token, table.c.expires_at, table.c.refused_at).where(*where)
        async with reading(self._engine).connect() as connection:
            row = (await connection.execute(found)).first()
        if row is None:
            raise JiraError("unknown_site", site=site)
        token = self._seal.open(row.token)
        if row.refused_at is not None or token is None or row.expires_at is None:
            raise JiraError("unauthorized", site=site)
        return SecretStr(token), row.expires_at

    async def claim(
        self, workspace: str, site: str, person: str = "", *, now: datetime, due: datetime
    ) -> SecretStr | None:
        """The refresh token, for the caller to renew an access token that ends before `due`; None where somebody else
        renews it, or has. The caller must then call `renewed`, `refused` or `unclaim`."""
        table, where = _meant(workspace, site, person)
        free = or_(table.c.claimed_at.is_(None), ~table.c.claimed_at.between(now - CLAIMED, now + CLAIMED))
        mine = update(table).where(*where, table.c.expires_at <= due, table.c.refused_at.is_(None), free)
        async with self._engine.begin() as connection:
            if (await connection.execute(mine.values(claimed_at=now))).rowcount == 0:
                return None
            sealed = (await connection.execute(select(table.c.refresh).where(*where))).scalar_one()
        refresh = self._seal.open(sealed or "")
        if refresh is None:
            raise JiraError("unauthorized", site=site)
        return SecretStr(refresh)

    async def renewed(self, workspace: str, site: str, person: str = "", *, claimed: datetime, grant: Grant) -> None:
        values = {**sealed_grant(self._seal, grant), "claimed_at": None}
        await self._settle(workspace, site, person, claimed, values)

    async def refused(self, workspace: str, site: str, person: str = "", *, claimed: datetime) -> None:
        """Atlassian does not renew it any more: it must be connected again."""
        await self._settle(workspace, site, person, claimed, {"claimed_at": None, "refused_at": claimed})

    async def unclaim(self, workspace: str, site: str, person: str = "", *, claimed: datetime) -> None:
        """Nobody answered: whoever comes next may try."""
        await self._settle(workspace, site, person, claimed, {"claimed_at": None})

    async def _settle(self, workspace: str, site: str, person: str, claimed: datetime, values: dict[str, Any]) -> None:
        table, where = _meant(workspace, site, person)
        await change(self._engine, update(table).where(*where, table.c.claimed_at == claimed).values(**values))


def sealed_grant(seal: Seal, grant: Grant) -> dict[str, Any]:
    return {
        "token": seal.close(grant.access.get_secret_value()),
        "refresh": seal.close(grant.refresh.get_secret_value()),
        "expires_at": grant.expires_at,
    }


def _meant(workspace: str, site: str, person: str) -> tuple[Table, tuple[Any, ...]]:
    table = jira_people if person else jira_connections
    whose = (table.c.workspace == workspace, table.c.site == site)
    return table, (*whose, table.c.person == person) if person else whose
