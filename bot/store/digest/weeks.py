"""What digests saw, compared. Read row by row, because there may be thousands."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.digest.values import DigestLine, DigestRun, HandOff, PreviousVerdict, TicketCount, WaitingTicket
from bot.ports import Kept, Openness, Ruleset
from bot.store.sql.statements import fetch_all, fetch_each, fetch_tuples
from bot.store.tables import digest_runs, digest_tickets, verdicts
from bot.store.tables.conversation import handoffs
from bot.store.verdicts import kept

LADDER = {"ready": 0, "questions": 1, "not_ready": 2, "undetermined": 3}


class WeekStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def lines(self, run: DigestRun, before: DigestRun | None) -> AsyncGenerator[DigestLine, None]:
        earlier = digest_tickets.alias("earlier")
        said = verdicts.alias("said")
        same = and_(
            earlier.c.site == digest_tickets.c.site,
            earlier.c.issue_id == digest_tickets.c.issue_id,
            earlier.c.run_id == (before.id if before else -1),
        )
        joined = (
            digest_tickets.join(verdicts, verdicts.c.id == digest_tickets.c.verdict_id)
            .outerjoin(earlier, same)
            .outerjoin(said, said.c.id == earlier.c.verdict_id)
        )
        was = (said.c[name].label(f"was_{name}") for name in WAS)
        rows = select(*(verdicts.c[name] for name in NOW), *was).select_from(joined)
        ordered = rows.where(digest_tickets.c.run_id == run.id).order_by(verdicts.c.id)
        async with aclosing(fetch_each(self._engine, ordered)) as found:
            async for row in found:
                yield _line(row)

    async def left(self, run: DigestRun, before: DigestRun) -> tuple[TicketCount, ...]:
        now = digest_tickets.alias("now")
        still = exists().where(
            now.c.run_id == run.id, now.c.site == digest_tickets.c.site, now.c.issue_id == digest_tickets.c.issue_id
        )
        return await self._counted(_counts().where(digest_tickets.c.run_id == before.id, not_(still)))

    async def waiting(self, run: DigestRun) -> AsyncGenerator[WaitingTicket, None]:
        history, answered = verdicts.alias("history"), verdicts.alias("answered")

        def of_ticket(table: Any) -> ColumnElement[bool]:
            same = [table.c[name] == verdicts.c[name] for name in ("workspace", "site", "issue_id", "receiver")]
            return and_(*same)

        last_ready = select(func.max(answered.c.judged_at)).where(of_ticket(answered), answered.c.decision == "ready")
        since = func.min(history.c.judged_at)
        after = last_ready.correlate(verdicts).scalar_subquery()
        rows = (
            select(verdicts.c.id, verdicts.c.project, verdicts.c.secured, since.label("since"))
            .join(digest_tickets, digest_tickets.c.verdict_id == verdicts.c.id)
            .join(history, of_ticket(history))
            .where(digest_tickets.c.run_id == run.id, verdicts.c.decision == "questions")
            .where(func.coalesce(history.c.judged_at > after, True))
            .group_by(verdicts.c.id, verdicts.c.project, verdicts.c.secured)
            .order_by(since, verdicts.c.id)
        )
        async with aclosing(fetch_each(self._engine, rows)) as found:
            async for row in found:
                yield WaitingTicket(row["id"], row["project"], row["secured"], row["since"])

    async def hand_offs(self, run: DigestRun, since: datetime) -> tuple[HandOff, ...]:
        back = or_(handoffs.c.asked_at >= since, handoffs.c.reopened_at >= since)
        same = [handoffs.c[name] == verdicts.c[name] for name in ("workspace", "site", "issue_id")]
        rows = (
            select(verdicts.c.id, verdicts.c.project, verdicts.c.secured, func.max(case((back, 1), else_=0)))
            .join(digest_tickets, digest_tickets.c.verdict_id == verdicts.c.id)
            .join(handoffs, and_(*same))
            .where(digest_tickets.c.run_id == run.id, or_(handoffs.c.at >= since, back))
            .group_by(verdicts.c.id, verdicts.c.project, verdicts.c.secured)
            .order_by(verdicts.c.id)
        )
        return tuple(HandOff(row[0], row[1], row[2], bool(row[3])) for row in await fetch_tuples(self._engine, rows))

    async def history(self, run: DigestRun, weeks: int) -> tuple[tuple[date, tuple[TicketCount, ...]], ...]:
        of = (digest_runs.c.workspace == run.workspace, digest_runs.c.channel == run.channel)
        past = (digest_runs.c.judged_at.is_not(None), digest_runs.c.local_date <= run.day)
        newest = select(digest_runs.c.id, digest_runs.c.local_date).where(*of, *past)
        runs = await fetch_tuples(self._engine, newest.order_by(digest_runs.c.local_date.desc()).limit(weeks))
        return tuple(
            [
                (made.local_date, await self._counted(_counts().where(digest_tickets.c.run_id == made.id)))
                for made in reversed(runs)
            ]
        )

    async def page(self, run: DigestRun, open_to: Openness, *, start: int, size: int) -> tuple[Kept, ...]:
        rows = select(verdicts).join(digest_tickets, digest_tickets.c.verdict_id == verdicts.c.id)
        of = rows.where(digest_tickets.c.run_id == run.id, _nameable(open_to))
        place = case(LADDER, value=verdicts.c.decision, else_=len(LADDER))
        ordered = of.order_by(place, verdicts.c.readiness.desc(), verdicts.c.id).offset(start).limit(size)
        return tuple(kept(row) for row in await fetch_all(self._engine, ordered))

    async def total(self, run: DigestRun, open_to: Openness) -> tuple[int, int]:
        counted = await self._counted(_counts().where(digest_tickets.c.run_id == run.id))
        named = sum(one.tickets for one in counted if open_to.names(one.project, secured=one.secured))
        return named, sum(one.tickets for one in counted) - named

    async def _counted(self, statement: Select[Any]) -> tuple[TicketCount, ...]:
        return tuple(TicketCount(*row) for row in await fetch_tuples(self._engine, statement))


NOW = (
    "id",
    "key",
    "project",
    "secured",
    "decision",
    "readiness",
    "weighty",
    "gaps",
    "ticket_updated",
    "rules_version",
    "model_version",
    "policy_hash",
    "receiver",
)
WAS = ("decision", "ticket_updated", "rules_version", "model_version", "policy_hash", "receiver")


def _line(row: Any) -> DigestLine:
    weighty = row["gaps"] if row["weighty"] is None else row["weighty"]
    previous = None
    if row["was_decision"] is not None:
        previous = PreviousVerdict(
            row["was_decision"], row["was_ticket_updated"], _ruleset(row, "was_"), row["was_receiver"]
        )
    return DigestLine(
        row["id"],
        row["key"],
        row["project"],
        row["secured"],
        row["decision"],
        row["readiness"],
        tuple(weighty),
        row["ticket_updated"],
        _ruleset(row, ""),
        row["receiver"],
        previous,
    )


def _ruleset(row: Any, prefix: str) -> Ruleset:
    return Ruleset(*(row[f"{prefix}{name}"] for name in Ruleset._fields))


def _counts() -> Select[Any]:
    grouped = (verdicts.c.project, verdicts.c.secured, verdicts.c.decision)
    joined = digest_tickets.join(verdicts, verdicts.c.id == digest_tickets.c.verdict_id)
    return select(*grouped, func.count()).select_from(joined).group_by(*grouped)


def _nameable(open_to: Openness) -> ColumnElement[bool]:
    """`Openness.names`, asked of rows."""
    projects = sorted(open_to.projects) if open_to.reach == "internal" else []
    return and_(verdicts.c.secured.is_(False), verdicts.c.project.in_(projects))
