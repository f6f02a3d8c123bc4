"""What people said of gaps, counted per rule, and the rules that were demoted for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, String, TableValuedAlias, column, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversation.judgements import Demoted, Judgement, RuleRecord
from bot.store.audits import Act, note
from bot.store.sql.database import reading
from bot.store.sql.statements import fetch_tuples
from bot.store.sql.ticket_rows import about, keys_of
from bot.store.sql.upsert import insert
from bot.store.tables import verdicts
from bot.store.tables.conversation import demotions, judgements
from checks.ticket import TicketId


class JudgementStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def say(self, workspace: str, judgement: Judgement, *, run: str, now: datetime) -> None:
        row = {
            **keys_of(workspace, judgement.ticket),
            "key": judgement.key,
            "project": judgement.project,
            "code": judgement.code,
            "kind": judgement.kind,
            "reason": judgement.reason,
            "until": judgement.until,
            "user": judgement.user,
            "at": now,
            "run": run,
        }
        async with self._engine.begin() as connection:
            fresh = insert(connection, judgements).values(**row).on_conflict_do_nothing().returning(judgements.c.id)
            if (said := (await connection.execute(fresh)).scalar_one_or_none()) is None:
                return
            await _undo(connection, workspace, judgement.ticket, judgement.code, run, now, but=said)
            act: Act = "gap_wrong" if judgement.kind == "wrong" else "gap_accepted"
            by, about = judgement.user, f"{judgement.key} {judgement.code} until {judgement.until}"
            await note(connection, workspace, act, user=by, now=now, ticket=judgement.ticket, about=about)

    async def take_back(
        self, workspace: str, ticket: TicketId, code: str, *, user: str, run: str, now: datetime
    ) -> bool:
        async with self._engine.begin() as connection:
            if await _undo(connection, workspace, ticket, code, run, now):
                await note(connection, workspace, "gap_restored", user=user, now=now, ticket=ticket, about=code)
                return True
            mine = (*_of_gap(workspace, ticket, code), judgements.c.undone_run == run)
            return (await connection.execute(select(judgements.c.id).where(*mine))).first() is not None

    async def records(
        self, workspace: str | None, *, since: datetime, project: str | None = None, judged: bool = False
    ) -> tuple[RuleRecord, ...]:
        """Counted by the database: verdicts may be hundreds of thousands, and who acknowledges waits for what is read here."""
        of_verdicts, of_judgements = [verdicts.c.judged_at >= since], [judgements.c.at >= since]
        for table, where in ((verdicts, of_verdicts), (judgements, of_judgements)):
            where += [table.c.workspace == workspace] if workspace is not None else []
            where += [table.c.project == project] if project is not None else []
        said = (
            select(judgements.c.code, judgements.c.kind, func.count())
            .where(*of_judgements, judgements.c.undone_at.is_(None))
            .group_by(judgements.c.code, judgements.c.kind)
        )
        async with reading(self._engine).connect() as connection:
            counts = {(code, kind): number for code, kind, number in await connection.execute(said)}
            told = {code for code, _ in counts}
            gaps = _gaps(connection)
            once = select(verdicts.c.site, verdicts.c.issue_id, gaps.c.value.label("code"))
            once = once.select_from(verdicts.join(gaps, true())).where(*of_verdicts).distinct()
            once = once.where(gaps.c.value.in_(told)) if judged else once
            each = once.subquery()
            shown: dict[str, int] = {}
            if told or not judged:
                found = await connection.execute(
                    select(each.c.code, func.count().label("tickets")).group_by(each.c.code)
                )
                shown = {row.code: row.tickets for row in found}
        records = [
            RuleRecord(code, shown.get(code, 0), counts.get((code, "wrong"), 0), counts.get((code, "accepted"), 0))
            for code in {*shown, *told}
        ]
        return tuple(sorted(records, key=lambda one: (-one.wrong, -one.shown, one.code)))

    async def ended(self, workspace: str, site: str, *, since: date, until: date) -> frozenset[str]:
        over = (judgements.c.undone_at.is_(None), judgements.c.until >= since, judgements.c.until < until)
        where = (judgements.c.workspace == workspace, judgements.c.site == site, *over)
        async with reading(self._engine).connect() as connection:
            return frozenset((await connection.execute(select(judgements.c.issue_id).where(*where))).scalars())

    async def flaggers(self, workspace: str, project: str, code: str, *, since: datetime) -> int:
        people = select(func.count(func.distinct(judgements.c.user))).where(
            judgements.c.workspace == workspace,
            judgements.c.project == project,
            judgements.c.code == code,
            judgements.c.kind == "wrong",
            judgements.c.at >= since,
            judgements.c.undone_at.is_(None),
        )
        async with reading(self._engine).connect() as connection:
            return int((await connection.execute(people)).scalar_one())

    async def demote(self, workspace: str, project: str, code: str, *, run: str, now: datetime) -> bool:
        row = {"workspace": workspace, "project": project, "code": code}
        async with self._engine.begin() as connection:
            fresh = insert(connection, demotions).values(**row, at=now, run=run).on_conflict_do_nothing()
            if (await connection.execute(fresh)).rowcount > 0:
                await note(connection, workspace, "rule_demoted", user="", now=now, about=f"{project} {code}")
                return True
            mine = select(demotions.c.at).filter_by(**row, run=run)
            return (await connection.execute(mine)).first() is not None

    async def lift(self, project: str, code: str, *, now: datetime) -> bool:
        """Somebody looked: the rule counts again there. False when it was not demoted."""
        where = (
            demotions.c.project == project,
            demotions.c.code == code,
            demotions.c.lifted_at.is_(None),
        )
        async with self._engine.begin() as connection:
            lifted = update(demotions).where(*where).values(lifted_at=now).returning(demotions.c.workspace)
            workspaces = (await connection.execute(lifted)).scalars().all()
            for workspace in workspaces:
                await note(connection, workspace, "rule_restored", user="", now=now, about=f"{project} {code}")
        return bool(workspaces)

    async def demoted(self, workspace: str | None) -> tuple[Demoted, ...]:
        found = select(demotions.c.project, demotions.c.code, demotions.c.at).where(demotions.c.lifted_at.is_(None))
        if workspace is not None:
            found = found.where(demotions.c.workspace == workspace)
        return tuple(Demoted(*row) for row in await fetch_tuples(self._engine, found))


async def _undo(
    connection: AsyncConnection, workspace: str, ticket: TicketId, code: str, run: str, now: datetime, *, but: int = -1
) -> bool:
    """Whether anything stood of the gap, `but` what this run said itself."""
    standing = (*_of_gap(workspace, ticket, code), judgements.c.undone_at.is_(None), judgements.c.id != but)
    undone = update(judgements).where(*standing).values(undone_at=now, undone_run=run)
    return (await connection.execute(undone)).rowcount > 0


def _of_gap(workspace: str, ticket: TicketId, code: str) -> tuple[ColumnElement[bool], ...]:
    return (*about(judgements, workspace, ticket), judgements.c.code == code)


def _gaps(connection: AsyncConnection) -> TableValuedAlias:
    """Each code of a verdict's gaps, a row of its own: `value`."""
    each = func.json_each if connection.dialect.name == "sqlite" else func.json_array_elements_text
    return each(verdicts.c.gaps).table_valued(column("value", String))
