"""Use case: a channel's settings modal was submitted: store the settings, and the digest with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.channels.overlap import chosen, form_of, overlapped, settled
from bot.channels.surroundings import Surroundings
from bot.digest.settings import DigestSettings
from bot.digest.values import DigestPlan
from bot.ports import ChannelBook, ChannelSettings, People, Run
from bot.posting.replies import Replies
from bot.render.say import channel_set, said
from bot.requests import DigestRequest, SaveRequest


@dataclass(frozen=True, slots=True)
class ChannelSaving:
    """Answers a `SaveRequest`: whoever submitted the modal is authorised again. What they did not touch, but somebody
    else changed while it was open, stays as that person set it."""

    channels: ChannelBook
    people: People
    digest: DigestSettings
    replies: Replies
    surroundings: Surroundings
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: SaveRequest) -> None:
        place, user = request.place, request.user
        before = await self.channels.channel(place.workspace, place.channel)

        async def allowed() -> bool:
            return await self.people.manages(place.workspace, user, inviter=before.inviter)

        if not await run.step("allowed", allowed):
            await self.replies.alone(run, place, user, said("not_manager"), reply=None)
            return
        plan = await self.digest.digests.plan(place.workspace, place.channel)
        both = overlapped(chosen(place.channel, request), form_of(place.channel, before, plan))
        request = settled(request, both.form)
        after = _agreed(before, request)
        changed = await run.step("compare", partial(self._changes_digest, request))

        async def agree() -> None:
            await self.channels.agree(place.workspace, place.channel, after, user=user, now=self.clock())

        await run.step("agree", agree)
        view = await self.surroundings.said_back(place, after)
        view = replace(view, theirs=both.theirs, over=both.over)
        await self.replies.alone(run, place, user, channel_set(view), reply=None)
        if changed:
            plan = await self.digest.digests.plan(place.workspace, place.channel)
            message = await self.digest.answer(run, _digest(request, plan))
            await self.replies.alone(run, place, user, message, reply=None)

    async def _changes_digest(self, request: SaveRequest) -> bool:
        plan = await self.digest.digests.plan(request.place.workspace, request.place.channel)
        if plan is None or plan.paused:
            return request.weekday is not None
        wanted = (request.weekday, request.at, request.zone, request.jql, request.language or plan.language)
        return wanted != (plan.weekday, plan.at, plan.zone, plan.jql, plan.language)


def _agreed(before: ChannelSettings, request: SaveRequest) -> ChannelSettings:
    return replace(
        before,
        watching=request.watching,
        projects=frozenset(request.projects),
        receiver=request.receiver,
        quiet=request.quiet,
        hours=request.hours,
    )


def _digest(request: SaveRequest, plan: DigestPlan | None) -> DigestRequest:
    """A board that the digest uses stays, because the modal only knows queries."""
    whose = (request.identity, request.place, request.user)
    if request.weekday is None:
        return DigestRequest(*whose, "off")
    asked = DigestRequest(*whose, "set", request.weekday, request.at, request.zone, request.jql or None, request.site)
    asked = replace(asked, language=request.language)
    return asked if plan is None or request.jql else replace(asked, source=plan.source, board=plan.board)
