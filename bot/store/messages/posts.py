"""Messages that must exist exactly once: the intent is committed first, then who may send it, then where the message
is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.posts import Post
from bot.requests import Place
from bot.store.privacy.forgetting import forget
from bot.store.sql.statements import change, fetch_all, fetch_one
from bot.store.sql.upsert import insert
from bot.store.tables import posts

NOBODY = ""
"""The owner of a message that nobody is updating, or that Slack certainly did not accept."""


class PostStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def intend(self, place: Place, identity: str, kind: str, *, execution: str, now: datetime) -> Post:
        async with self._engine.begin() as connection:
            return await intend(connection, place, identity, kind, execution=execution, now=now)

    async def claim(self, post: Post, *, execution: str, now: datetime) -> Post | None:
        meant = now if post.refused else post.intent_at
        ours = update(posts).where(*_unposted(post)).values(owner=execution, tried_at=now, intent_at=meant)
        if await change(self._engine, ours) == 0:
            return None
        return replace(post, owner=execution, tried_at=now, intent_at=meant, again=True)

    async def refused(self, post: Post) -> None:
        await change(self._engine, update(posts).where(*_unposted(post)).values(owner=NOBODY))

    async def posted(self, post: Post, ts: str) -> None:
        await change(self._engine, update(posts).where(posts.c.id == post.id).values(ts=ts, owner=NOBODY))

    async def lock(self, post: Post, *, execution: str, now: datetime, hold: timedelta) -> bool:
        over = ~posts.c.tried_at.between(now - hold, now + hold)  # in the future: the clock was set back since then
        free = or_(posts.c.owner == NOBODY, over)
        statement = update(posts).where(posts.c.id == post.id, free).values(owner=execution, tried_at=now)
        return await change(self._engine, statement) > 0

    async def unlock(self, post: Post, *, execution: str) -> None:
        ours = (posts.c.id == post.id, posts.c.owner == execution)
        await change(self._engine, update(posts).where(*ours).values(owner=NOBODY))

    async def renew(self, post: Post, *, execution: str, now: datetime) -> Post:
        base, _, number = post.identity.partition("#")
        fresh = {"identity": f"{base}#{int(number or 1) + 1}", "ts": None, "intent_at": now}
        seen = (posts.c.id == post.id, posts.c.identity == post.identity)
        statement = update(posts).where(*seen).values(owner=execution, tried_at=now, **fresh)
        async with self._engine.begin() as connection:
            await connection.execute(statement)
            row = (await connection.execute(select(posts).where(posts.c.id == post.id))).mappings().one()
        return post_of(row)

    async def at(self, workspace: str, channel: str, ts: str) -> Post | None:
        where = (posts.c.workspace == workspace, posts.c.channel == channel, posts.c.ts == ts)
        row = await fetch_one(self._engine, select(posts).where(*where))
        return post_of(row) if row else None

    async def alike(self, workspace: str, beginning: str, *, limit: int) -> tuple[Post, ...]:
        begins = posts.c.identity.startswith(beginning, autoescape=True)
        where = (posts.c.workspace == workspace, begins, posts.c.ts.is_not(None))
        found = select(posts).where(*where).order_by(posts.c.id.desc()).limit(limit)
        return tuple(post_of(row) for row in await fetch_all(self._engine, found))

    async def forget(self, before: datetime) -> int:
        """Delete posts that were intended before this moment, with everything that refers to them; how many."""
        return await forget(self._engine, posts, posts.c.intent_at < before)


async def intend(
    connection: AsyncConnection, place: Place, identity: str, kind: str, *, execution: str, now: datetime
) -> Post:
    """`PostStore.intend`, within a transaction of the caller's."""
    row = {
        "workspace": place.workspace,
        "channel": place.channel,
        "thread": place.thread or "",
        "identity": identity,
        "kind": kind,
        "owner": execution,
        "intent_at": now,
        "tried_at": now,
    }
    await connection.execute(insert(connection, posts).values(**row).on_conflict_do_nothing())
    where = (posts.c.workspace == place.workspace, posts.c.identity == identity)
    return post_of((await connection.execute(select(posts).where(*where))).mappings().one())


def _unposted(post: Post) -> tuple[ColumnElement[bool], ...]:
    """As it was read: neither posted nor claimed since."""
    return posts.c.id == post.id, posts.c.ts.is_(None), posts.c.owner == post.owner, posts.c.tried_at == post.tried_at


def post_of(row: Any) -> Post:
    place = Place(row["workspace"], row["channel"], row["thread"] or None)
    return Post(row["id"], place, row["identity"], row["intent_at"], row["ts"], row["owner"], row["tried_at"])
