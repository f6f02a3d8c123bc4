"""No more than one message a second in a channel, as Slack asks of chat.postMessage."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.errors import SlackError

SECONDS = 1.0
"""Between two messages in one channel (docs.slack.dev/apis/web-api/rate-limits)."""
REMEMBERED = 4096
"""Channels; past that, those that may speak again are forgotten."""
PATIENCE = 5.0
"""Seconds: half of what a post may take in all, so that waiting is never mistaken for a lost answer."""


class Pace:
    """Turns per channel, in the order in which they were asked for."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] | None = None) -> None:
        self._seconds = seconds
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._free_at: dict[tuple[str, str], float] = {}

    def reserve(self, workspace: str, channel: str) -> float:
        """Take the next turn, unless it is too far off; the seconds until it comes."""
        now = self._clock()
        turn = max(now, self._free_at.get((workspace, channel), now))
        if len(self._free_at) >= REMEMBERED:
            self._free_at = {key: free for key, free in self._free_at.items() if free > now}
        if turn - now <= PATIENCE:
            self._free_at[workspace, channel] = turn + self._seconds
        return turn - now

    async def turn(self, workspace: str, channel: str) -> None:
        """Return when it is this message's turn. Raises `SlackError` when that is too far off to wait for here."""
        wait = self.reserve(workspace, channel)
        if wait > PATIENCE:
            raise SlackError("throttled", "own_pace", method="chat.postMessage", retry_after=wait)
        if wait:
            await asyncio.sleep(wait)
