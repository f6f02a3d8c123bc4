"""Who made changes that affect others. A line is committed together with the change it tells of, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.sql.statements import fetch_tuples
from bot.store.sql.upsert import insert
from bot.store.tables.audit import audits
from checks.ticket import TicketId

Act = Literal[
    "channel_set",
    "digest_set",
    "digest_removed",
    "muted",
    "unmuted",
    "gap_wrong",
    "gap_accepted",
    "gap_restored",
    "rule_demoted",
    "rule_restored",
    "handed_off",
    "hand_off_undone",
    "jira_written",
    "data_exported",
    "data_deleted",
    "installed",
    "uninstalled",
    "jira_connected",
    "jira_disconnected",
    "jira_linked",
    "jira_unlinked",
]
"""These names are in committed rows, so they must never change."""
ABOUT = 200


@dataclass(frozen=True, slots=True)
class Audit:
    """`user` is empty where the bot acted by its settings, or the operator from the command line."""

    workspace: str
    at: datetime
    user: str
    act: str
    channel: str
    site: str
    issue_id: str
    about: str


class AuditStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self,
        workspace: str,
        act: Act,
        *,
        user: str,
        now: datetime,
        channel: str = "",
        ticket: TicketId | None = None,
        about: str = "",
    ) -> None:
        async with self._engine.begin() as connection:
            await note(connection, workspace, act, user=user, now=now, channel=channel, ticket=ticket, about=about)

    async def latest(
        self, workspace: str | None, *, since: datetime | None = None, limit: int = 1000
    ) -> tuple[Audit, ...]:
        """Newest first; None for every workspace, which only the operator may ask."""
        names = ("workspace", "at", "user", "act", "channel", "site", "issue_id", "about")
        found = select(*(audits.c[name] for name in names))
        if workspace is not None:
            found = found.where(audits.c.workspace == workspace)
        if since is not None:
            found = found.where(audits.c.at >= since)
        newest = found.order_by(audits.c.at.desc(), audits.c.id.desc()).limit(limit)
        return tuple(Audit(*row) for row in await fetch_tuples(self._engine, newest))


async def note(
    connection: AsyncConnection,
    workspace: str,
    act: Act,
    *,
    user: str,
    now: datetime,
    channel: str = "",
    ticket: TicketId | None = None,
    about: str = "",
) -> None:
    """`AuditStore.add`, within a transaction of the caller's. `about`: ids, codes and names of settings, no words that
    a person or a ticket chose; what is longer than 200 characters is cut."""
    of = ticket or TicketId("", "")
    row = {"workspace": workspace, "at": now, "user": user, "act": act, "channel": channel, "about": about[:ABOUT]}
    await connection.execute(insert(connection, audits).values(**row, site=of.site, issue_id=of.issue_id))
