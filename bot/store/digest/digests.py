"""Digests: when each channel's is due, and which were made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.digest.values import DigestPlan, DigestRun
from bot.store.audits import note
from bot.store.privacy.forgetting import forget
from bot.store.sql.statements import change, fetch_all, fetch_one, fetch_tuples
from bot.store.sql.upsert import insert, put
from bot.store.tables import digest_runs, digests

NOBODY = ""
"""The identity of a digest that was given up: whoever wants it may make it."""
PASSED = "-"
"""The identity of a digest that was judged but not posted, because nothing moved; and the prefix of the identity of a
run that takes it up from there. Later digests are compared with it whether it is posted in the end or not."""


class DigestStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def plan(self, workspace: str, channel: str) -> DigestPlan | None:
        where = (digests.c.workspace == workspace, digests.c.channel == channel)
        row = await fetch_one(self._engine, select(digests).where(*where))
        return _plan(row) if row else None

    async def set(self, plan: DigestPlan, *, now: datetime) -> None:
        keys = {"workspace": plan.workspace, "channel": plan.channel}
        values = {
            "weekday": plan.weekday,
            "at": plan.at,
            "zone": plan.zone,
            "site": plan.site,
            "jql": plan.jql,
            "source": plan.source,
            "board": plan.board,
            "language": plan.language,
            "idle": plan.idle,
            "paused": plan.paused,
            "stopped": plan.stopped,
            "due_at": plan.due_at,
            "set_by": plan.set_by,
            "set_at": now,
        }
        async with self._engine.begin() as connection:
            await put(connection, digests, keys, values)
            about = f"{plan.weekday} {plan.at} {plan.zone} {plan.source} {'paused' if plan.paused else 'on'}"
            at, by = plan.channel, plan.set_by
            await note(connection, plan.workspace, "digest_set", user=by, now=now, channel=at, about=about)

    async def remove(self, workspace: str, channel: str, *, user: str, now: datetime) -> None:
        where = (digests.c.workspace == workspace, digests.c.channel == channel)
        async with self._engine.begin() as connection:
            await connection.execute(delete(digests).where(*where))
            await note(connection, workspace, "digest_removed", user=user, now=now, channel=channel)

    async def due(self, now: datetime) -> tuple[DigestPlan, ...]:
        waiting = select(digests).where(digests.c.paused.is_(False), digests.c.due_at <= now).order_by(digests.c.due_at)
        return tuple(_plan(row) for row in await fetch_all(self._engine, waiting))

    async def stop(self, plan: DigestPlan, error: str) -> None:
        of = (digests.c.workspace == plan.workspace, digests.c.channel == plan.channel)
        await change(self._engine, update(digests).where(*of).values(paused=True, stopped=error))

    async def stopped(self) -> tuple[DigestPlan, ...]:
        """Those that we paused, of all workspaces, for the operator."""
        ours = select(digests).where(digests.c.paused.is_(True), digests.c.stopped.is_not(None))
        found = await fetch_all(self._engine, ours.order_by(digests.c.workspace, digests.c.channel))
        return tuple(_plan(row) for row in found)

    async def plans_by_time(self) -> dict[tuple[int, str, str], int]:
        schedule = (digests.c.weekday, digests.c.at, digests.c.zone)
        counted = select(*schedule, func.count()).where(digests.c.paused.is_(False)).group_by(*schedule)
        return {(row[0], row[1], row[2]): row[3] for row in await fetch_tuples(self._engine, counted)}

    async def advance(self, plan: DigestPlan, due_at: datetime) -> None:
        seen = (
            digests.c.workspace == plan.workspace,
            digests.c.channel == plan.channel,
            digests.c.due_at == plan.due_at,
        )
        await change(self._engine, update(digests).where(*seen).values(due_at=due_at))

    async def begin(
        self, workspace: str, channel: str, day: date, identity: str, *, now: datetime, asked: bool = False
    ) -> DigestRun | None:
        keys = {"workspace": workspace, "channel": channel, "local_date": day}
        async with self._engine.begin() as connection:
            fresh = insert(connection, digest_runs).values(**keys, identity=identity, begun_at=now)
            await connection.execute(fresh.on_conflict_do_nothing())
            where = [digest_runs.c[name] == value for name, value in keys.items()]
            for free, ours in ((NOBODY, identity), *([(PASSED, PASSED + identity)] if asked else [])):
                taken = update(digest_runs).where(*where, digest_runs.c.identity == free)
                await connection.execute(taken.values(identity=ours))
            row = (await connection.execute(select(digest_runs).where(*where))).mappings().one()
        return _run(row) if row["identity"] in (identity, PASSED + identity) else None

    async def give_up(self, workspace: str, run_id: int) -> None:
        left = case((digest_runs.c.identity.startswith(PASSED), PASSED), else_=NOBODY)
        await change(self._engine, update(digest_runs).where(*_at(workspace, run_id)).values(identity=left))

    async def pass_over(self, workspace: str, run_id: int) -> None:
        await change(self._engine, update(digest_runs).where(*_at(workspace, run_id)).values(identity=PASSED))

    async def judged(self, run: DigestRun, *, cut: bool, now: datetime) -> None:
        await change(self._engine, update(digest_runs).where(digest_runs.c.id == run.id).values(judged_at=now, cut=cut))

    async def run(self, workspace: str, run_id: int) -> DigestRun | None:
        row = await fetch_one(self._engine, select(digest_runs).where(*_at(workspace, run_id)))
        return _run(row) if row else None

    async def latest(self, workspace: str, channel: str) -> DigestRun | None:
        of = (digest_runs.c.workspace == workspace, digest_runs.c.channel == channel)
        judged = select(digest_runs).where(*of, digest_runs.c.judged_at.is_not(None), digest_runs.c.identity != NOBODY)
        last = judged.order_by(digest_runs.c.local_date.desc()).limit(1)
        row = await fetch_one(self._engine, last)
        return _run(row) if row else None

    async def before(self, run: DigestRun) -> DigestRun | None:
        """The last digest of this channel that was judged before this one."""
        before = (*_of(run), digest_runs.c.local_date < run.day)
        earlier = select(digest_runs).where(*before).order_by(digest_runs.c.local_date.desc()).limit(1)
        row = await fetch_one(self._engine, earlier)
        return _run(row) if row else None

    async def long_before(self, run: DigestRun, by: date) -> DigestRun | None:
        """The last digest of this channel that was judged for a day up to `by`; where there is none, the first of all
        before this one."""
        before = (*_of(run), digest_runs.c.local_date < run.day)
        old = case((digest_runs.c.local_date <= by, 0), else_=1)
        newest = case((digest_runs.c.local_date <= by, digest_runs.c.local_date))
        nearest = select(digest_runs).where(*before).order_by(old, newest.desc(), digest_runs.c.local_date).limit(1)
        row = await fetch_one(self._engine, nearest)
        return _run(row) if row else None

    async def forget(self, before: date) -> int:
        """Delete digests made for days before this one; how many."""
        return await forget(self._engine, digest_runs, digest_runs.c.local_date < before, at_once=1)


def _at(workspace: str, run_id: int) -> tuple[ColumnElement[bool], ...]:
    return digest_runs.c.workspace == workspace, digest_runs.c.id == run_id


def _of(run: DigestRun) -> tuple[ColumnElement[bool], ...]:
    """The digests of a run's channel that were judged."""
    return (
        digest_runs.c.workspace == run.workspace,
        digest_runs.c.channel == run.channel,
        digest_runs.c.judged_at.is_not(None),
        digest_runs.c.identity != NOBODY,
    )


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
        source=row["source"],
        board=row["board"],
        language=row["language"],
        idle=row["idle"],
        stopped=row["stopped"],
    )


def _run(row: Any) -> DigestRun:
    return DigestRun(
        row["id"],
        row["workspace"],
        row["channel"],
        row["local_date"],
        row["begun_at"],
        row["cut"],
        row["mark"],
        row["looked"],
    )
