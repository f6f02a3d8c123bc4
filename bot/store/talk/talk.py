"""The conversation's repositories as one part of the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.seal import Seal
from bot.store.talk.asks import AskStore
from bot.store.talk.drafts import DraftStore
from bot.store.talk.handoffs import HandOffStore
from bot.store.talk.judgements import JudgementStore
from bot.store.talk.living import LivingStore
from bot.store.talk.mutes import MuteStore
from bot.store.talk.standing import StandingStore
from bot.store.talk.stirs import StirStore
from bot.store.talk.written import WrittenStore

DRAFT_KEPT = timedelta(days=1)
"""What was typed and never sent is gone after that."""


@dataclass(frozen=True, slots=True)
class Talk:
    judgements: JudgementStore
    standing: StandingStore
    mutes: MuteStore
    drafts: DraftStore
    asks: AskStore
    handoffs: HandOffStore
    living: LivingStore
    stirs: StirStore
    written: WrittenStore

    @classmethod
    def over(cls, engine: AsyncEngine, url: URL, seal: Seal) -> Talk:
        return cls(
            JudgementStore(engine),
            StandingStore(url),
            MuteStore(engine),
            DraftStore(engine, seal),
            AskStore(engine),
            HandOffStore(engine),
            LivingStore(engine),
            StirStore(engine),
            WrittenStore(engine),
        )

    async def forget(self, now: datetime) -> int:
        """Delete what nobody needs any more; how many rows."""
        return await self.drafts.forget(now - DRAFT_KEPT)

    async def close(self) -> None:
        await asyncio.to_thread(self.standing.close)
