"""Verdicts given, newest last: what cards show, what digests compare, what trends are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports import Kept
from bot.store.privacy.forgetting import FEW, forget
from bot.store.privacy.scope import shown_nowhere
from bot.store.sql.database import reading
from bot.store.sql.statements import fetch_tuples
from bot.store.tables import verdicts
from bot.store.talk.handoffs import handed
from checks.ticket import Ticket, TicketId
from checks.verdict import Quote, Verdict

QUOTE = 240
"""Characters of a ticket's own words that are kept as evidence: enough to find the place, no copy of the ticket."""
TITLE = 300


class VerdictStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, workspace: str, verdict: Verdict, ticket: Ticket, *, asker: str, now: datetime) -> int:
        row = row_of(workspace, verdict, ticket, asker, now)
        async with self._engine.begin() as connection:
            result = await connection.execute(insert(verdicts).values(**row).returning(verdicts.c.id))
            return int(result.scalar_one())

    async def get(self, workspace: str, verdict_id: int) -> Kept | None:
        where = (verdicts.c.workspace == workspace, verdicts.c.id == verdict_id)
        async with reading(self._engine).connect() as connection:
            row = (await connection.execute(select(verdicts).where(*where))).mappings().first()
            if row is None:
                return None
            given = await handed(connection, workspace, TicketId(row["site"], row["issue_id"]))
        return replace(kept(row), handed=given)

    async def forget(self, before: datetime) -> int:
        """Delete verdicts given before this moment that no card, summary or digest still shows; how many."""
        old = await fetch_tuples(self._engine, select(verdicts.c.id).where(verdicts.c.judged_at < before))
        gone = 0
        for start in range(0, len(old), FEW):
            few = verdicts.c.id.in_([row.id for row in old[start : start + FEW]])
            gone += await forget(self._engine, verdicts, few, shown_nowhere())
        return gone


def kept(row: Any) -> Kept:
    verdict = Verdict.model_validate(row["verdict"])
    return Kept(row["id"], verdict, row["title"], row["done"], row["judged_at"])


def slim(verdict: Verdict) -> Verdict:
    """The verdict with its evidence cut short."""
    findings = tuple(
        finding.model_copy(update={"evidence": tuple(_cut(quote) for quote in finding.evidence)})
        for finding in verdict.findings
    )
    return verdict.model_copy(update={"findings": findings})


def _cut(quote: Quote) -> Quote:
    if len(quote.quote) <= QUOTE:
        return quote
    return quote.model_copy(update={"quote": quote.quote[: QUOTE - 1].rstrip() + "…"})


def row_of(workspace: str, verdict: Verdict, ticket: Ticket, asker: str, now: datetime) -> dict[str, Any]:
    site, issue_id = ticket.id.site, ticket.id.issue_id
    whole = slim(verdict).model_copy(update={"site": site, "issue_id": issue_id, "url": ticket.url})
    return {
        "workspace": workspace,
        "site": site,
        "issue_id": issue_id,
        "key": ticket.key,
        "project": ticket.project_key,
        "title": ticket.summary[:TITLE],
        "done": ticket.done,
        "receiver": verdict.receiver,
        "decision": verdict.verdict,
        "readiness": verdict.readiness,
        "gaps": [finding.code for finding in verdict.gaps],
        "weighty": [finding.code for finding in verdict.weighty_gaps],
        "verdict": whole.model_dump(mode="json", by_alias=True),
        "policy_hash": verdict.policy_hash,
        "rules_version": verdict.rules_version,
        "model_version": verdict.model_version,
        "asker": asker,
        "ticket_updated": ticket.updated,
        "secured": ticket.security,
        "judged_at": now,
    }
