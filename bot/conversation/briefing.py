"""Use case: the hand-off brief of a ticket, as a file in the thread and to copy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.conversation.requests import ActRequest
from bot.errors import JiraError, SlackError
from bot.message import Message
from bot.ports import Kept, Policies, Run, Tickets
from bot.posting.files import Files, NewFile
from bot.posting.once import Once
from bot.render.acted import acted, copyable
from bot.render.reports.brief import brief_file, brief_markdown
from bot.render.trouble import trouble as draw_trouble
from bot.reports.brief import brief_of
from bot.requests import Place
from bot.views import TroubleView

SAME = timedelta(hours=1)
"""How long a brief of an unchanged ticket is not posted in a thread again."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Briefing:
    tickets: Tickets
    policies: Policies
    files: Files
    once: Once
    clock: Callable[[], datetime]

    async def brief(self, run: Run, request: ActRequest, now: Kept) -> Message:
        """Put it into the thread, unless it is there already. What to tell whoever pressed: the brief to copy, or why
        there is none."""
        made: list[_Brief] = []  # beside the step, whose result is kept and may hold none of the ticket's words

        async def file() -> NewFile:
            made.append(await self._made(now))
            return NewFile(made[-1].name, made[-1].text.encode())

        meant = (run, request.place, _identity(request.place, now), "brief")
        try:
            if await self.once.first(*meant, within=SAME):
                await self.files.put(run, "brief", request.place, file)
        except JiraError as error:
            log.warning("brief.failed", outcome=error.outcome)
            await self.once.refused(*meant)
            return draw_trouble(TroubleView(error.outcome, "", now.verdict.key))
        except SlackError as error:
            log.warning("brief.failed", outcome=error.outcome)
            await self.once.refused(*meant)
            return acted("brief_not_posted" if error.outcome == "channel_closed" else "brief_not_taken")
        try:
            return copyable((made[-1] if made else await self._made(now)).text)
        except JiraError as error:  # the file is there already
            log.warning("brief.not_copied", outcome=error.outcome)
            return acted("brief_there")

    async def _made(self, now: Kept) -> _Brief:
        ticket = await self.tickets.fetch(now.ref)
        verdict = await asyncio.to_thread(self.policies.judge, ticket, now.verdict.receiver, self.clock())
        brief = await asyncio.to_thread(brief_of, ticket, verdict)
        return _Brief(brief_file(brief), brief_markdown(brief))


@dataclass(frozen=True, slots=True)
class _Brief:
    name: str
    text: str


def _identity(place: Place, now: Kept) -> str:
    """Of a brief of the ticket as Jira has it now, for its receiver, in this thread."""
    ticket, verdict = now.ticket_id, now.verdict
    state = f"{ticket.issue_id}:{verdict.receiver}:{verdict.ticket_updated or ''}"
    return f"brief:{place.channel}:{place.thread or ''}:{ticket.site}:{state}"
