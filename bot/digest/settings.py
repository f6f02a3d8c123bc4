"""Use case: `/handoff digest …`: set it, change or end it, show it, preview it, or make it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import get_args

from bot.channels.surroundings import Readers, bar_of
from bot.digest.maker import DigestMaker
from bot.digest.outcome import Outcome
from bot.digest.ports import Digests
from bot.digest.presenting.views import DigestSetView
from bot.digest.previewing.preview import Preview
from bot.digest.reading.unavailable import Unavailable, why_unavailable
from bot.digest.requests import MakeDigest
from bot.digest.values import DigestPlan
from bot.errors import JiraError
from bot.message import Message
from bot.ports import Channels, People, Run
from bot.posting.replies import Replies
from bot.render.say import digest_set, said
from bot.render.trouble import trouble as draw_trouble
from bot.render.words import ENGLISH, languages
from bot.requests import DigestRequest, Place
from bot.schedule import local_date, next_due
from bot.views import TroubleView

NOW: dict[Outcome, str] = {
    "posted": "digest_posted",
    "already": "digest_already",
    "under_way": "digest_under_way",
    "no_tickets": "digest_no_tickets",
    "no_sign_in": "digest_no_sign_in",
    "not_posted": "digest_refused",
    "slack_away": "digest_slack_away",
    "closed": "digest_not_posted",
    "stopped": "digest_not_posted",
    "nothing_moved": "digest_posted",
    **{name: f"digest_{name}" for name in get_args(Unavailable)},
}
"""The catalogue key of what is said about a digest that was asked for at once."""


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """Answers a `DigestRequest`."""

    digests: Digests
    maker: DigestMaker
    preview: Preview
    channels: Channels
    readers: Readers
    people: People
    replies: Replies
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: DigestRequest) -> None:
        if request.action == "preview":
            await self._preview(run, request)
            return
        message = await self.answer(run, request)
        await self.replies.alone(run, request.place, request.user, message, reply=request.reply)

    async def answer(self, run: Run, request: DigestRequest) -> Message:
        """Do what is asked; the message to answer with, in the language of the channel's digest."""
        place, plan = request.place, await self._plan(request.place)
        language = _language(plan)
        match request.action:
            case "set":
                return await self._set(run, request, plan)
            case "off":
                return digest_set(
                    DigestSetView(False), await run.step("off", partial(self._remove, place, request.user))
                )
            case "now":
                return await self._now(run, place)
            case "language" if request.language not in languages():
                return said("digest_language", (("languages", ", ".join(languages())),), language)
            case "pause" | "resume" | "language" | "idle" if plan is not None:
                return await self._changed(run, request, plan)
        return digest_set(await self._view(plan), language)

    async def _set(self, run: Run, request: DigestRequest, before: DigestPlan | None) -> Message:
        plan, language = self._asked(request, before), _language(before)
        if plan is None:
            return said("digest_usage", language=language)
        if not await run.step("may_look", partial(self._may_look, request, plan, before)):
            return said("digest_not_manager", language=language)
        projects = (await self.channels.channel(plan.workspace, plan.channel)).projects
        if plan.source == "jql" and not plan.jql and not projects:
            return said("digest_needs_projects", language=language)
        try:
            await run.step("try", partial(self.preview.tried, plan))
        except JiraError as error:
            return _not_got(plan, error, language)
        await self._keep(run, plan)
        return digest_set(await self._view(plan), plan.language)

    async def _may_look(self, request: DigestRequest, plan: DigestPlan, before: DigestPlan | None) -> bool:
        """Only a manager may choose a query of their own: its counts include tickets that may not be named, so it
        would tell whether any ticket holds a given word."""
        if not _looks_elsewhere(plan, before):
            return True
        inviter = (await self.channels.channel(request.place.workspace, request.place.channel)).inviter
        return await self.people.manages(request.place.workspace, request.user, inviter=inviter)

    def _asked(self, request: DigestRequest, before: DigestPlan | None) -> DigestPlan | None:
        """The plan that is asked for. What it does not name stays as it was."""
        if request.weekday is None or request.at is None or request.zone is None or request.site is None:
            return None
        return DigestPlan(
            workspace=request.place.workspace,
            channel=request.place.channel,
            weekday=request.weekday,
            at=request.at,
            zone=request.zone,
            site=request.site,
            jql=request.jql or "",
            due_at=next_due(request.weekday, request.at, request.zone, self.clock()),
            set_by=request.user,
            source=request.source,
            board=request.board,
            language=request.language or _language(before),
            idle=before.idle if before else "line",
        )

    async def _changed(self, run: Run, request: DigestRequest, plan: DigestPlan) -> Message:
        """A resumed digest is due on its next day; those it missed are not made up for."""
        due = next_due(plan.weekday, plan.at, plan.zone, self.clock())
        changed = {
            "pause": replace(plan, paused=True),
            "resume": replace(plan, paused=False, stopped=None, due_at=due),
            "language": replace(plan, language=request.language),
            "idle": replace(plan, idle=request.idle),
        }[request.action]
        changed = replace(changed, set_by=request.user)
        await self._keep(run, changed)
        return digest_set(await self._view(changed), changed.language)

    async def _remove(self, place: Place, user: str) -> str:
        """The language of what is removed."""
        plan = await self._plan(place)
        await self.digests.remove(place.workspace, place.channel, user=user, now=self.clock())
        return _language(plan)

    async def _keep(self, run: Run, plan: DigestPlan) -> None:
        async def keep() -> None:
            await self.digests.set(plan, now=self.clock())

        await run.step("set", keep)

    async def _now(self, run: Run, place: Place) -> Message:
        """Whether there is a digest to make is recorded together with its date, because it may be turned off before a
        crash is over."""

        async def today() -> str | None:
            plan = await self._plan(place)
            return local_date(self.clock(), plan.zone).isoformat() if plan else None

        day = await run.step("today", today)
        if day is None:
            return digest_set(DigestSetView(False))
        made = await self.maker.make(
            run, MakeDigest(place.workspace, place.channel, date.fromisoformat(day), asked=True)
        )
        plan = await self._plan(place)
        if plan is None:
            return digest_set(DigestSetView(False))
        return said(NOW[made], (("board", plan.board),), plan.language)

    async def _preview(self, run: Run, request: DigestRequest) -> None:
        """Read, judge and show it in one step, so that nothing of it is kept."""
        plan = await self._plan(request.place) or await self._default(request)

        async def show() -> None:
            message = await self.preview.message(plan) if plan else said("digest_needs_projects")
            await self.replies.at_once(request.place, request.user, message, reply=request.reply)

        try:
            await run.step("preview", show)
        except JiraError as error:
            message = _not_got(plan, error, _language(plan))
            await self.replies.alone(run, request.place, request.user, message, reply=request.reply)

    async def _default(self, request: DigestRequest) -> DigestPlan | None:
        """What `/handoff digest mon 09:00` would give a channel that has no digest yet."""
        place = request.place
        if request.site is None or not (await self.channels.channel(place.workspace, place.channel)).projects:
            return None
        return DigestPlan(
            place.workspace, place.channel, 0, "09:00", "UTC", request.site, "", self.clock(), request.user
        )

    async def _view(self, plan: DigestPlan | None) -> DigestSetView:
        """The digest as it is set, with what keeps it from being posted or from naming tickets, so that whoever set
        it hears of that at once."""
        if plan is None:
            return DigestSetView(False)
        bar = await bar_of(self.readers, Place(plan.workspace, plan.channel))
        projects = (await self.channels.channel(plan.workspace, plan.channel)).projects
        return replace(_view(plan), bar=bar, projects=tuple(sorted(projects)))

    async def _plan(self, place: Place) -> DigestPlan | None:
        return await self.digests.plan(place.workspace, place.channel)


def _language(plan: DigestPlan | None) -> str:
    return plan.language if plan else ENGLISH


def _not_got(plan: DigestPlan | None, error: JiraError, language: str) -> Message:
    """Why there is nothing to look at, and what whoever set it can do about it; else what Jira answered."""
    if plan and (why := why_unavailable(plan.source, error)):
        return said(f"digest_{why}", (("board", plan.board),), language)
    return draw_trouble(TroubleView(error.outcome, ""), language)


def _view(plan: DigestPlan) -> DigestSetView:
    return DigestSetView(
        True,
        plan.weekday,
        plan.at,
        plan.zone,
        plan.jql,
        local_date(plan.due_at, plan.zone),
        plan.source,
        plan.board,
        plan.idle,
        plan.paused,
    )


def _looks_elsewhere(plan: DigestPlan, before: DigestPlan | None) -> bool:
    """At a query or a board that the channel's digest did not look at before."""
    if not plan.jql and plan.source not in ("sprint", "backlog"):
        return False
    return before is None or (plan.source, plan.jql, plan.board) != (before.source, before.jql, before.board)
