"""What channels agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Table, bindparam, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ports import ChannelSettings
from bot.schedule import QuietHours
from bot.store.audits import note
from bot.store.sql.database import reading
from bot.store.sql.together import Together
from bot.store.sql.upsert import insert, put
from bot.store.tables import channels, metadata

NEVER = ChannelSettings()
AT = select(channels).where(tuple_(channels.c.workspace, channels.c.channel).in_(bindparam("places", expanding=True)))
"""Built once: every event of a channel asks."""


class ChannelStore:
    def __init__(self, engine: AsyncEngine, given: Mapping[str, ChannelSettings] | None = None) -> None:
        """`given`: the operator's settings by channel id, for channels where nobody has set anything."""
        self._engine = engine
        self._given = given or {}
        self._rows = Together(self._read)

    async def channel(self, workspace: str, channel: str) -> ChannelSettings:
        row = await self._rows((workspace, channel))
        given = self._given.get(channel, NEVER)
        if row is None:
            return given
        if row["changed_by"] is None:
            return replace(given, inviter=row["inviter"])
        quietness = row["quietness"]
        return ChannelSettings(
            row["watching"],
            frozenset(row["projects"]),
            row["receiver"],
            row["inviter"],
            quietness.get("answer", NEVER.quiet),
            hours_in(quietness),
        )

    async def _read(self, places: frozenset[tuple[str, str]]) -> Mapping[tuple[str, str], RowMapping | None]:
        async with reading(self._engine).connect() as connection:
            rows = (await connection.execute(AT, {"places": sorted(places)})).mappings().all()
        return dict.fromkeys(places) | {(row["workspace"], row["channel"]): row for row in rows}

    async def agree(self, workspace: str, channel: str, settings: ChannelSettings, *, user: str, now: datetime) -> None:
        values = {
            "watching": settings.watching,
            "projects": sorted(settings.projects),
            "receiver": settings.receiver,
            "quietness": {"answer": settings.quiet, **({"hours": settings.hours.text} if settings.hours else {})},
            "closed": None,
            "changed_by": user,
            "changed_at": now,
        }
        about = f"{'on' if settings.watching else 'off'} {','.join(sorted(settings.projects))} {settings.receiver} {settings.quiet}"
        async with self._engine.begin() as connection:
            await put(connection, channels, _keys(workspace, channel), values)
            await note(connection, workspace, "channel_set", user=user, now=now, channel=channel, about=about)

    async def invited(self, workspace: str, channel: str, inviter: str | None, *, now: datetime) -> None:
        """Remember who invited the bot; what the channel agreed to before stays."""
        fresh: dict[str, Any] = {"projects": [], "receiver": NEVER.receiver, "quietness": {}, "changed_at": now}
        values = {"inviter": inviter, "closed": None}
        async with self._engine.begin() as connection:
            statement = insert(connection, channels).values(**_keys(workspace, channel), **fresh, **values)
            keys = ["workspace", "channel"]
            await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))

    async def closed(self, workspace: str, channel: str, error: str, *, now: datetime) -> None:
        """Nobody, or not the bot, can write there any more; `error` is Slack's name for why."""
        fresh: dict[str, Any] = {"projects": [], "receiver": NEVER.receiver, "quietness": {}, "changed_at": now}
        async with self._engine.begin() as connection:
            statement = insert(connection, channels).values(**_keys(workspace, channel), **fresh, closed=error)
            keys = ["workspace", "channel"]
            await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"closed": error}))

    async def moved(self, workspace: str, before: str, after: str) -> None:
        """Slack gave a channel another id. What is kept under the new one already is newer, and stays."""
        async with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if {"workspace", "channel"} <= set(table.c.keys()):
                    await _rename(connection, table, workspace, before, after)


def hours_in(quietness: Mapping[str, Any]) -> QuietHours | None:
    """The quiet hours in that column, if any."""
    hours = quietness.get("hours")
    return QuietHours.read(hours) if hours else None


async def _rename(connection: AsyncConnection, table: Table, workspace: str, before: str, after: str) -> None:
    """Row by row, each on its own: a row whose new id exists already stays under the old id."""
    mine = (table.c.workspace == workspace, table.c.channel == before)
    keys = list(table.primary_key)
    for row in (await connection.execute(select(*keys).where(*mine))).all():
        this = [column == value for column, value in zip(keys, row, strict=True)]
        with suppress(IntegrityError):
            async with connection.begin_nested():
                await connection.execute(update(table).where(*this).values(channel=after))


def _keys(workspace: str, channel: str) -> dict[str, str]:
    return {"workspace": workspace, "channel": channel}
