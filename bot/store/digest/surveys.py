"""What a digest has read and has yet to read: each page of verdicts is committed together with how far the reading
has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.digest.values import DigestRun, LatestVerdict, NewVerdict
from bot.ports import Ruleset, Show
from bot.store.sql import upsert
from bot.store.sql.database import reading
from bot.store.sql.statements import change, fetch_tuples
from bot.store.tables import cards, digest_runs, digest_tickets, digest_work, posts, verdicts
from bot.store.verdicts import row_of
from checks.ticket import Receiver
from checks.verdict import Verdict

MANY = 400
"""Values bound in one statement; SQLite takes 32,766, older ones 999."""


class SurveyStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def known(
        self, workspace: str, site: str, receiver: Receiver, ids: Sequence[str]
    ) -> dict[str, LatestVerdict]:
        found: dict[str, LatestVerdict] = {}
        async with reading(self._engine).connect() as connection:
            for some in _chunks(ids):
                of = (verdicts.c.workspace == workspace, verdicts.c.site == site, verdicts.c.issue_id.in_(some))
                newest = select(func.max(verdicts.c.id)).where(*of, verdicts.c.receiver == receiver)
                rows = select(*KNOWN).where(verdicts.c.id.in_(newest.group_by(verdicts.c.issue_id)))
                found |= {row["issue_id"]: _known(row) for row in (await connection.execute(rows)).mappings()}
        return found

    async def saw(self, run: DigestRun, verdicts: Sequence[int]) -> frozenset[int]:
        found: set[int] = set()
        async with reading(self._engine).connect() as connection:
            for some in _chunks(verdicts):
                of = (digest_tickets.c.run_id == run.id, digest_tickets.c.verdict_id.in_(some))
                found.update((await connection.execute(select(digest_tickets.c.verdict_id).where(*of))).scalars())
        return frozenset(found)

    async def keep(
        self,
        run: DigestRun,
        site: str,
        fresh: Sequence[NewVerdict],
        reused: Sequence[tuple[LatestVerdict, Show]],
        *,
        read: Sequence[str],
        checkpoint: str,
        asker: str,
        now: datetime,
    ) -> None:
        async with self._engine.begin() as connection:
            seen = [(one.issue_id, one.verdict_id, show) for one, show in reused]
            if fresh:
                rows = [row_of(run.workspace, _gaps_only(one.verdict), one.ticket, asker, now) for one in fresh]
                made = insert(verdicts).returning(verdicts.c.id, sort_by_parameter_order=True)
                ids = (await connection.execute(made, rows)).scalars()
                seen += [(row["issue_id"], new, one.show) for row, new, one in zip(rows, ids, fresh, strict=True)]
            await _saw(connection, run, site, seen)
            await _is_read(connection, run, site, read)
            values: dict[str, Any] = {"looked": digest_runs.c.looked + len(read)}
            if checkpoint:
                values["mark"] = checkpoint
            await connection.execute(update(digest_runs).where(digest_runs.c.id == run.id).values(**values))

    async def plan_work(self, run: DigestRun, site: str, ids: Sequence[str]) -> None:
        async with self._engine.begin() as connection:
            for some in _chunks(ids):
                keys = {"run_id": run.id, "workspace": run.workspace, "site": site}
                rows = [{**keys, "issue_id": name} for name in some]
                await connection.execute(upsert.insert(connection, digest_work).on_conflict_do_nothing(), rows)

    async def work(self, run: DigestRun) -> tuple[tuple[str, str], ...]:
        columns = select(digest_work.c.site, digest_work.c.issue_id).where(digest_work.c.run_id == run.id)
        ordered = columns.order_by(digest_work.c.site, digest_work.c.issue_id)
        return tuple((row[0], row[1]) for row in await fetch_tuples(self._engine, ordered))

    async def set_checkpoint(self, run: DigestRun, checkpoint: str | None) -> None:
        values = {"mark": checkpoint} if checkpoint else {"mark": None, "looked": 0}
        await change(self._engine, update(digest_runs).where(digest_runs.c.id == run.id).values(values))

    async def discussed(self, workspace: str, channel: str, since: datetime) -> dict[str, tuple[str, ...]]:
        of = (cards.c.workspace == workspace, cards.c.channel == channel, posts.c.intent_at >= since)
        rows = select(cards.c.site, cards.c.issue_id).join(posts, posts.c.id == cards.c.post_id).where(*of).distinct()
        found: dict[str, tuple[str, ...]] = {}
        for site, issue_id in await fetch_tuples(self._engine, rows.order_by(cards.c.site, cards.c.issue_id)):
            found[site] = (*found.get(site, ()), issue_id)
        return found


KNOWN = (
    verdicts.c.id,
    verdicts.c.issue_id,
    verdicts.c.key,
    verdicts.c.project,
    verdicts.c.secured,
    verdicts.c.done,
    verdicts.c.ticket_updated,
    verdicts.c.rules_version,
    verdicts.c.model_version,
    verdicts.c.policy_hash,
    verdicts.c.decision,
    verdicts.c.judged_at,
)


def _known(row: Any) -> LatestVerdict:
    return LatestVerdict(
        row["id"],
        row["issue_id"],
        row["key"],
        row["project"],
        row["secured"],
        row["done"],
        row["ticket_updated"],
        Ruleset(row["rules_version"], row["model_version"], row["policy_hash"]),
        row["decision"],
        row["judged_at"],
    )


def _gaps_only(verdict: Verdict) -> Verdict:
    """With thousands of tickets, only the gaps are kept, not what was found to be there."""
    telling = tuple(found for found in verdict.findings if found.outcome in ("gap", "cannot_tell"))
    return verdict.model_copy(update={"findings": telling, "read": ()})


async def _saw(connection: AsyncConnection, run: DigestRun, site: str, seen: Sequence[tuple[str, int, Show]]) -> None:
    for some in _chunks(seen):
        keys = {"run_id": run.id, "workspace": run.workspace, "site": site}
        rows = [{**keys, "issue_id": name, "verdict_id": verdict, "show": show} for name, verdict, show in some]
        statement = upsert.insert(connection, digest_tickets)
        replaced = {"verdict_id": statement.excluded.verdict_id, "show": statement.excluded.show}
        keyed = statement.on_conflict_do_update(index_elements=["run_id", "site", "issue_id"], set_=replaced)
        await connection.execute(keyed, rows)


async def _is_read(connection: AsyncConnection, run: DigestRun, site: str, ids: Sequence[str]) -> None:
    for some in _chunks(ids):
        of = (digest_work.c.run_id == run.id, tuple_(digest_work.c.site, digest_work.c.issue_id))
        await connection.execute(delete(digest_work).where(of[0], of[1].in_([(site, name) for name in some])))


def _chunks(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + MANY] for start in range(0, len(values), MANY)]
