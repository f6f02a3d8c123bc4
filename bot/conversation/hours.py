"""The hours in which a channel wants to hear nothing that nobody asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.ports import Channels
from bot.schedule import QuietHours


@dataclass(frozen=True, slots=True)
class Hours:
    channels: Channels
    default: QuietHours | None
    """The operator's, for channels that chose none of their own."""

    async def of(self, workspace: str, channel: str) -> QuietHours | None:
        return (await self.channels.channel(workspace, channel)).hours or self.default

    async def quiet(self, workspace: str, channel: str, now: datetime) -> bool:
        hours = await self.of(workspace, channel)
        return hours is not None and hours.holds(now)
