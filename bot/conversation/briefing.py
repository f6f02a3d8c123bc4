"""Use case: the hand-off brief of a ticket, as a file in the thread and to copy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.conversation.requests import ActRequest
from bot.errors import JiraError, SlackError
from bot.message import Message
from bot.ports import Kept, Policies, Poster, Run, Tickets
from bot.render.acted import acted, copyable
from bot.render.brief import brief_file, brief_markdown
from bot.reports.brief import brief_of
from bot.requests import TicketRef

log = structlog.get_logger(__name__)


class Briefing:
    def __init__(
        self,
        tickets: Tickets,
        policies: Policies,
        poster: Poster,
        clock: Callable[[], datetime],
    ) -> None:
        self._tickets = tickets
        self._policies = policies
        self._poster = poster
        self._clock = clock

    async def brief(self, run: Run, request: ActRequest, now: Kept) -> Message | None:
        """Made, put into the thread and shown to copy in one step, for it is made of the ticket's words. What to say
        when that failed."""
        try:
            await run.step("brief", partial(self._brief, request, now))
        except (JiraError, SlackError) as error:
            log.warning("brief.failed", outcome=error.outcome)
            return acted("brief_not_posted")
        return None

    async def _brief(self, request: ActRequest, now: Kept) -> None:
        ticket = await self._tickets.fetch(TicketRef(now.verdict.site or "", now.verdict.key))
        at = self._clock()
        verdict = await asyncio.to_thread(self._policies.judge, ticket, now.verdict.receiver, at)
        brief = await asyncio.to_thread(brief_of, ticket, verdict)
        text, place = brief_markdown(brief), request.place
        name = brief_file(brief)
        await self._poster.upload(place.workspace, name, text.encode(), title=name, place=place)
        await self._poster.whisper(place, request.user, copyable(text))
