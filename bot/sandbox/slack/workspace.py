"""The small Slack's state, with the look-ups on which everything else is built."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.slack.models import BOT_USER, Channel, Message, Person, View

MODAL_STACK = 3
"""docs.slack.dev/surfaces/modals: a modal holds at most three views."""


class Workspace:
    """People, channels and what was said. Change it through its methods, so that waiting readers wake up."""

    def __init__(self, people: Iterable[Person], channels: Iterable[Channel]) -> None:
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        self.messages: list[Message] = []
        self.ephemerals: list[Message] = []
        self.unseen: list[Message] = []
        """Ephemeral messages that Slack accepted and showed nobody."""
        self.modals: dict[str, list[View]] = {}
        """Open modal stacks by person, the topmost view last."""
        self.homes: dict[str, View] = {}
        self.steps: dict[str, dict[str, Any] | None] = {}
        """Executions of the app's workflow steps: how each ended, None while it runs."""
        self.files: dict[str, dict[str, str | bytes]] = {}
        self.revision = 0
        self._changed = asyncio.Event()
        self._last = 0
        self._serial = itertools.count(1)

    def ts(self) -> str:
        """A message's time stamp: in microseconds, never the same twice."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def id(self, prefix: str) -> str:
        return f"{prefix}{next(self._serial):04d}{secrets.token_hex(3).upper()}"

    def changed(self) -> None:
        self.revision += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self, within: float) -> bool:
        """Wait for the next change; False when none came within this many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def until(self, found: Callable[[], object], within: float = 10.0) -> None:
        """Wait until something holds; TimeoutError when it does not within this many seconds."""
        deadline = time.monotonic() + within
        while not found():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the sandbox did not come to the awaited state")
            await self.change(min(left, 0.2))

    def add(self, message: Message) -> Message:
        (self.ephemerals if message.viewer else self.messages).append(message)
        self.changed()
        return message

    def remove(self, message: Message) -> None:
        (self.ephemerals if message.viewer else self.messages).remove(message)
        self.changed()

    def find(self, channel: str, ts: str) -> Message | None:
        return next((m for m in reversed(self.messages) if m.ts == ts and m.channel == channel), None)

    def ephemeral(self, ts: str) -> Message | None:
        return next((m for m in reversed(self.ephemerals) if m.ts == ts), None)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A thread's parent and its replies, oldest first."""
        return [m for m in self.messages if m.channel == channel and ts in (m.ts, m.thread_ts)]

    def replies(self, message: Message) -> int:
        return sum(m.thread_ts == message.ts and m.channel == message.channel for m in self.messages)

    def direct(self, user: str) -> Channel:
        """The direct message between a person and the bot, opened when need be."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.user == user:
                return channel
        channel = Channel(self.id("D"), "", "im", {user, BOT_USER}, user=user)
        self.channels[channel.id] = channel
        self.changed()
        return channel

    def channel_named(self, name: str) -> Channel | None:
        return next((c for c in self.channels.values() if name and c.name == name.lstrip("#")), None)

    def view(self, view_id: str) -> View | None:
        open_views = [*(v for stack in self.modals.values() for v in stack), *self.homes.values()]
        return next(
            (v for v in open_views if v.id == view_id or (view_id and v.view.get("external_id") == view_id)), None
        )
