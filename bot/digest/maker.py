"""Use case: the weekly digest, made once per channel and local date: read, judged, compared with the last, posted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.digest.outcome import EXPLAINED, UNPOSTED, Outcome
from bot.digest.ports import Digests
from bot.digest.presenting.drawing import Drawing
from bot.digest.presenting.presenter import Presented, Presenter
from bot.digest.reading.reader import Reader
from bot.digest.requests import MakeDigest
from bot.digest.unposted import Unposted
from bot.digest.values import DigestPlan
from bot.errors import SlackError, Trouble
from bot.ports import Poster, Run
from bot.posting.delivery import Delivery
from bot.posting.errands import WordsErrand
from bot.posts import Posts
from bot.render.reports.digest import Shown
from bot.render.reports.digest import digest as draw_digest
from bot.requests import Place
from bot.telemetry import metrics

PATIENCE = 6 * 3600.0
"""Seconds for which a digest that nobody waits for is retried, against Jira and against Slack each, before it is
given up."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DigestMaker:
    """Answers a `MakeDigest`."""

    digests: Digests
    reader: Reader
    presenter: Presenter
    drawing: Drawing
    posts: Posts
    poster: Poster
    delivery: Delivery
    unposted: Unposted
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, wanted: MakeDigest) -> None:
        await self.make(run, wanted)

    async def make(self, run: Run, wanted: MakeDigest) -> Outcome:
        """Judge and post the digest of this local date, unless another run makes it or did. Raises: Trouble; another
        run may make it then."""
        digest_id = await run.step("begin", partial(self._begin, run, wanted))
        if digest_id is None:
            last = await self.digests.latest(wanted.workspace, wanted.channel)
            return "already" if last and last.day == wanted.day else "under_way"
        give_up = partial(self.digests.give_up, wanted.workspace, digest_id)
        try:
            outcome = await self._made(run, wanted, digest_id)
        except Trouble:
            await run.step("give_up", give_up)
            raise
        if outcome in UNPOSTED:
            await run.step("give_up", give_up)
        if outcome == "nothing_moved":
            await run.step("pass_over", partial(self.digests.pass_over, wanted.workspace, digest_id))
        if outcome in EXPLAINED and not wanted.asked:
            await self.unposted.explain(run, wanted, outcome)
        metrics.DIGESTS.labels(outcome).inc()
        log.info("digest.made", channel=wanted.channel, day=wanted.day.isoformat(), outcome=outcome)
        return outcome

    async def _made(self, run: Run, wanted: MakeDigest, digest_id: int) -> Outcome:
        patience = 0.0 if wanted.asked else PATIENCE
        if unread := await self.reader.read(run, wanted.workspace, digest_id, patience=patience):
            return unread
        prepared = await run.step("prepare", partial(self._prepare, wanted, digest_id))
        if not prepared["worth"]:
            return "nothing_moved"
        file = prepared["picture"]
        plan, presented = await self._presented(wanted.workspace, digest_id)
        language = plan.language if plan else "en"
        message = draw_digest(presented.view, language, picture=Shown(file, presented.trend) if file else None)
        place = Place(wanted.workspace, wanted.channel)
        errand = WordsErrand(self.posts, place, wanted.identity, "digest", message)
        delivered = await self.delivery.deliver(run, errand, patience=patience)
        return "posted" if delivered.ts else await self.unposted.refused(run, plan, delivered, asked=wanted.asked)

    async def _begin(self, run: Run, wanted: MakeDigest) -> int | None:
        if await self.digests.plan(wanted.workspace, wanted.channel) is None:
            return None
        made = await self.digests.begin(
            wanted.workspace, wanted.channel, wanted.day, run.identity, now=self.clock(), asked=wanted.asked
        )
        return made.id if made else None

    async def _presented(self, workspace: str, digest_id: int) -> tuple[DigestPlan | None, Presented]:
        made = await self.digests.run(workspace, digest_id)
        if made is None:
            raise LookupError(f"no digest {digest_id}")
        plan = await self.digests.plan(workspace, made.channel)
        return plan, await self.presenter.present(made, plan)

    async def _prepare(self, wanted: MakeDigest, digest_id: int) -> dict[str, Any]:
        """Whether it is worth posting, and Slack's id of its picture, None without one. Nothing is worth posting in a
        channel that has turned its digest off meanwhile."""
        plan, presented = await self._presented(wanted.workspace, digest_id)
        if plan is None or not (wanted.asked or presented.moved or plan.idle == "line"):
            return {"worth": False, "picture": None}
        picture = await self._picture(wanted.workspace, plan, presented) if presented.moved else None
        return {"worth": True, "picture": picture}

    async def _picture(self, workspace: str, plan: DigestPlan, presented: Presented) -> str | None:
        """A digest is worth posting without a picture, so no failure here fails the digest."""
        picture = await self.drawing.draw(presented.trend, plan.language)
        if picture is None:
            return None
        try:
            return await self.poster.upload(workspace, "readiness.png", picture.png, title=picture.alt[:100])
        except SlackError as error:
            log.warning("digest.no_picture", outcome=error.outcome, error=error.error)
            return None
