"""What the conversation leaves behind, as protocols: the one comment kept current in Jira, and lines of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

from checks.ticket import TicketId


class Written(Protocol):
    async def comment(self, workspace: str, ticket: TicketId) -> tuple[str | None, int]:
        """The comment kept current in Jira, and the verdict last written there; 0 for none."""
        ...

    async def claim(self, workspace: str, ticket: TicketId) -> bool:
        """Whether this is the first attempt to write the ticket's first comment."""
        ...

    async def wrote(self, workspace: str, ticket: TicketId, comment: str | None, verdict_id: int) -> None: ...


class Audits(Protocol):
    async def add(
        self,
        workspace: str,
        act: Literal["jira_written"],
        *,
        user: str,
        now: datetime,
        channel: str = "",
        ticket: TicketId | None = None,
        about: str = "",
    ) -> None:
        """Record who made a change that affects others; no `user` where the bot acted by its settings."""
        ...
