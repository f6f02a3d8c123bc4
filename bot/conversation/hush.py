"""When the bot stays silent about links that nobody asked about: what was muted, quiet hours, and what was said lately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.conversation.ports import LivingCards
from bot.conversation.silence import Silence
from bot.judging.judge import Unanswered
from bot.ports import Run
from bot.requests import JudgeRequest

log = structlog.get_logger(__name__)


class Judging(Protocol):
    async def __call__(self, run: Run, request: JudgeRequest) -> Unanswered | None: ...


@dataclass(frozen=True, slots=True)
class Hush:
    """Wraps whatever answers a `JudgeRequest`. Somebody who asks directly is always answered."""

    judge: Judging
    silence: Silence
    cards: LivingCards
    clock: Callable[[], datetime]
    cooldown: timedelta
    """How long a ticket that has a card in a channel, or is in a summary there, gets no other."""

    async def __call__(self, run: Run, request: JudgeRequest) -> Unanswered | None:
        if not request.asked:
            wanted = await run.step("hush", partial(self._wanted, request))
            if not wanted:
                return None
            request = replace(request, tickets=tuple(ref for ref in request.tickets if ref.key in wanted))
        return await self.judge(run, request)

    async def _wanted(self, request: JudgeRequest) -> list[str]:
        """Keys of the tickets that are to be answered."""
        if why := await self.silence.wanted(request.place, request.user, self.clock()):
            return _hushed(request, why)
        fresh = [ref.key for ref in request.tickets if not await self._lately(request, ref.site, ref.key)]
        return fresh or _hushed(request, "cooldown")

    async def _lately(self, request: JudgeRequest, site: str, key: str) -> bool:
        """A post that lies further in the future than the cooldown is long was made before the clock was set back,
        long ago."""
        if not self.cooldown:
            return False
        place, now = request.place, self.clock()
        span = (now - self.cooldown, now + self.cooldown)
        for ticket, _ in await self.cards.known(place.workspace, site, [key]):
            if await self.cards.posted_since(place.workspace, place.channel, ticket, *span):
                return True
        return False


def _hushed(request: JudgeRequest, why: str) -> list[str]:
    """No ticket is to be answered, and the log says why."""
    log.info("judge.hushed", tickets=len(request.tickets), why=why)
    return []
