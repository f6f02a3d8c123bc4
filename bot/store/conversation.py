"""Mutes, drafts and hand-offs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversation.ports import Draft, DraftKind, HandOff
from bot.ports import HandedOff
from bot.requests import Place
from bot.seal import Seal
from bot.store.audits import Act, note
from bot.store.conversation_tables import drafts, handoffs, mutes
from bot.store.tables import verdicts
from bot.store.upsert import insert
from checks.ticket import TicketId


class MuteStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def muted(self, workspace: str, channel: str, subject: str) -> bool:
        async with self._engine.connect() as connection:
            found = await connection.execute(select(mutes.c.at).where(*_mute(workspace, channel, subject)))
            return found.first() is not None

    async def put(self, workspace: str, channel: str, subject: str, on: bool, *, user: str, now: datetime) -> None:
        row = {"workspace": workspace, "channel": channel, "subject": subject, "user": user, "at": now}
        async with self._engine.begin() as connection:
            fresh = insert(connection, mutes).values(**row).on_conflict_do_nothing()
            change = fresh if on else delete(mutes).where(*_mute(workspace, channel, subject))
            if (await connection.execute(change)).rowcount > 0:
                act: Act = "muted" if on else "unmuted"
                about = f"thread {subject}" if channel and subject else "all" if channel else "a person"
                await note(connection, workspace, act, user=user, now=now, channel=channel, about=about)


class DraftStore:
    """What people are typing is sealed: it may be on its way into a ticket that not everybody may see."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    async def begin(
        self,
        place: Place,
        user: str,
        kind: DraftKind,
        *,
        verdict_id: int | None,
        code: str,
        text: str,
        now: datetime,
        author: str = "",
    ) -> int:
        mine = (verdicts.c.workspace == place.workspace, verdicts.c.id == verdict_id)
        known = None if verdict_id is None else select(verdicts.c.id).where(*mine).scalar_subquery()
        row = {
            "workspace": place.workspace,
            "channel": place.channel,
            "thread": place.thread or "",
            "user": user,
            "kind": kind,
            "verdict_id": known,
            "code": code,
            "text": self._seal.close(text),
            "stamp": "",
            "at": now,
            "author": author,
        }
        async with self._engine.begin() as connection:
            made = await connection.execute(insert(connection, drafts).values(**row).returning(drafts.c.id))
            return int(made.scalar_one())

    async def get(self, workspace: str, draft: int) -> Draft | None:
        where = (drafts.c.workspace == workspace, drafts.c.id == draft)
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(drafts).where(*where))).mappings().first()
        typed = None if row is None else self._seal.open(row["text"])
        if row is None or typed is None:
            return None
        place = Place(row["workspace"], row["channel"], row["thread"] or None)
        return Draft(
            row["id"],
            place,
            row["user"],
            row["kind"],
            row["verdict_id"],
            row["at"],
            row["code"],
            typed,
            row["stamp"],
            row["author"],
        )

    async def change(self, workspace: str, draft: int, **values: Any) -> None:
        if "text" in values:
            values["text"] = self._seal.close(values["text"])
        where = (drafts.c.workspace == workspace, drafts.c.id == draft)
        async with self._engine.begin() as connection:
            await connection.execute(update(drafts).where(*where).values(**values))

    async def forget(self, before: datetime) -> int:
        """Delete what was begun before this moment and never sent; how many."""
        async with self._engine.begin() as connection:
            return int((await connection.execute(delete(drafts).where(drafts.c.at < before))).rowcount)


class HandOffStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def give(self, workspace: str, handoff: HandOff, *, run: str) -> None:
        row = {
            "workspace": workspace,
            "site": handoff.ticket.site,
            "issue_id": handoff.ticket.issue_id,
            "key": handoff.key,
            "receiver": handoff.receiver,
            "decision": handoff.decision,
            "given_to": handoff.given_to,
            "user": handoff.user,
            "at": handoff.at,
            "run": run,
        }
        async with self._engine.begin() as connection:
            fresh = insert(connection, handoffs).values(**row).on_conflict_do_nothing()
            if (await connection.execute(fresh)).rowcount == 0:
                return
            by, about = handoff.user, f"{handoff.key} to {handoff.receiver}"
            await note(connection, workspace, "handed_off", user=by, now=handoff.at, ticket=handoff.ticket, about=about)

    async def latest(self, workspace: str, ticket: TicketId) -> HandOff | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(_latest(workspace, ticket))).mappings().first()
        if row is None:
            return None
        moments = (row["at"], row["done_at"], row["asked_at"], row["reopened_at"])
        return HandOff(ticket, row["key"], row["receiver"], row["decision"], row["given_to"], row["user"], *moments)

    async def follow(
        self, workspace: str, ticket: TicketId, *, done: bool, asked_at: datetime | None, now: datetime
    ) -> None:
        async with self._engine.begin() as connection:
            row = (await connection.execute(_latest(workspace, ticket))).mappings().first()
            if row is None:
                return
            changed: dict[str, Any] = {}
            if done and row["done_at"] is None:
                changed["done_at"] = now
            if not done and row["done_at"] is not None and row["reopened_at"] is None:
                changed["reopened_at"] = now
            if asked_at is not None and row["asked_at"] is None:
                changed["asked_at"] = asked_at
            if changed:
                await connection.execute(update(handoffs).where(handoffs.c.id == row["id"]).values(**changed))


async def handed(connection: AsyncConnection, workspace: str, ticket: TicketId) -> HandedOff | None:
    """What a card says of the ticket's last hand-off, within the caller's transaction."""
    row = (await connection.execute(_latest(workspace, ticket))).mappings().first()
    if row is None:
        return None
    return HandedOff(row["at"], row["given_to"], row["asked_at"] is not None, row["reopened_at"] is not None)


def _latest(workspace: str, ticket: TicketId) -> Any:
    where = (
        handoffs.c.workspace == workspace,
        handoffs.c.site == ticket.site,
        handoffs.c.issue_id == ticket.issue_id,
    )
    return select(handoffs).where(*where).order_by(handoffs.c.id.desc()).limit(1)


def _mute(workspace: str, channel: str, subject: str) -> tuple[Any, ...]:
    return mutes.c.workspace == workspace, mutes.c.channel == channel, mutes.c.subject == subject
