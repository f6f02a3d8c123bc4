"""Use case: a channel's settings modal: filled when it is opened, and again whenever a value changes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import structlog

from bot.channels.overlap import chosen as filled_in
from bot.channels.overlap import form_of, marks
from bot.channels.surroundings import Surroundings, view_of
from bot.channels.trying import Trying
from bot.channels.views import ChannelForm, SettingsView, TriedViews
from bot.digest.ports import Digests
from bot.digest.previewing.preview import Preview
from bot.digest.values import DigestPlan
from bot.errors import JiraError, SlackError
from bot.message import Modal
from bot.ports import ChannelBook, People, Poster, Run
from bot.render.modals.settings import settings_modal, settings_refused
from bot.requests import FormRequest, Place, TryRequest
from bot.schedule import QuietHours
from bot.sites import Sites

PATIENCE = 8.0
"""Seconds that a person waits for a modal to show more than its fields."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChannelForms:
    """Answers a `FormRequest`, for which Slack shows a modal that is yet to be filled."""

    channels: ChannelBook
    digests: Digests
    surroundings: Surroundings
    people: People
    poster: Poster
    sites: Sites
    trying: Trying
    hours: QuietHours | None
    """The operator's quiet hours."""
    preview: Preview

    async def __call__(self, run: Run, request: FormRequest) -> None:
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
            return settings_refused(view_of(agreed))
        plan = await self.digests.plan(place.workspace, place.channel)
        form = form_of(place.channel, agreed, plan)
        form = replace(form, opened=marks(form))
        view = SettingsView(form, await self.surroundings.projects(place.workspace), self.hours)
        tried, view = await asyncio.gather(self._tried(place, user, form), self._with_effect(view, place, plan))
        return settings_modal(replace(view, tried=tried))

    async def changed(self, run: Run, request: TryRequest) -> None:
        """Answers a `TryRequest`. What was typed stays in the fields: Slack keeps it by their names."""
        try:
            await run.step("try", partial(self._refill, request))
        except SlackError as error:
            log.warning("form.not_filled", outcome=error.outcome, error=error.error)

    async def _refill(self, request: TryRequest) -> None:
        place, user, chosen = request.place, request.user, request.chosen
        agreed = await self.channels.channel(place.workspace, place.channel)
        if not await self.people.manages(place.workspace, user, inviter=agreed.inviter):
            return
        form = filled_in(place.channel, chosen)
        modal = settings_modal(
            SettingsView(
                form,
                await self.surroundings.projects(place.workspace),
                self.hours,
                await self._tried(place, user, form),
            )
        )
        await self.poster.update_view(place.workspace, request.view_id, modal.view)

    async def _tried(self, place: Place, user: str, form: ChannelForm) -> TriedViews:
        """Nothing where Jira does not answer in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.trying.tried(place, user, form)
        except TimeoutError:
            return TriedViews()

    async def _with_effect(self, view: SettingsView, place: Place, plan: DigestPlan | None) -> SettingsView:
        """What a digest with these settings would have said of the last weeks; nothing where Jira does not answer in
        time."""
        sites = await self.sites.names(place.workspace)
        if not sites or not (view.form.projects or plan):
            return view
        with suppress(JiraError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                effect, past = await self.preview.effect(place, plan, sites[0])
                return replace(view, effect=effect, past=past)
        return view
