"""Which messages show a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Table,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation.ports import Followed
from bot.judging.summaries import Listed
from bot.ports import Kept
from bot.posts import Card
from bot.requests import Place
from bot.store.messages import posts as post_rows
from bot.store.messages.cards import under
from bot.store.messages.posts import NOBODY
from bot.store.messages.summaries import LOST, listed
from bot.store.messages.summaries import SHOWN as LISTED
from bot.store.sql.database import reading
from bot.store.sql.statements import fetch_all, fetch_tuples
from bot.store.sql.ticket_rows import about
from bot.store.tables import cards, channels, posts, reactions, summary_tickets, verdicts
from bot.store.tables.conversation import asks
from bot.store.verdicts import kept
from checks.ticket import TicketId

MOST = 50
"""Cards of one ticket that are kept current."""
MOST_CHANNELS = 50
"""Channels that App Home may name: of each, Slack is asked whether the person manages it."""
DIRECT = "D%"
"""What the ids of direct messages begin with: nobody else manages those."""
SHOWN = ("site", "issue_id", "verdict_id", "asker", "shown")
"""What a card is, beside its post: in the order of `Card`."""


class LivingStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of_ticket(self, workspace: str, ticket: TicketId) -> tuple[Card, ...]:
        return await self._cards(about(cards, workspace, ticket))

    async def listed(self, workspace: str, ticket: TicketId) -> tuple[Listed, ...]:
        async with reading(self._engine).connect() as connection:
            return await listed(connection, workspace, ticket.site, ticket.issue_id)

    async def key(self, workspace: str, ticket: TicketId) -> str | None:
        shown = _shown(workspace, ticket.site, ticket.issue_id)
        latest = select(verdicts.c.key).join(shown, shown.c.verdict_id == verdicts.c.id)
        async with reading(self._engine).connect() as connection:
            found: str | None = await connection.scalar(latest.order_by(shown.c.verdict_id.desc()).limit(1))
        return found

    async def in_thread(self, place: Place) -> tuple[Card, ...]:
        where = (
            cards.c.workspace == place.workspace,
            cards.c.channel == place.channel,
            or_(cards.c.thread == (place.thread or ""), under(place)),
        )
        return await self._cards(where)

    async def posted_since(
        self, workspace: str, channel: str, ticket: TicketId, since: datetime, until: datetime
    ) -> bool:
        shown = _shown(workspace, ticket.site, ticket.issue_id)
        taken = or_(posts.c.ts.is_not(None), posts.c.owner != NOBODY)  # Slack did not refuse it
        where = (posts.c.channel == channel, posts.c.intent_at.between(since, until), taken)
        lately = select(posts.c.id).join(shown, shown.c.post_id == posts.c.id).where(*where).limit(1)
        async with reading(self._engine).connect() as connection:
            return (await connection.execute(lately)).first() is not None

    async def living(self, workspace: str, site: str, *, since: datetime, limit: int) -> tuple[Followed, ...]:
        shown = _shown(workspace, site)
        said = (func.max(shown.c.lost), func.max(shown.c.stands))
        found = (
            select(shown.c.issue_id, func.max(verdicts.c.key), *said)
            .join(verdicts, verdicts.c.id == shown.c.verdict_id)
            .where(shown.c.at >= since)
            .group_by(shown.c.issue_id)
            .order_by(func.max(shown.c.at).desc(), shown.c.issue_id)
            .limit(limit)
        )
        return tuple(
            Followed(row[0], row[1], bool(row[2]), bool(row[3])) for row in await fetch_tuples(self._engine, found)
        )

    async def known(self, workspace: str, site: str, keys: Sequence[str]) -> tuple[tuple[TicketId, str], ...]:
        shown = _shown(workspace, site)
        both = select(shown.c.issue_id, verdicts.c.key).join(verdicts, verdicts.c.id == shown.c.verdict_id)
        found = both.where(verdicts.c.key.in_(keys)).distinct()
        return tuple((TicketId(site, issue), key) for issue, key in await fetch_tuples(self._engine, found))

    async def in_channel(self, workspace: str, channel: str, *, limit: int) -> tuple[tuple[TicketId, str], ...]:
        shown = union_all(
            *(
                select(table.c.site, table.c.issue_id, table.c.verdict_id)
                .join(posts, posts.c.id == table.c.post_id)
                .where(posts.c.workspace == workspace, posts.c.channel == channel, posts.c.ts.is_not(None))
                for table in (cards, summary_tickets)
            )
        ).subquery()
        last = func.max(shown.c.verdict_id)
        tickets = select(last.label("id")).group_by(shown.c.site, shown.c.issue_id).order_by(last.desc()).limit(limit)
        latest = tickets.subquery()
        found = select(verdicts.c.site, verdicts.c.issue_id, verdicts.c.key).join(latest, latest.c.id == verdicts.c.id)
        rows = await fetch_tuples(self._engine, found.order_by(verdicts.c.id.desc()))
        return tuple((TicketId(site, issue), key) for site, issue, key in rows)

    async def asked_by(self, workspace: str, user: str, *, limit: int) -> tuple[Kept, ...]:
        return await self._latest((cards.c.workspace == workspace, cards.c.asker == user), limit=limit)

    async def waiting_for(self, workspace: str, user: str, *, limit: int) -> tuple[Kept, ...]:
        mine = select(asks.c.site, asks.c.issue_id).where(asks.c.workspace == workspace, asks.c.person == user)
        where = (cards.c.workspace == workspace, tuple_(cards.c.site, cards.c.issue_id).in_(mine))
        open_ = (verdicts.c.done.is_(False), verdicts.c.verdict["questions"].as_string() != "[]")
        return await self._latest(where, *open_, limit=limit)

    async def discussed(self, workspace: str, channel: str, *, limit: int) -> tuple[Kept, ...]:
        return await self._latest((cards.c.workspace == workspace, cards.c.channel == channel), limit=limit)

    async def channels(self, workspace: str) -> tuple[tuple[str, str | None], ...]:
        found = (
            select(channels.c.channel, channels.c.inviter)
            .where(channels.c.workspace == workspace, channels.c.closed.is_(None), channels.c.channel.not_like(DIRECT))
            .order_by(channels.c.changed_at.desc(), channels.c.channel)
            .limit(MOST_CHANNELS)
        )
        return tuple((channel, inviter) for channel, inviter in await fetch_tuples(self._engine, found))

    async def _latest(
        self, where: tuple[ColumnElement[bool], ...], *which: ColumnElement[bool], limit: int
    ) -> tuple[Kept, ...]:
        """What these cards show, the latest verdict of each ticket that Jira still gives, and of those `which`; the latest
        first."""
        given = func.coalesce(cards.c.shown, "") != LOST
        latest = select(func.max(cards.c.verdict_id)).where(*where, given).group_by(cards.c.site, cards.c.issue_id)
        found = select(verdicts).where(verdicts.c.id.in_(latest), *which).order_by(verdicts.c.id.desc()).limit(limit)
        return tuple(kept(row) for row in await fetch_all(self._engine, found))

    async def _cards(self, where: tuple[Any, ...]) -> tuple[Card, ...]:
        both: Select[Any] = (
            select(cards.c.id.label("card"), *(cards.c[name] for name in SHOWN), posts)
            .join(posts, posts.c.id == cards.c.post_id)
            .where(*where, posts.c.ts.is_not(None))
            .order_by(cards.c.id.desc())
            .limit(MOST)
        )
        rows = await fetch_all(self._engine, both)
        return tuple(Card(row["card"], post_rows.post_of(row), *(row[name] for name in SHOWN)) for row in rows)


def _shown(workspace: str, site: str, issue_id: str | None = None) -> Subquery:
    """The tickets of a site that cards, summaries and reactions show: each with its verdict, since when it is shown, and
    whether that says that Jira gives the ticket no more (`lost`) or shows it (`stands`). A reaction has no post, and says
    nothing once it is taken away."""
    rows = []
    for table in (cards, summary_tickets, reactions):
        where = [table.c.workspace == workspace, table.c.site == site]
        where += [table.c.issue_id == issue_id] if issue_id else []
        where += [table.c.show.in_(LISTED)] if table is summary_tickets else []
        rows.append(_columns(table).where(*where))
    return union_all(*rows).subquery()


def _columns(table: Table) -> Select[Any]:
    shared = (table.c.issue_id, table.c.verdict_id)
    if table is reactions:
        nothing = (
            cast(null(), Integer).label("post_id"),
            literal(0).label("lost"),
            case((table.c.ready, 1), else_=0).label("stands"),
        )
        judged = verdicts.c.judged_at.label("at")
        return select(*shared, *nothing, judged).join(verdicts, verdicts.c.id == table.c.verdict_id)
    says = func.coalesce(table.c.shown if table is cards else table.c.failed, "")
    lost = case((says == LOST, 1), else_=0).label("lost")
    stands = case((says == LOST, 0), else_=1).label("stands")
    posted = posts.c.intent_at.label("at")
    return select(*shared, table.c.post_id, lost, stands, posted).join(posts, posts.c.id == table.c.post_id)
