"""The store: every repository over one pool of connections."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports import ChannelSettings
from bot.seal import Seal
from bot.store.attempts import AttemptStore
from bot.store.audits import AuditStore
from bot.store.channels import ChannelStore
from bot.store.digest.digests import DigestStore
from bot.store.digest.surveys import SurveyStore
from bot.store.digest.weeks import WeekStore
from bot.store.installations import InstallationStore
from bot.store.jira.book import JiraBook
from bot.store.messages.cards import CardStore
from bot.store.messages.posts import PostStore
from bot.store.messages.reactions import ReactionStore
from bot.store.messages.summaries import SummaryStore
from bot.store.notices import NoticeStore
from bot.store.privacy.forgetting import forget_rest
from bot.store.sql.database import connect, is_sqlite, reading
from bot.store.sql.room import try_to_write
from bot.store.talk.talk import Talk
from bot.store.verdicts import VerdictStore


@dataclass(frozen=True, slots=True)
class Store:
    engine: AsyncEngine
    verdicts: VerdictStore
    posts: PostStore
    cards: CardStore
    summaries: SummaryStore
    reactions: ReactionStore
    channels: ChannelStore
    digests: DigestStore
    surveys: SurveyStore
    weeks: WeekStore
    notices: NoticeStore
    talk: Talk
    audits: AuditStore
    installations: InstallationStore
    attempts: AttemptStore
    jira: JiraBook

    @classmethod
    def open(cls, url: URL, given: Mapping[str, ChannelSettings] | None = None, seal: Seal | None = None) -> Store:
        """The store of a migrated database; nothing is connected yet. `given`: see `ChannelStore`. Without a `seal` what
        is sealed can be opened by this store alone."""
        engine, seal = connect(url), seal or Seal.passing()
        return cls(
            engine,
            VerdictStore(engine),
            PostStore(engine),
            CardStore(engine),
            SummaryStore(engine),
            ReactionStore(engine),
            ChannelStore(engine, given),
            DigestStore(engine),
            SurveyStore(engine),
            WeekStore(engine),
            NoticeStore(engine),
            Talk.over(engine, url, seal),
            AuditStore(engine),
            InstallationStore(engine, seal),
            AttemptStore(engine, seal),
            JiraBook.over(engine, seal),
        )

    async def answers(self) -> None:
        """Raise unless the database answers."""
        async with reading(self.engine).connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def has_room(self) -> None:
        """Raise `OSError` where the disk of a SQLite file takes nothing more. Postgres looks after its own."""
        if is_sqlite(self.engine.url):
            await asyncio.to_thread(try_to_write, Path(self.engine.url.database or ".").parent)

    async def forget(self, now: datetime, kept: timedelta) -> int:
        """Delete what is older than `kept`, cards first, so that what they showed can go too; how many rows."""
        before = now - kept
        gone = await self.posts.forget(before) + await self.digests.forget(before.date())
        gone += await self.verdicts.forget(before) + await self.talk.forget(now)
        gone += await self.attempts.forget(now)
        return gone + await forget_rest(self.engine, before)

    async def close(self) -> None:
        await self.talk.close()
        await self.engine.dispose()
