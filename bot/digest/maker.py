"""Use case: the weekly digest, made once per channel and local date: read, judged, compared with the last, posted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Literal, Protocol

import structlog

from bot.digest.missing import MISSING, Missing, missing
from bot.digest.ports import DigestPlan, Digests
from bot.digest.presenter import Presented, Presenter
from bot.digest.survey import Survey
from bot.errors import APP_REFUSED, UNREADABLE, JiraError, SlackError, Trouble
from bot.judging.looking import Looked
from bot.ports import Poster, Run
from bot.posting.delivery import Delivered, Delivery
from bot.posting.errands import WordsErrand
from bot.posts import Posts
from bot.render.chart import Picture
from bot.render.digest import Shown
from bot.render.digest import digest as draw_digest
from bot.render.say import said
from bot.requests import Place, TicketRef
from bot.retrying.backoff import REST, backoff
from bot.telemetry import metrics
from bot.upkeep.admins import Admins
from bot.views import NoticeView, TrendView

TRIES = 5
"""Refusals of Jira in a row before a digest that somebody waits for is given up."""
PATIENCE = 6 * 3600.0
"""Seconds over which one that nobody waits for is tried, Jira and Slack each, before it is given up."""
AT_ONCE = 2
"""Digests of a process that read Jira at a time."""
RUN = "digest_run"
"""The engine's name for the making of a digest. It is in committed rows, so it never changes."""
Made = (
    Literal["posted", "already", "under_way", "nothing_moved", "not_posted", "closed", "stopped"]
    | Literal["no_tickets", "no_sign_in", "slack_away"]
    | Missing
)
TOLD: frozenset[Made] = frozenset({"no_tickets", "no_sign_in", "slack_away", *MISSING})
"""Why there is no digest, as its channel hears it where nobody asked for one."""
UNPOSTED: frozenset[Made] = frozenset({"not_posted", "closed", "stopped", *TOLD})
log = structlog.get_logger(__name__)


def identity_of(workspace: str, channel: str, day: date) -> str:
    """One run per channel and local date, whoever starts it and however often."""
    return f"digest:{workspace}:{channel}:{day.isoformat()}"


class Drawing(Protocol):
    """Makes pictures."""

    async def draw(self, trend: TrendView, language: str) -> Picture | None: ...


