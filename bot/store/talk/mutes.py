"""Which threads, channels and people want to hear nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.audits import Act, note
from bot.store.sql.statements import fetch_one
from bot.store.sql.upsert import insert
from bot.store.tables.conversation import mutes


class MuteStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def muted(self, workspace: str, channel: str, subject: str) -> bool:
        found = select(mutes.c.at).where(*_mute(workspace, channel, subject))
        return await fetch_one(self._engine, found) is not None

    async def put(self, workspace: str, channel: str, subject: str, on: bool, *, user: str, now: datetime) -> None:
        row = {"workspace": workspace, "channel": channel, "subject": subject, "user": user, "at": now}
        async with self._engine.begin() as connection:
            fresh = insert(connection, mutes).values(**row).on_conflict_do_nothing()
            change = fresh if on else delete(mutes).where(*_mute(workspace, channel, subject))
            if (await connection.execute(change)).rowcount > 0:
                act: Act = "muted" if on else "unmuted"
                about = f"thread {subject}" if channel and subject else "all" if channel else "a person"
                await note(connection, workspace, act, user=user, now=now, channel=channel, about=about)


def _mute(workspace: str, channel: str, subject: str) -> tuple[Any, ...]:
    return mutes.c.workspace == workspace, mutes.c.channel == channel, mutes.c.subject == subject
