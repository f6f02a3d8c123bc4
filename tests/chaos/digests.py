"""The story of digests: they are due when the process that will die wakes up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from bot.digest.values import DigestPlan
from bot.sandbox.slack.models import BOT_USER, TEAM, Channel
from bot.store import Store
from tests.chaos.asked import Asked
from tests.chaos.stage import BOT, USER, Stage

SITE = "127.0.0.1"
"""The name that a site on loopback gets."""
AT_ONCE = 2


class Digests:
    """Each round has channels of its own, for a channel gets one digest a day."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._serial = 0
        self._channels: list[str] = []

    async def ready(self, _name: str) -> None:
        self._channels = []
        store = Store.open(self._stage.database)
        for _ in range(AT_ONCE):
            self._serial += 1
            channel = f"C0CHAOS{self._serial}"
            workspace = self._stage.sandbox.slack.workspace
            workspace.channels[channel] = Channel(channel, channel.lower(), "public", {USER, BOT_USER})
            now = datetime.now(UTC)
            due = now - timedelta(hours=1)
            plan = DigestPlan(TEAM, channel, due.weekday(), f"{due:%H:%M}", "UTC", SITE, "project = PAY", due, USER)
            await store.digests.set(plan, now=due)
            self._channels.append(channel)
        await store.close()

    async def act(self, _: str) -> list[Asked]:
        return [
            Asked(channel, partial(self._stands, channel), partial(self._extra, channel)) for channel in self._channels
        ]

    def _stands(self, channel: str) -> bool:
        return self._count(channel) > 0

    def _extra(self, channel: str) -> int:
        return max(0, self._count(channel) - 1)

    def _count(self, channel: str) -> int:
        return sum(m.user == BOT and "The week to" in m.text for m in self._stage.sandbox.slack.messages(channel))
