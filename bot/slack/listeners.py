"""The listeners of events. Each reads its payload, hands a request to the engine and then acknowledges; none does the
work."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.conversation.requests import HomeRequest, ReadersRequest
from bot.ports import Channels
from bot.requests import JudgeRequest, MovedRequest, Place
from bot.runs import Request, Starter, submit
from bot.slack.bolt import us
from bot.slack.installation import Installations
from bot.slack.interactions import Interactions
from bot.slack.payload import mapping, text
from bot.slack.reading import intake
from bot.slack.reading.known import Knowledge
from bot.slack.seeing.audience import SlackAudience
from bot.upkeep.requests import RemovalRequest
from checks.ticket import project_in

HEARD = ("message", "app_mention", "member_joined_channel", "app_home_opened")
"""Events that may ask for something."""
CHANNEL_CHANGED = ("channel_shared", "channel_unshared", "channel_id_changed")
REMOVED = ("app_uninstalled", "tokens_revoked", "team_access_revoked")
MANY = 10
"""Keys of one message that the log names."""
ANYTHING = re.compile(r".*", re.DOTALL)
Body = Mapping[str, Any]
log = structlog.get_logger()


class Asks(Protocol):
    async def replied(self, place: Place, person: str, *, now: datetime) -> None:
        """Whoever was asked there has said something, and is not reminded."""
        ...


@dataclass(frozen=True, slots=True)
class Listeners:
    """The listeners of one app, with what they need to read a payload."""

    starter: Starter
    knowledge: Knowledge
    channels: Channels
    asks: Asks
    audience: SlackAudience
    installations: Installations
    interactions: Interactions
    clock: Callable[[], datetime]

    def register(self, app: AsyncApp) -> None:
        """Listen. The last listener hears every other event, so that Slack need not send it again."""
        heard: dict[str, Callable[..., Awaitable[None]]] = {
            "message": self.on_message,
            "app_mention": self.on_mention,
            "member_joined_channel": self.on_join,
            "app_home_opened": self.on_home,
        }
        for event in HEARD:
            app.event(event)(heard[event])
        for event in CHANNEL_CHANGED:
            app.event(event)(self.on_channel_changed)
        for event in REMOVED:
            app.event(event)(self.on_removed)
        self.interactions.register(app)
        app.event(ANYTHING)(_nothing)

    async def on_message(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        self._notice_shared(body, event, context)
        if spoken := intake.spoken_in(event, us(context)):
            await self.asks.replied(*spoken, now=self.clock())
        read, workspace = partial(intake.of_message, event, us(context)), us(context).workspace
        if intake.is_direct(event):
            request = await self.knowledge.understood(workspace, read)
        else:
            request = read(await self.knowledge.now(workspace))
        await self._start(await self._wanted(request))

    async def on_mention(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        self._notice_shared(body, event, context)
        read = partial(intake.of_mention, event, us(context))
        await self._start(await self.knowledge.understood(us(context).workspace, read))

    async def on_join(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        self.audience.forget(us(context).workspace, text(event, "channel"))
        await self._start(intake.of_join(event, str(body.get("event_id") or ""), us(context)))

    async def on_home(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        user, event_id = text(event, "user"), text(body, "event_id")
        if event.get("tab") != "home" or not user or not event_id:
            return
        place = Place(us(context).workspace, user)
        await submit(self.starter, HomeRequest(f"{place.workspace}:{event_id}", place, user))

    async def on_channel_changed(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        workspace, event_id = us(context).workspace, text(body, "event_id")
        for name in ("channel", "old_channel_id", "new_channel_id"):
            self.audience.forget(workspace, text(event, name))
        old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
        if old and new:
            await self._start(MovedRequest(f"moved:{workspace}:{old}:{new}", Place(workspace, new), old))
        elif event_id and (channel := text(event, "channel")):
            await self._start(ReadersRequest(f"{workspace}:{event_id}", Place(workspace, channel)))

    async def on_removed(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        """An installation by OAuth goes with everything kept of it, once Slack confirms it; that of a bot token is the
        operator's to clear away. Persons' tokens, of which there are none, and a team of an organisation that keeps the
        bot mean nothing."""
        if event.get("type") == "tokens_revoked" and not mapping(event, "tokens").get("bot"):
            return
        workspace = us(context).workspace
        log.error("slack.removed", kind=event.get("type"), workspace=workspace)
        self.installations.forget(workspace)
        if event.get("type") == "team_access_revoked" or self.installations.sole is not None:
            return
        found = await self.installations.of(workspace)
        if found.mark:
            await submit(self.starter, RemovalRequest(workspace, found.mark, text(body, "event_id")))

    async def _wanted(self, request: Request | None) -> Request | None:
        """A link that nobody asked about is work only where the channel asked for it, and for its projects."""
        if not isinstance(request, JudgeRequest) or request.asked:
            return request
        agreed = await self.channels.channel(request.place.workspace, request.place.channel)
        tickets = tuple(ref for ref in request.tickets if project_in(ref.key) in agreed.projects)
        if agreed.watching and tickets:
            return replace(request, tickets=tickets)
        why = "project_not_agreed" if agreed.watching else "channel_off"
        keys = [ref.key for ref in request.tickets[:MANY]]
        log.info("intake.left", why=why, channel=request.place.channel, keys=keys, run=request.identity)
        return None

    def _notice_shared(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        if body.get("is_ext_shared_channel") is True and isinstance(event.get("channel"), str):
            self.audience.saw_shared(us(context).workspace, event["channel"])

    async def _start(self, request: Request | None) -> None:
        if request is not None:
            await submit(self.starter, request)


async def _nothing() -> None:
    """An event that means nothing to us."""
