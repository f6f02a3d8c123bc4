"""Sends the bot what happened: events with redelivery, commands and clicks only once."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine, Mapping
from typing import Any

from bot.sandbox.pace import Pace
from bot.sandbox.slack.delivery.transport import Answer, Attempt, Kind, Transport
from bot.sandbox.slack.models import APP, BOT_USER, TEAM, VERIFICATION


class Delivery:
    """Sends through whichever transport is open. Undelivered events are lost for ever, as with Slack."""

    def __init__(self, pace: Pace, transport: Transport, subscribed: frozenset[str]) -> None:
        self.transport = transport
        self.subscribed = subscribed
        self.lost: list[Mapping[str, Any]] = []
        """Events that no redelivery got through."""
        self.sent: list[Mapping[str, Any]] = []
        self._pace = pace
        self._under_way: set[asyncio.Task[Any]] = set()

    def event(self, name: str, event: Mapping[str, Any], *, shared: bool = False) -> None:
        """Send an event if the app subscribes to `name` (such as `message.channels`); returns at once."""
        if name in self.subscribed:
            envelope = envelope_of(event, shared=shared)
            self.sent.append(envelope)
            self.spawn(self._until_heard(envelope))

    async def once(self, kind: Kind, payload: Mapping[str, Any]) -> Answer:
        """Commands and interactions: one try, three seconds."""
        return await self.transport.send(kind, payload, Attempt(), self._pace.ack)

    async def _until_heard(self, envelope: Mapping[str, Any]) -> None:
        attempt = Attempt()
        for pause in (*self._pace.retries, None):
            answer = await self.transport.send("events_api", envelope, attempt, self._pace.ack)
            if answer.ok:
                return
            if answer.no_retry or pause is None:
                break
            await asyncio.sleep(pause)
            attempt = Attempt(attempt.number + 1, answer.reason)
        self.lost.append(envelope)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def idle(self, within: float = 10.0) -> None:
        """Wait until nothing is on its way to the bot."""
        async with asyncio.timeout(within):
            while self._under_way:
                await asyncio.wait(set(self._under_way), return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)


def envelope_of(event: Mapping[str, Any], *, shared: bool = False) -> dict[str, Any]:
    """An event as the Events API wraps it, with a new `event_id`."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{secrets.token_hex(12)}",
    }
