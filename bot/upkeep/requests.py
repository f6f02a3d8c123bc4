"""What the bot does by itself, as the engine stores it: a workspace that removed it, a credential that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RemovalRequest:
    """Slack says that a workspace removed the bot. `mark` is that of the installation found then; `event` is Slack's id
    of the event, which rows of an older version lack."""

    RUN: ClassVar[str] = "uninstalled"

    workspace: str
    mark: str
    event: str = ""

    @property
    def identity(self) -> str:
        return f"{self.workspace}:{self.event or self.mark}"


@dataclass(frozen=True, slots=True)
class ExpiryRequest:
    """A credential for a Jira site ends soon. `user` connected it from Slack; empty for one in the settings. `week` is
    the calendar week of the look that found it, which rows of an older version lack."""

    RUN: ClassVar[str] = "notice"

    workspace: str
    site: str
    ends: date
    user: str = ""
    week: int = 0

    @property
    def identity(self) -> str:
        """One run per credential and week, whichever process looks."""
        return f"expiring:{self.site}:{self.ends.isoformat()}:{self.week}"
