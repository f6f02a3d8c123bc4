"""Which question was put to whom, whether it still waits, and the one reminder."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation.asking.asked import Asked, Turn, Unanswered
from bot.requests import Place
from bot.store.channels import hours_in
from bot.store.sql.database import reading
from bot.store.sql.statements import change, fetch_all, fetch_one
from bot.store.sql.ticket_rows import about, keys_of
from bot.store.sql.upsert import insert
from bot.store.tables import channels
from bot.store.tables.conversation import asks
from checks.ticket import TicketId

REMIND_AFTER = timedelta(days=1)
"""A reminder sooner than this would be nagging, whoever wants it."""
MOST = 200
"""Questions that a round looks at."""


class AskStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def first(self, asked: Asked, *, run: str, now: datetime) -> Turn:
        row = {
            "person": asked.person,
            "channel": asked.place.channel,
            "thread": asked.place.thread or "",
            "verdict_id": asked.verdict_id,
            "asked_at": now,
            "run": run,
        }
        async with self._engine.begin() as connection:
            fresh = insert(connection, asks).values(**_keys(asked), **row).on_conflict_do_nothing()
            if (await connection.execute(fresh)).rowcount > 0:
                return "ask"
            other = update(asks).where(*_where(asked), asks.c.person != asked.person)
            anew = other.values(**row, reminded_at=None, closed_at=None)
            if (await connection.execute(anew)).rowcount > 0:
                return "ask"
            early = (asks.c.reminded_at.is_(None), asks.c.asked_at <= now - REMIND_AFTER)
            again = update(asks).where(*_where(asked), *early).values(reminded_at=now, run=run)
            if (await connection.execute(again)).rowcount > 0:
                return "remind"
            found = (await connection.execute(select(asks).where(*_where(asked)))).mappings().one()
        if found["run"] == run:
            return "ask" if found["reminded_at"] is None else "remind"
        ended = found["reminded_at"] or found["closed_at"] or not found["channel"]
        return "over" if ended else "asked"

    async def give_back(self, asked: Asked, *, run: str) -> None:
        mine = (*_where(asked), asks.c.run == run)
        reminded = update(asks).where(*mine, asks.c.reminded_at.is_not(None)).values(reminded_at=None, run="")
        async with self._engine.begin() as connection:
            if (await connection.execute(reminded)).rowcount == 0:
                await connection.execute(delete(asks).where(*mine))

    async def remind(self, asked: Asked, *, run: str, now: datetime) -> bool:
        waits = (asks.c.reminded_at.is_(None), asks.c.closed_at.is_(None))
        async with self._engine.begin() as connection:
            taken = update(asks).where(*_where(asked), *waits).values(reminded_at=now, run=run)
            if (await connection.execute(taken)).rowcount > 0:
                return True
            mine = select(asks.c.run).where(*_where(asked), asks.c.run == run, asks.c.reminded_at.is_not(None))
            return (await connection.execute(mine)).first() is not None

    async def today(self, workspace: str, person: str, *, since: datetime, run: str = "") -> int:
        mine = (asks.c.workspace == workspace, asks.c.person == person, asks.c.run != run)
        async with reading(self._engine).connect() as connection:
            return int((await connection.execute(select(func.count()).where(*mine, _lately(asks, since)))).scalar_one())

    async def waiting(self, *, before: datetime, since: datetime, enough: int) -> tuple[Unanswered, ...]:
        theirs = asks.alias()
        same = (theirs.c[name] == asks.c[name] for name in ("workspace", "person"))
        reached = select(func.count()).where(*same, _lately(theirs, since)).scalar_subquery()
        place = and_(*(channels.c[name] == asks.c[name] for name in ("workspace", "channel")))
        waits = (asks.c.reminded_at.is_(None), asks.c.closed_at.is_(None), asks.c.channel != "")
        found = (
            select(asks, channels.c.quietness)
            .join_from(asks, channels, place, isouter=True)
            .where(*waits, asks.c.asked_at <= before, reached < enough)
            .order_by(asks.c.asked_at)
            .limit(MOST)
        )
        rows = await fetch_all(self._engine, found)
        return tuple(Unanswered(_asked(row), hours_in(row["quietness"] or {})) for row in rows)

    async def get(self, workspace: str, ticket: TicketId, question: str) -> Asked | None:
        where = (*about(asks, workspace, ticket), asks.c.question == question)
        row = await fetch_one(self._engine, select(asks).where(*where))
        return None if row is None else _asked(row)

    async def close(self, asked: Asked, *, now: datetime) -> None:
        await change(self._engine, update(asks).where(*_where(asked)).values(closed_at=now))

    async def replied(self, place: Place, person: str, *, now: datetime) -> None:
        """This person said something in this thread: whatever they were asked there waits no more."""
        where = (
            asks.c.workspace == place.workspace,
            asks.c.person == person,
            asks.c.channel == place.channel,
            asks.c.thread == (place.thread or ""),
            asks.c.closed_at.is_(None),
        )
        waits = await fetch_one(self._engine, select(asks.c.question).where(*where).limit(1))
        if waits is not None:  # most replies answer nothing, and cost no write
            await change(self._engine, update(asks).where(*where).values(closed_at=now))


def _lately(table: FromClause, since: datetime) -> ColumnElement[bool]:
    """Put to somebody since then, or put again."""
    return or_(table.c.asked_at >= since, table.c.reminded_at >= since)


def _asked(row: Any) -> Asked:
    place = Place(row["workspace"], row["channel"], row["thread"] or None)
    ticket = TicketId(row["site"], row["issue_id"])
    return Asked(place, ticket, row["question"], row["person"], row["verdict_id"], row["asked_at"])


def _keys(asked: Asked) -> dict[str, str]:
    return keys_of(asked.place.workspace, asked.ticket) | {"question": asked.question}


def _where(asked: Asked) -> list[Any]:
    return [asks.c[name] == value for name, value in _keys(asked).items()]
