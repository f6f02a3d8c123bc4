"""The short-lived handles of an interaction: trigger ids, and response URLs with their uses."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from bot.sandbox.pace import Pace
from bot.sandbox.slack.refusal import Refusal


class Triggers:
    """Trigger ids: valid for three seconds, once."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._issued: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()

    def issue(self, user: str) -> str:
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(8)}"
        self._issued[trigger] = (user, time.monotonic())
        return trigger

    def spend(self, trigger: str) -> str:
        """The person who clicked."""
        if trigger in self._spent:
            raise Refusal("exchanged_trigger_id")
        if trigger not in self._issued:
            raise Refusal("invalid_trigger_id")
        user, at = self._issued.pop(trigger)
        self._spent.add(trigger)
        if time.monotonic() - at > self._pace.trigger_life:
            raise Refusal("expired_trigger_id")
        return user


@dataclass(slots=True)
class Reply:
    """A response_url: where an answer sent to it appears, and what it may replace."""

    channel: str
    user: str
    original: str | None = None
    """The ts of the message whose button was pressed."""
    thread_ts: str | None = None
    uses: int = 0
    issued: float = field(default_factory=time.monotonic)


class Replies:
    """The response URLs handed out."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._open: dict[str, Reply] = {}

    def issue(self, reply: Reply) -> str:
        self._open[handle := secrets.token_urlsafe(18)] = reply
        return handle

    def use(self, handle: str) -> Reply:
        """The reply, with one use spent."""
        reply = self._open.get(handle)
        if reply is None or time.monotonic() - reply.issued > self._pace.reply_life:
            raise Refusal("expired_url")
        if reply.uses >= self._pace.reply_uses:
            raise Refusal("used_url")
        reply.uses += 1
        return reply


class Limiter:
    """One message per second and channel."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._last: dict[str, float] = {}

    def pass_or_wait(self, channel: str) -> float:
        """0 when the message may be sent, else the seconds to wait."""
        now = time.monotonic()
        left = self._last.get(channel, -self._pace.message_gap) + self._pace.message_gap - now
        if left > 0:
            return left
        self._last[channel] = now
        return 0.0
