"""Use cases about a channel: what it agreed to, the welcome, and replies to words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.channels.surroundings import DIRECT, Surroundings
from bot.message import Message
from bot.ports import Audience, ChannelBook, ChannelSettings, People, Run
from bot.posting.delivery import Delivery
from bot.posting.errands import WordsErrand
from bot.posting.replies import Replies
from bot.posts import Posts
from bot.render.help import help_message, welcome
from bot.render.say import channel_set, said
from bot.requests import MovedRequest, SayRequest, SettingsRequest, WelcomeRequest
from bot.views import WelcomeView

NAMED = 5
"""Projects that a welcome gives as examples."""


@dataclass(frozen=True, slots=True)
class ChannelAgreement:
    """Answers a `SettingsRequest`. Everybody may silence the bot; only a channel's managers may let it see more."""

    channels: ChannelBook
    people: People
    replies: Replies
    surroundings: Surroundings
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: SettingsRequest) -> None:
        place = request.place
        before = await self.channels.channel(place.workspace, place.channel)
        after = _after(before, request)
        if not await run.step("allowed", partial(self._allowed, request, before, after)):
            await self.replies.alone(run, place, request.user, said("not_manager"), reply=request.reply)
            return

        if request.action != "show":
            await run.step("agree", partial(self._agree, request, after))
        view = await self.surroundings.said_back(place, after)
        await self.replies.alone(run, place, request.user, channel_set(view), reply=request.reply)

    async def _agree(self, request: SettingsRequest, after: ChannelSettings) -> None:
        place = request.place
        await self.channels.agree(place.workspace, place.channel, after, user=request.user, now=self.clock())

    async def _allowed(self, request: SettingsRequest, before: ChannelSettings, after: ChannelSettings) -> bool:
        """Projects shown in a channel are shown to all who can join it, so adding one is a manager's decision."""
        if after.projects <= before.projects:
            return True
        return await self.people.manages(request.place.workspace, request.user, inviter=before.inviter)


def _after(before: ChannelSettings, request: SettingsRequest) -> ChannelSettings:
    match request.action:
        case "watch":
            # Added: whoever names one more project, as a card tells them to, does not mean to lose the others.
            projects = before.projects | frozenset(request.projects)
            return replace(before, watching=True, projects=projects, receiver=request.receiver or before.receiver)
        case "unwatch":
            left = before.projects - frozenset(request.projects)
            if left != before.projects:
                return replace(before, watching=before.watching and bool(left), projects=left)
            # The projects stay: whoever asks in this channel still gets an answer about them.
            return replace(before, watching=False)
        case "show":
            return before


@dataclass(frozen=True, slots=True)
class ChannelMoved:
    """Answers a `MovedRequest`: its settings, cards and digest still belong to the same channel."""

    channels: ChannelBook

    async def __call__(self, run: Run, request: MovedRequest) -> None:
        place = request.place
        await run.step("move", partial(self.channels.moved, place.workspace, request.before, place.channel))


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answers a `WelcomeRequest`: says once what the bot does and how to turn it on."""

    channels: ChannelBook
    surroundings: Surroundings
    audience: Audience
    posts: Posts
    delivery: Delivery
    replies: Replies
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: WelcomeRequest) -> None:
        place = request.place

        async def remember() -> bool:
            await self.channels.invited(place.workspace, place.channel, request.inviter, now=self.clock())
            return await self.audience.reach(place.workspace, place.channel) == "internal"

        internal = await run.step("remember", remember)

        async def examples() -> list[str]:
            return [*await self.surroundings.projects(place.workspace)][:NAMED]

        projects = await run.step("projects", examples)
        agreed = await self.channels.channel(place.workspace, place.channel)
        answered = tuple(sorted(agreed.projects)) if internal and agreed.watching else ()
        message = welcome(WelcomeView(request.inviter, tuple(projects), answered))
        if internal:
            errand = WordsErrand(self.posts, place, f"welcome:{run.identity}", "welcome", message)
            await self.delivery.deliver(run, errand)
        elif request.inviter:
            await self.replies.alone(run, place, request.inviter, message, reply=None)


@dataclass(frozen=True, slots=True)
class Say:
    """Answers a `SayRequest` with words of the catalogue."""

    posts: Posts
    delivery: Delivery
    replies: Replies

    async def __call__(self, run: Run, request: SayRequest) -> None:
        message = _words(request)
        # In a direct message the asker is already alone with the bot.
        if request.reply is not None or not request.place.channel.startswith(DIRECT):
            await self.replies.alone(run, request.place, request.user, message, reply=request.reply)
            return
        errand = WordsErrand(self.posts, request.place, f"say:{run.identity}", "say", message)
        await self.delivery.deliver(run, errand)


def _words(request: SayRequest) -> Message:
    return help_message() if request.word == "help" else said(request.word, request.values)
