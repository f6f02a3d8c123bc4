"""Answers that only one person sees: through the `response_url` of what they typed or clicked, else ephemeral."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.errors import SlackOutcome
from bot.message import Message
from bot.ports import Poster, Run
from bot.requests import Place
from bot.retrying.insisting import insist

TRIES = 3
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Replies:
    """Sent at least once: after a crash an ephemeral answer may appear again, but is never lost."""

    poster: Poster

    async def alone(
        self, run: Run, place: Place, user: str, message: Message, *, reply: str | None, replace: bool = False
    ) -> bool:
        """Whether Slack accepted it. Never raises `SlackError`: there is nobody else to tell."""

        async def say() -> None:
            await self.at_once(place, user, message, reply=reply, replace=replace)

        return await self._tried(run, "reply", say) is None

    async def at_once(
        self, place: Place, user: str, message: Message, *, reply: str | None, replace: bool = False
    ) -> None:
        """Within a step of the caller's. Raises: SlackError."""
        if reply is not None:
            await self.poster.respond(reply, message, replace=replace)
        else:
            await self.poster.whisper(place, user, message)

    async def aloud(self, run: Run, reply: str, message: Message) -> bool:
        """Through the `response_url` to the whole channel, where the bot is no member and cannot post."""

        async def say() -> None:
            await self.poster.respond(reply, message, in_channel=True)

        return await self._tried(run, "copy", say) is None

    async def reaction(self, run: Run, place: Place, ts: str, name: str, *, on: bool = True) -> SlackOutcome | None:
        """Add a reaction to the message that named the ticket, or take it off; adding it twice is adding it once. Why
        Slack refused; None where it did not."""

        async def react() -> None:
            await (self.poster.react if on else self.poster.take_back)(place, ts, name)

        return await self._tried(run, "react", react)

    async def _tried(self, run: Run, name: str, say: Callable[[], Awaitable[None]]) -> SlackOutcome | None:
        refused = await insist(run, partial(run.step, name, say), tries=TRIES)
        if refused is None:
            return None
        log.warning("slack.not_told", step=name, outcome=refused.outcome, error=refused.error)
        return refused.outcome
