"""Digests: when each channel's is due, which were made, and which tickets each one saw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.digest.ports import DigestPlan, DigestRun, Seen
from bot.store.tables import digest_runs, digest_tickets, digests, verdicts
from bot.store.upsert import insert, put
from bot.store.verdicts import kept


class DigestStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def plan(self, workspace: str, channel: str) -> DigestPlan | None:
        where = (digests.c.workspace == workspace, digests.c.channel == channel)
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(digests).where(*where))).mappings().first()
        return _plan(row) if row else None

    async def set(self, plan: DigestPlan, *, now: datetime) -> None:
        keys = {"workspace": plan.workspace, "channel": plan.channel}
        values = {
            "weekday": plan.weekday,
            "at": plan.at,
            "zone": plan.zone,
            "site": plan.site,
            "jql": plan.jql,
            "paused": plan.paused,
            "due_at": plan.due_at,
            "set_by": plan.set_by,
            "set_at": now,
        }
        async with self._engine.begin() as connection:
            await put(connection, digests, keys, values)

    async def remove(self, workspace: str, channel: str) -> None:
        where = (digests.c.workspace == workspace, digests.c.channel == channel)
        async with self._engine.begin() as connection:
            await connection.execute(delete(digests).where(*where))

    async def due(self, now: datetime) -> tuple[DigestPlan, ...]:
        waiting = select(digests).where(digests.c.paused.is_(False), digests.c.due_at <= now).order_by(digests.c.due_at)
        async with self._engine.connect() as connection:
            return tuple(_plan(row) for row in (await connection.execute(waiting)).mappings())

    async def advance(self, plan: DigestPlan, due_at: datetime) -> None:
        seen = (
            digests.c.workspace == plan.workspace,
            digests.c.channel == plan.channel,
            digests.c.due_at == plan.due_at,
        )
        async with self._engine.begin() as connection:
            await connection.execute(update(digests).where(*seen).values(due_at=due_at))

    async def begin(self, workspace: str, channel: str, day: date, identity: str, *, now: datetime) -> DigestRun | None:
        keys = {"workspace": workspace, "channel": channel, "local_date": day}
        async with self._engine.begin() as connection:
            fresh = insert(connection, digest_runs).values(**keys, identity=identity, begun_at=now)
            await connection.execute(fresh.on_conflict_do_nothing())
            where = [digest_runs.c[name] == value for name, value in keys.items()]
            row = (await connection.execute(select(digest_runs).where(*where))).mappings().one()
        return _run(row) if row["identity"] == identity else None

    async def saw(self, run: DigestRun, verdict_id: int, show: str) -> None:
        of = select(verdicts.c.site, verdicts.c.issue_id).where(verdicts.c.id == verdict_id)
        async with self._engine.begin() as connection:
            ticket = (await connection.execute(of)).mappings().one()
            keys = {"run_id": run.id, **ticket}
            values = {"workspace": run.workspace, "verdict_id": verdict_id, "show": show}
            await put(connection, digest_tickets, keys, values)

    async def judged(self, run: DigestRun, *, cut: bool, now: datetime) -> None:
        done = update(digest_runs).where(digest_runs.c.id == run.id).values(judged_at=now, cut=cut)
        async with self._engine.begin() as connection:
            await connection.execute(done)

    async def run(self, workspace: str, run_id: int) -> DigestRun | None:
        where = (digest_runs.c.workspace == workspace, digest_runs.c.id == run_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(digest_runs).where(*where))).mappings().first()
        return _run(row) if row else None

    async def before(self, run: DigestRun) -> DigestRun | None:
        """The last digest of this channel that was judged before this one."""
        earlier = (
            select(digest_runs)
            .where(
                digest_runs.c.workspace == run.workspace,
                digest_runs.c.channel == run.channel,
                digest_runs.c.judged_at.is_not(None),
                digest_runs.c.local_date < run.day,
            )
            .order_by(digest_runs.c.local_date.desc())
            .limit(1)
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(earlier)).mappings().first()
        return _run(row) if row else None

    async def seen(self, run: DigestRun) -> tuple[Seen, ...]:
        """What a digest saw, in the order it saw it."""
        rows = (
            select(verdicts, digest_tickets.c.show)
            .join(digest_tickets, digest_tickets.c.verdict_id == verdicts.c.id)
            .where(digest_tickets.c.run_id == run.id)
            .order_by(verdicts.c.id)
        )
        async with self._engine.connect() as connection:
            return tuple(Seen(kept(row), row["show"]) for row in (await connection.execute(rows)).mappings())

    async def forget(self, before: date) -> int:
        """Delete digests made for days before this one; how many."""
        async with self._engine.begin() as connection:
            old = delete(digest_runs).where(digest_runs.c.local_date < before)
            return int((await connection.execute(old)).rowcount)


def _plan(row: Any) -> DigestPlan:
    return DigestPlan(
        workspace=row["workspace"],
        channel=row["channel"],
        weekday=row["weekday"],
        at=row["at"],
        zone=row["zone"],
        site=row["site"],
        jql=row["jql"],
        due_at=row["due_at"],
        set_by=row["set_by"],
        paused=row["paused"],
    )


def _run(row: Any) -> DigestRun:
    return DigestRun(row["id"], row["workspace"], row["channel"], row["local_date"], row["cut"])
