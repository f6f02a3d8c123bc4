"""What stands of a ticket in Slack and in Jira, for acts that only ask for it to be brought up to date."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.conversation.living.updates import Updates
from bot.ports import Run
from checks.ticket import TicketId


@dataclass
class Redrawn:
    """In place of `bot.conversation.living.living.Living`: the tickets whose cards were to be drawn anew, in order."""

    tickets: list[TicketId] = field(default_factory=list)

    async def refresh(
        self, run: Run, workspace: str, ticket: TicketId, key: str, *, tell: bool = True, redraw: bool = False
    ) -> Updates:
        self.tickets.append(ticket)
        return Updates()


@dataclass
class WrittenBack:
    """In place of `bot.conversation.living.write_back.WriteBack`: the tickets whose verdict was to be written back, in order."""

    tickets: list[TicketId] = field(default_factory=list)

    async def __call__(self, run: Run, workspace: str, ticket: TicketId, key: str, verdict_id: int | None) -> None:
        self.tickets.append(ticket)
