"""Use case: the settings modal of a channel: filled when it was opened, kept when it was submitted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.channels.surroundings import Surroundings
from bot.channels.trying import Trying
from bot.channels.views import ChannelForm, SettingsView, TriedViews
from bot.digest.ports import Digests
from bot.digest.preview import Preview
from bot.digest.settings import DigestSettings
from bot.digest.values import DigestPlan
from bot.errors import JiraError, SlackError
from bot.message import Modal
from bot.ports import ChannelBook, ChannelSettings, People, Poster, Run, Tickets
from bot.posting.replies import Replies
from bot.render.say import channel_set, said
from bot.render.settings_modal import settings_modal, settings_refused
from bot.requests import DigestRequest, FormRequest, Place, SaveRequest, TryRequest
from bot.runs import from_payload
from bot.schedule import QuietHours
from bot.sites import Sites
from bot.views import ChannelSetView

PATIENCE = 8.0
"""Seconds that a person waits for a modal to say more than its fields."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChannelForms:
    """Answers a `FormRequest`, for which Slack shows a modal that waits to be filled."""

    channels: ChannelBook
    digests: Digests
    tickets: Tickets
    people: People
    poster: Poster
    sites: Sites
    trying: Trying
    hours: QuietHours | None = None
    """The operator's quiet hours."""
    preview: Preview | None = None
    """Says what these settings would have said; None says nothing of it."""

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        request = from_payload(FormRequest, payload)
        try:
            await run.step("fill", partial(self._fill, request))
        except SlackError as error:  # the person closed it, or it took too long: they can open it again
            log.warning("form.not_filled", outcome=error.outcome, error=error.error)

    async def _fill(self, request: FormRequest) -> None:
        modal = await self._modal(request.place, request.user)
        await self.poster.update_view(request.place.workspace, request.view_id, modal.view)

    async def _modal(self, place: Place, user: str) -> Modal:
        agreed = await self.channels.channel(place.workspace, place.channel)
        if not await self.people.manages(place.workspace, user, inviter=agreed.inviter):
            return settings_refused(_said_back(agreed))
        plan = await self.digests.plan(place.workspace, place.channel)
        form = _form(place.channel, agreed, plan)
        view = SettingsView(form, await self._offered(place.workspace), self.hours)
        tried, view = await asyncio.gather(self._tried(place, user, form), self._with_effect(view, place, plan))
        return settings_modal(replace(view, tried=tried))

    async def changed(self, run: Run, payload: dict[str, Any]) -> None:
        """Answers a `TryRequest`. What was typed stays in the fields: Slack keeps them by their names."""
        request = from_payload(TryRequest, payload)
        try:
            await run.step("try", partial(self._refill, request))
        except SlackError as error:
            log.warning("form.not_filled", outcome=error.outcome, error=error.error)

    async def _refill(self, request: TryRequest) -> None:
        place, user, chosen = request.place, request.user, request.chosen
        agreed = await self.channels.channel(place.workspace, place.channel)
        if not await self.people.manages(place.workspace, user, inviter=agreed.inviter):
            return
        form = _chosen(place.channel, chosen)
        modal = settings_modal(
            SettingsView(form, await self._offered(place.workspace), self.hours, await self._tried(place, user, form))
        )
        await self.poster.update_view(place.workspace, request.view_id, modal.view)

    async def _tried(self, place: Place, user: str, form: ChannelForm) -> TriedViews:
        """Nothing where Jira does not say in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.trying.tried(place, user, form)
        except TimeoutError:
            return TriedViews()

    async def _with_effect(self, view: SettingsView, place: Place, plan: DigestPlan | None) -> SettingsView:
        """What a digest by these settings would have said of the last weeks; nothing where Jira does not say in time."""
        sites = await self.sites.names(place.workspace)
        if self.preview is None or not sites or not (view.form.projects or plan):
            return view
        with suppress(JiraError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                effect, past = await self.preview.effect(place, plan, sites[0])
                return replace(view, effect=effect, past=past)
        return view

    async def _offered(self, workspace: str) -> tuple[str, ...]:
        """Projects to choose from; what Jira does not say now is left out."""
        found: set[str] = set()
        for site in await self.sites.names(workspace):
            with suppress(JiraError):
                found |= await self.tickets.projects(site)
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class ChannelSaving:
    """Answers a `SaveRequest`: whoever submitted the modal is authorised anew."""

    channels: ChannelBook
    people: People
    digest: DigestSettings
    replies: Replies
    surroundings: Surroundings
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        request = from_payload(SaveRequest, payload)
        place, user = request.place, request.user
        before = await self.channels.channel(place.workspace, place.channel)

        async def allowed() -> bool:
            return await self.people.manages(place.workspace, user, inviter=before.inviter)

        if not await run.step("allowed", allowed):
            await self.replies.alone(run, place, user, said("not_manager"), reply=None)
            return
        after = _agreed(before, request)
        changed = await run.step("compare", partial(self._changes_digest, request))

        async def agree() -> None:
            await self.channels.agree(place.workspace, place.channel, after, user=user, now=self.clock())

        await run.step("agree", agree)
        view = await self.surroundings.said_back(place, after)
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


def _form(channel: str, agreed: ChannelSettings, plan: DigestPlan | None) -> ChannelForm:
    zone = agreed.hours.zone if agreed.hours and not agreed.hours.never else ""
    projects = tuple(sorted(agreed.projects))
    form = ChannelForm(channel, agreed.watching, projects, agreed.receiver, agreed.quiet, zone=zone, hours=agreed.hours)
    if plan is None or plan.paused:
        return form
    return replace(form, weekday=plan.weekday, at=plan.at, zone=plan.zone, jql=plan.jql, language=plan.language)


def _agreed(before: ChannelSettings, request: SaveRequest) -> ChannelSettings:
    return replace(
        before,
        watching=request.watching,
        projects=frozenset(request.projects),
        receiver=request.receiver,
        quiet=request.quiet,
        hours=request.hours,
    )


def _chosen(channel: str, request: SaveRequest) -> ChannelForm:
    form = ChannelForm(channel, request.watching, request.projects, request.receiver, request.quiet)
    form = replace(form, weekday=request.weekday, at=request.at or form.at, zone=request.zone or "")
    return replace(form, jql=request.jql, language=request.language or form.language, hours=request.hours)


def _digest(request: SaveRequest, plan: DigestPlan | None) -> DigestRequest:
    """A board that the digest looks at stays, for the modal only knows queries."""
    whose = (request.identity, request.place, request.user)
    if request.weekday is None:
        return DigestRequest(*whose, "off")
    asked = DigestRequest(*whose, "set", request.weekday, request.at, request.zone, request.jql or None, request.site)
    asked = replace(asked, language=request.language)
    return asked if plan is None or request.jql else replace(asked, source=plan.source, board=plan.board)


def _said_back(agreed: ChannelSettings) -> ChannelSetView:
    return ChannelSetView(agreed.watching, tuple(sorted(agreed.projects)), agreed.receiver, agreed.hours)
