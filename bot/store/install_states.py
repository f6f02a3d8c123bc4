"""Installations under way: that one was begun, and is ended once, within ten minutes. Only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.installation_tables import install_states
from bot.store.upsert import insert

LIFE = timedelta(minutes=10)
"""For so long a person may look at Slack's question."""


class InstallStates:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self, now: datetime) -> str:
        """A new state, to travel with the person's browser."""
        state = secrets.token_urlsafe(32)
        row = {"workspace": "", "state": _hash(state), "expires_at": now + LIFE}
        async with self._engine.begin() as connection:
            await connection.execute(delete(install_states).where(install_states.c.expires_at < now))
            await connection.execute(insert(connection, install_states).values(**row))
        return state

    async def end(self, state: str, now: datetime) -> bool:
        """Whether it was begun here and neither ended nor too old; from now on it is ended."""
        this = (install_states.c.state == _hash(state), install_states.c.expires_at >= now)
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(install_states).where(*this))).rowcount > 0


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
