"""When the bot says nothing that nobody asked for: in quiet hours, and where or for whom it was muted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.conversation.ports import Mutes
from bot.ports import Channels
from bot.requests import Place
from bot.schedule import QuietHours

Reason: TypeAlias = Literal["quiet_hours", "muted"]


@dataclass(frozen=True, slots=True)
class Silence:
    channels: Channels
    mutes: Mutes
    hours: QuietHours | None
    """The operator's, for channels that chose none of their own."""

    async def wanted(self, place: Place, person: str, now: datetime) -> Reason | None:
        """Why nothing is said there now about what this person shared or asked; None where it may be said."""
        agreed = await self.channels.channel(place.workspace, place.channel)
        hours = agreed.hours or self.hours
        if hours is not None and hours.holds(now):
            return "quiet_hours"
        return "muted" if await self.muted(place, person) else None

    async def muted(self, place: Place, person: str) -> bool:
        """Whether somebody muted this thread or channel, or this person everything."""
        subjects = dict.fromkeys(((place.channel, place.thread or ""), (place.channel, ""), ("", person)))
        for channel, subject in subjects:
            if await self.mutes.muted(place.workspace, channel, subject):
                return True
        return False
