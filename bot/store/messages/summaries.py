"""Messages about several tickets: which they list, and what they say of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.judging.looking import Looked
from bot.judging.summaries import Line, Listed, Summary
from bot.ports import Show
from bot.posts import Post
from bot.requests import TicketRef
from bot.store.messages.posts import post_of
from bot.store.sql.statements import change, fetch_all, fetch_one
from bot.store.sql.upsert import insert, put
from bot.store.tables import posts, summaries, summary_tickets, verdicts

LISTED = 50
"""Summaries per ticket that are kept current; as many as cards."""
LOST = "lost"
"""Of a card or a line: Jira gives its ticket no more."""
SHOWN: tuple[Show, ...] = ("full", "verdict_only", "silent")
"""Of tickets that a summary names, or named while it might: those it never might have no verdict there."""
ABOUT = (summaries.c.tickets, summaries.c.receiver, summaries.c.asker)
"""What a summary is, beside its post."""


class SummaryStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, summary: Summary, looked: tuple[Looked, ...]) -> None:
        values = {
            "workspace": summary.post.place.workspace,
            "tickets": [[ref.site, ref.key] for ref in summary.tickets],
            "receiver": summary.receiver,
            "asker": summary.asker,
        }
        async with self._engine.begin() as connection:
            await put(connection, summaries, {"post_id": summary.post.id}, values)
            issues = await _issues(connection, summary.post.place.workspace, looked)
            await connection.execute(delete(summary_tickets).where(summary_tickets.c.post_id == summary.post.id))
            if rows := list(_rows(summary.post, looked, issues)):
                await connection.execute(insert(connection, summary_tickets).values(rows))

    async def of_post(self, workspace: str, post_id: int) -> Summary | None:
        where = (summaries.c.workspace == workspace, summaries.c.post_id == post_id)
        whole = select(*ABOUT, posts).join(posts, posts.c.id == summaries.c.post_id).where(*where)
        row = await fetch_one(self._engine, whole)
        return None if row is None else _summary_of(row)

    async def lines(self, workspace: str, post_id: int) -> tuple[Line, ...]:
        where = (summary_tickets.c.workspace == workspace, summary_tickets.c.post_id == post_id)
        found = (
            select(summary_tickets, summaries.c.tickets)
            .join(summaries, summaries.c.post_id == summary_tickets.c.post_id)
            .where(*where)
            .order_by(summary_tickets.c.place)
        )
        rows = await fetch_all(self._engine, found)
        return tuple(Line(_looked_of(row), row["issue_id"]) for row in rows)

    async def says(
        self, post: Post, site: str, issue_id: str, verdict_id: int, show: Show, *, lost: bool = False
    ) -> None:
        line = (
            summary_tickets.c.post_id == post.id,
            summary_tickets.c.site == site,
            summary_tickets.c.issue_id == issue_id,
        )
        said = {"verdict_id": verdict_id, "show": show, "failed": LOST if lost else None}
        await change(self._engine, update(summary_tickets).where(*line).values(said))


async def listed(connection: AsyncConnection, workspace: str, site: str, issue_id: str) -> tuple[Listed, ...]:
    """The posted summaries that name a ticket; at most `LISTED`, the latest first."""
    where = (
        summary_tickets.c.workspace == workspace,
        summary_tickets.c.site == site,
        summary_tickets.c.issue_id == issue_id,
        summary_tickets.c.show.in_(SHOWN),
        posts.c.ts.is_not(None),
    )
    found = (
        select(summary_tickets.c.verdict_id, summary_tickets.c.show, summary_tickets.c.failed, *ABOUT, posts)
        .join(summaries, summaries.c.post_id == summary_tickets.c.post_id)
        .join(posts, posts.c.id == summary_tickets.c.post_id)
        .where(*where)
        .order_by(posts.c.id.desc())
        .limit(LISTED)
    )
    rows = (await connection.execute(found)).mappings().all()
    return tuple(Listed(_summary_of(row), row["verdict_id"], row["show"], row["failed"] == LOST) for row in rows)


async def _issues(connection: AsyncConnection, workspace: str, looked: tuple[Looked, ...]) -> dict[int, str]:
    """Jira's ids of the tickets, by verdict."""
    ids = [one.verdict_id for one in looked if one.verdict_id is not None]
    found = select(verdicts.c.id, verdicts.c.issue_id).where(verdicts.c.workspace == workspace, verdicts.c.id.in_(ids))
    return {row.id: row.issue_id for row in await connection.execute(found)}


def _rows(post: Post, looked: tuple[Looked, ...], issues: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(looked):
        known = one.verdict_id if one.verdict_id in issues else None
        yield {
            "post_id": post.id,
            "place": place,
            "workspace": post.place.workspace,
            "site": one.ref.site,
            "issue_id": None if known is None else issues[known],
            "verdict_id": known,
            "show": one.show,
            "failed": LOST if one.lost else one.failed,
        }


def _looked_of(row: RowMapping) -> Looked:
    site, key = row["tickets"][row["place"]]
    looked = Looked(TicketRef(site, key), row["show"], row["verdict_id"], failed=row["failed"])
    return replace(looked, failed="not_found", lost=True) if row["failed"] == LOST else looked


def _summary_of(row: RowMapping) -> Summary:
    tickets = tuple(TicketRef(site, key) for site, key in row["tickets"])
    return Summary(post_of(row), tickets, row["receiver"], row["asker"])
