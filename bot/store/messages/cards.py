"""Living cards: which message shows which ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ports import Show
from bot.posts import Card, Discussed, Post, Shown
from bot.requests import Place, TicketRef
from bot.store.messages import posts as post_rows
from bot.store.sql.database import reading
from bot.store.sql.upsert import insert, put
from bot.store.tables import cards, posts, summaries, verdicts


class CardStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def intend(self, place: Place, verdict_id: int, *, execution: str, asker: str | None, now: datetime) -> Card:
        async with self._engine.begin() as connection:
            where = _where(place, await _ticket_of(connection, place.workspace, verdict_id))
            if found := await _find(connection, where):
                return found
            identity = f"card:{place.channel}:{place.thread or ''}:{where['site']}:{where['issue_id']}"
            post = await post_rows.intend(connection, place, identity, "card", execution=execution, now=now)
            row = {**where, "post_id": post.id, "verdict_id": verdict_id, "asker": asker}
            await connection.execute(insert(connection, cards).values(**row).on_conflict_do_nothing())
            return await _one(connection, where)

    async def move(self, place: Place, verdict_id: int, post: Post, *, asker: str | None, show: Show) -> Card:
        async with self._engine.begin() as connection:
            where = _where(place, await _ticket_of(connection, place.workspace, verdict_id))
            row = {"post_id": post.id, "verdict_id": verdict_id, "asker": asker, "shown": show}
            await put(connection, cards, where, row)
            return await _one(connection, where)

    async def shows(self, card: Card, verdict_id: int, *, asker: str | None, show: Shown) -> None:
        values: dict[str, Any] = {"verdict_id": verdict_id, "shown": show, **({"asker": asker} if asker else {})}
        async with self._engine.begin() as connection:
            await connection.execute(update(cards).where(cards.c.id == card.id).values(**values))

    async def of_post(self, workspace: str, post_id: int) -> Card | None:
        async with reading(self._engine).connect() as connection:
            return await _find(connection, {"workspace": workspace, "post_id": post_id})

    async def in_thread(self, place: Place) -> tuple[Discussed, ...]:
        thread = (
            cards.c.workspace == place.workspace,
            cards.c.channel == place.channel,
            or_(cards.c.thread == place.thread, under(place)),
        )
        single = (
            select(cards.c.site, verdicts.c.key, verdicts.c.receiver)
            .join(verdicts, verdicts.c.id == cards.c.verdict_id)
            .join(posts, posts.c.id == cards.c.post_id)
        )
        posted = (
            posts.c.workspace == place.workspace,
            posts.c.channel == place.channel,
            or_(posts.c.thread == place.thread, under(place)),
        )
        many = select(summaries.c.tickets, summaries.c.receiver).join(posts, posts.c.id == summaries.c.post_id)
        async with reading(self._engine).connect() as connection:
            alone = [*await connection.execute(single.where(*thread).order_by(cards.c.id))]
            lists = [*await connection.execute(many.where(*posted).order_by(posts.c.id))]
        rows = [*alone, *((site, key, receiver) for tickets, receiver in lists for site, key in tickets)]
        found: dict[TicketRef, Discussed] = {}
        for site, key, receiver in rows:
            ref = TicketRef(site, key)
            found.setdefault(ref, Discussed(ref, receiver))
        return tuple(found.values())


def under(place: Place) -> ColumnElement[bool]:
    """Posts at channel level, such as a shared card, whose replies stand in this thread."""
    return and_(posts.c.thread == "", posts.c.ts == (place.thread or ""))


async def _find(connection: AsyncConnection, where: dict[str, Any]) -> Card | None:
    matching = [cards.c[name] == value for name, value in where.items()]
    row = (await connection.execute(select(cards).where(*matching))).mappings().first()
    if row is None:
        return None
    post = await _post(connection, row["post_id"])
    return Card(row["id"], post, row["site"], row["issue_id"], row["verdict_id"], row["asker"], row["shown"])


async def _one(connection: AsyncConnection, where: dict[str, Any]) -> Card:
    found = await _find(connection, where)
    if found is None:
        raise LookupError("written in this transaction, and not there")
    return found


async def _post(connection: AsyncConnection, post_id: int) -> Post:
    row = (await connection.execute(select(posts).where(posts.c.id == post_id))).mappings().one()
    return post_rows.post_of(row)


def _where(place: Place, of: RowMapping) -> dict[str, Any]:
    ticket = {"site": of["site"], "issue_id": of["issue_id"]}
    return {"workspace": place.workspace, "channel": place.channel, "thread": place.thread or "", **ticket}


async def _ticket_of(connection: AsyncConnection, workspace: str, verdict_id: int) -> RowMapping:
    where = (verdicts.c.workspace == workspace, verdicts.c.id == verdict_id)
    columns = select(verdicts.c.site, verdicts.c.issue_id)
    return (await connection.execute(columns.where(*where))).mappings().one()
