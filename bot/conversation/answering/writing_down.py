"""What follows once a ticket was written to on somebody's behalf: it is recorded, the ticket is judged again, and its
cards follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.living.living import Living
from bot.conversation.living.traces import Audits
from bot.conversation.living.updates import Updates
from bot.conversation.living.write_back import WriteBack
from bot.ports import Kept, Run
from bot.requests import Place


@dataclass(frozen=True, slots=True)
class WritingDown:
    living: Living
    write_back: WriteBack
    audits: Audits
    clock: Callable[[], datetime]

    async def noted(self, at: Place, user: str, kept: Kept, what: str) -> None:
        """Within a step of the caller's."""
        ticket, about, now = kept.ticket_id, f"{kept.verdict.key} {what}", self.clock()
        await self.audits.add(
            at.workspace, "jira_written", user=user, now=now, channel=at.channel, ticket=ticket, about=about
        )

    async def follow(self, run: Run, workspace: str, kept: Kept) -> Updates:
        """Whoever wrote knows of it already, so nothing is announced."""
        ticket, key = kept.ticket_id, kept.verdict.key
        again = await self.living.refresh(run, workspace, ticket, key, tell=False)
        await self.write_back(run, workspace, ticket, key, again.verdict_id)
        return again