@dataclass(frozen=True, slots=True)
class DigestMaker:
    """Makes the digest of a channel's plan for a date. Its payload: workspace, channel, day; `asked` as in `make`."""

    digests: Digests
    survey: Survey
    presenter: Presenter
    drawing: Drawing
    posts: Posts
    poster: Poster
    delivery: Delivery
    admins: Admins
    clock: Callable[[], datetime]
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        day = date.fromisoformat(str(payload["day"]))
        asked = payload.get("asked") is True
        await self.make(run, str(payload["workspace"]), str(payload["channel"]), day, asked=asked)

    async def make(self, run: Run, workspace: str, channel: str, day: date, *, asked: bool = False) -> Made:
        """Judge and post the digest of this local date, unless another run makes it or did. `asked`: somebody waits
        for it, so it is posted though nothing moved. Raises: Trouble; another run may make it then."""
        digest_id = await run.step("begin", partial(self._begin, run, workspace, channel, day, asked))
        if digest_id is None:
            last = await self.digests.latest(workspace, channel)
            return "already" if last and last.day == day else "under_way"
        try:
            made = await self._made(run, workspace, channel, digest_id, day, asked=asked)
        except Trouble:
            await run.step("give_up", partial(self._give_up, workspace, digest_id))
            raise
        if made in UNPOSTED:
            await run.step("give_up", partial(self._give_up, workspace, digest_id))
        if made == "nothing_moved":
            await run.step("pass_over", partial(self._pass_over, workspace, digest_id))
        if made in TOLD and not asked:
            await self._say_why(run, workspace, channel, day, made)
        metrics.DIGESTS.labels(made).inc()
        log.info("digest.made", channel=channel, day=day.isoformat(), outcome=made)
        return made

    async def _made(self, run: Run, workspace: str, channel: str, digest_id: int, day: date, *, asked: bool) -> Made:
        if unread := await self._judged(run, workspace, digest_id, 0.0 if asked else PATIENCE):
            return unread
        prepared = await run.step("prepare", partial(self._prepare, workspace, digest_id, asked))
        if not prepared["worth"]:
            return "nothing_moved"
        file = prepared["picture"]
        plan, told = await self._told(workspace, digest_id)
        language = plan.language if plan else "en"
        message = draw_digest(told.view, language, picture=Shown(file, told.trend) if file else None)
        errand = WordsErrand(
            self.posts, Place(workspace, channel), identity_of(workspace, channel, day), "digest", message
        )
        delivered = await self.delivery.deliver(run, errand, patience=0.0 if asked else PATIENCE)
        return "posted" if delivered.ts else await self._refused(run, plan, delivered, asked=asked)

    async def _refused(self, run: Run, plan: DigestPlan | None, delivered: Delivered, *, asked: bool) -> Made:
        """What comes of a digest that Slack did not take. Whatever is no passing fault would be refused next week too, so
        it is paused until somebody resumes it; who waits for it is answered by whoever they asked."""
        if delivered.outcome in SlackError.TRANSIENT:
            return "slack_away"
        closed = delivered.outcome == "channel_closed"
        if asked or plan is None or delivered.outcome == "install_dead":
            return "closed" if closed else "not_posted"
        if delivered.refused == UNREADABLE:
            await self._tell(run, plan, NoticeView("digest_unsure", plan.channel))
            return "not_posted"
        await self._stop(run, plan, "digest_stopped" if closed else "digest_refused", delivered.refused)
        return "stopped"

    async def _begin(self, run: Run, workspace: str, channel: str, day: date, asked: bool) -> int | None:
        if await self.digests.plan(workspace, channel) is None:
            return None
        made = await self.digests.begin(workspace, channel, day, run.identity, now=self.clock(), asked=asked)
        return made.id if made else None

    async def _give_up(self, workspace: str, digest_id: int) -> None:
        made = await self.digests.run(workspace, digest_id)
        if made is not None:
            await self.digests.give_up(made)

    async def _pass_over(self, workspace: str, digest_id: int) -> None:
        made = await self.digests.run(workspace, digest_id)
        if made is not None:
            await self.digests.pass_over(made)

    async def _judged(self, run: Run, workspace: str, digest_id: int, patience: float) -> Made | None:
        """Read on until the end, or why that is not reached. What Jira asks us to wait for is waited for; a page read
        is read for good. `patience`: seconds over which a Jira that is away is asked again from time to time."""
        reading = self.survey.reading(workspace, digest_id)
        failures, rested = 0, 0.0
        try:
            while True:
                try:
                    async with self.turns:
                        more = await run.step("judge", reading.on)
                except JiraError as error:
                    failures += 1
                    log.warning("digest.jira_failed", outcome=error.outcome, site=error.site, reason=error.reason)
                    away = failures >= TRIES
                    wait = backoff(
                        failures, max(error.retry_after or 0.0, REST) if away else error.retry_after, run.identity
                    )
                    rested += wait if away else 0.0
                    if not error.transient or rested > patience:
                        return await self._why_not(run, workspace, digest_id, error)
                    await run.sleep(wait)
                    continue
                failures, rested = 0, 0.0
                if not more:
                    return None
        finally:
            await reading.close()

    async def _why_not(self, run: Run, workspace: str, digest_id: int, error: JiraError) -> Made:
        made = await self.digests.run(workspace, digest_id)
        plan = await self.digests.plan(workspace, made.channel) if made else None
        if plan is not None and error.outcome == "unauthorized":
            site = TicketRef(error.site or plan.site, "")
            app_refused = error.reason == APP_REFUSED
            looked = Looked(site, "silent", failed="unauthorized", app_refused=app_refused)
            await self.admins.hear(run, workspace, (looked,))
            return "no_sign_in"
        return (missing(plan.source, error) if plan else None) or "no_tickets"

    async def _say_why(self, run: Run, workspace: str, channel: str, day: date, why: Made) -> None:
        """In the channel, once a date: nobody asked, so nobody else would hear that there is no digest, and why."""
        plan = await self.digests.plan(workspace, channel)
        if plan is not None:
            sentence = said(f"digest_{why}", (("board", plan.board),), plan.language)
            identity = f"{identity_of(workspace, channel, day)}:missing"
            errand = WordsErrand(self.posts, Place(workspace, channel), identity, "digest", sentence)
            delivered = await self.delivery.deliver(run, errand)
            if delivered.outcome == "channel_closed":
                await self._stop(run, plan, "digest_stopped", delivered.refused)

    async def _told(self, workspace: str, digest_id: int) -> tuple[DigestPlan | None, Presented]:
        made = await self.digests.run(workspace, digest_id)
        if made is None:
            raise LookupError(f"no digest {digest_id}")
        plan = await self.digests.plan(workspace, made.channel)
        return plan, await self.presenter.present(made, plan)

    async def _prepare(self, workspace: str, digest_id: int, asked: bool) -> dict[str, Any]:
        """Whether it is worth posting, and Slack's id of its picture; None where there is none."""
        plan, told = await self._told(workspace, digest_id)
        if not (asked or told.moved or plan is None or plan.idle == "line"):
            return {"worth": False, "picture": None}
        return {"worth": True, "picture": await self._picture(workspace, plan, told) if told.moved else None}

    async def _picture(self, workspace: str, plan: DigestPlan | None, told: Presented) -> str | None:
        """A digest is worth posting without one, so nothing that fails here fails it."""
        picture = await self.drawing.draw(told.trend, plan.language if plan else "en")
        if picture is None:
            return None
        try:
            return await self.poster.upload(workspace, "readiness.png", picture.png, title=picture.alt[:100])
        except SlackError as error:
            log.warning("digest.no_picture", outcome=error.outcome, error=error.error)
            return None

    async def _stop(
        self, run: Run, plan: DigestPlan, what: Literal["digest_stopped", "digest_refused"], error: str
    ) -> None:
        """No more digests until somebody resumes them, and whoever can mend it hears of it."""

        async def pause_it() -> None:
            await self.digests.stop(plan, error)

        await run.step("stop", pause_it)
        log.warning("digest.stopped", channel=plan.channel, error=error)
        await self._tell(run, plan, NoticeView(what, plan.channel, reason=error))

    async def _tell(self, run: Run, plan: DigestPlan, notice: NoticeView) -> None:
        """In private: the admins, and whoever set the digest up."""
        await self.admins.tell(run, plan.workspace, notice)
        await self.admins.tell_too(run, plan.workspace, plan.set_by, notice)
