"""Use case: `/handoff digest …`: set it, end it, show it, or make it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.digest.maker import DigestMaker, Made, default_jql
from bot.digest.ports import DigestPlan, Digests
from bot.errors import JiraError
from bot.message import Message
from bot.ports import Channels, Run, Tickets
from bot.render.say import digest_set, said
from bot.render.trouble import trouble as draw_trouble
from bot.replies import Replies
from bot.requests import DigestRequest, Place, from_payload
from bot.schedule import local_date, next_due
from bot.views import DigestSetView, TroubleView

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOW: dict[Made, str] = {
    "posted": "digest_posted",
    "already": "digest_already",
    "no_tickets": "digest_no_tickets",
    "not_posted": "digest_not_posted",
}
"""What is said, in words of the catalogue, of a digest asked for at once."""


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """Answers a `DigestRequest`."""

    digests: Digests
    maker: DigestMaker
    tickets: Tickets
    channels: Channels
    replies: Replies
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        request = from_payload(DigestRequest, payload)
        message = await self.answer(run, request)
        await self.replies.alone(run, request.place, request.user, message, reply=request.reply)

    async def answer(self, run: Run, request: DigestRequest) -> Message:
        """Do what is asked, and what to say of it."""
        match request.action:
            case "set":
                return await self._set(run, request)
            case "off":
                await run.step("off", partial(self.digests.remove, request.place.workspace, request.place.channel))
                return digest_set(DigestSetView(False))
            case "show":
                return digest_set(_view(await self._plan(request.place)))
            case "now":
                return await self._now(run, request)

    async def _set(self, run: Run, request: DigestRequest) -> Message:
        if request.weekday is None or request.at is None or request.zone is None or request.site is None:
            return said("digest_usage")
        place = request.place
        projects = (await self.channels.channel(place.workspace, place.channel)).projects
        if not request.jql and not projects:
            return said("digest_needs_projects")
        try:
            await run.step("try", partial(self._try, request.site, request.jql or default_jql(projects)))
        except JiraError as error:
            if error.outcome in ("refused", "not_found", "unreadable"):
                return said("digest_query")
            return draw_trouble(TroubleView(error.outcome, ""))
        plan = DigestPlan(
            workspace=place.workspace,
            channel=place.channel,
            weekday=request.weekday,
            at=request.at,
            zone=request.zone,
            site=request.site,
            jql=request.jql or "",
            due_at=next_due(request.weekday, request.at, request.zone, self.clock()),
            set_by=request.user,
        )

        async def keep() -> None:
            await self.digests.set(plan, now=self.clock())

        await run.step("set", keep)
        return digest_set(_view(plan))

    async def _try(self, site: str, jql: str) -> None:
        """One ticket, to learn whether Jira takes the query."""
        async for _ in self.tickets.search(site, jql, limit=1):
            pass

    async def _now(self, run: Run, request: DigestRequest) -> Message:
        place = request.place
        plan = await self._plan(place)
        if plan is None:
            return digest_set(DigestSetView(False))

        async def today() -> str:
            return local_date(self.clock(), plan.zone).isoformat()

        day = date.fromisoformat(await run.step("today", today))
        return said(NOW[await self.maker.make(run, place.workspace, place.channel, day)])

    async def _plan(self, place: Place) -> DigestPlan | None:
        return await self.digests.plan(place.workspace, place.channel)


def _view(plan: DigestPlan | None) -> DigestSetView:
    if plan is None or plan.paused:
        return DigestSetView(False)
    return DigestSetView(True, DAYS[plan.weekday], plan.at, plan.zone, plan.jql, local_date(plan.due_at, plan.zone))
