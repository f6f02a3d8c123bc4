"""What follows when a digest is not posted: its channel is told why, or whoever can mend it is, and a lasting cause
pauses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import structlog

from bot.digest.outcome import Outcome
from bot.digest.ports import Digests
from bot.digest.requests import MakeDigest
from bot.digest.values import DigestPlan
from bot.errors import UNREADABLE, SlackError
from bot.ports import Run
from bot.posting.delivery import Delivered, Delivery
from bot.posting.errands import WordsErrand
from bot.posts import Posts
from bot.render.say import said
from bot.requests import Place
from bot.upkeep.admins import Admins
from bot.views import NoticeView

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Unposted:
    digests: Digests
    posts: Posts
    delivery: Delivery
    admins: Admins

    async def refused(self, run: Run, plan: DigestPlan | None, delivered: Delivered, *, asked: bool) -> Outcome:
        """The outcome of a digest that Slack did not accept. Unless the fault is temporary it would be refused next
        week too, so the digest is paused until somebody resumes it. Whoever is waiting for it is answered by the use
        case they asked."""
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

    async def explain(self, run: Run, wanted: MakeDigest, why: Outcome) -> None:
        """Tell the channel, once per date: nobody asked for the digest, so nobody else would hear why there is none."""
        plan = await self.digests.plan(wanted.workspace, wanted.channel)
        if plan is None:
            return
        sentence = said(f"digest_{why}", (("board", plan.board),), plan.language)
        place = Place(wanted.workspace, wanted.channel)
        errand = WordsErrand(self.posts, place, f"{wanted.identity}:missing", "digest", sentence)
        delivered = await self.delivery.deliver(run, errand)
        if delivered.outcome == "channel_closed":
            await self._stop(run, plan, "digest_stopped", delivered.refused)

    async def _stop(
        self, run: Run, plan: DigestPlan, what: Literal["digest_stopped", "digest_refused"], error: str
    ) -> None:
        """Pause the digest until somebody resumes it, and tell whoever can mend the cause."""

        async def pause() -> None:
            await self.digests.stop(plan, error)

        await run.step("stop", pause)
        log.warning("digest.stopped", channel=plan.channel, error=error)
        await self._tell(run, plan, NoticeView(what, plan.channel, reason=error))

    async def _tell(self, run: Run, plan: DigestPlan, notice: NoticeView) -> None:
        """In private: the admins, and whoever set the digest up."""
        await self.admins.tell(run, plan.workspace, notice)
        await self.admins.tell_too(run, plan.workspace, plan.set_by, notice)
