"""A digest that is to be made, as the engine keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MakeDigest:
    """The digest of a channel's plan for a local date. `asked`: somebody waits for it, so it is posted though nothing
    moved."""

    RUN: ClassVar[str] = "digest_run"
    workspace: str
    channel: str
    day: date
    asked: bool = False

    @property
    def identity(self) -> str:
        """One run per channel and local date, whoever starts it and however often."""
        return f"digest:{self.workspace}:{self.channel}:{self.day.isoformat()}"
