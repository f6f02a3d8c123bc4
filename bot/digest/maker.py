"""Use case: the weekly digest, made once per channel and local date: judged, compared with the last, posted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

import structlog

from bot import metrics
from bot.delivery import Delivery
from bot.digest.ports import DigestPlan, DigestRun, Digests
from bot.digest.view import digest_view
from bot.errands import WordsErrand
from bot.errors import JiraError
from bot.message import Message
from bot.patience import pause
from bot.ports import Audience, Channels, Policies, Posts, Run, Tickets, Verdicts
from bot.render.digest import digest as draw_digest
from bot.requests import Place
from checks.ticket import Ticket

LIMIT = 500
"""Tickets a digest looks at; past that it says that there are more."""
TRIES = 5
RUN = "digest_run"
"""The engine's name for the making of a digest. It is in committed rows, so it never changes."""
Made = Literal["posted", "already", "no_tickets", "not_posted"]
log = structlog.get_logger(__name__)


def identity_of(workspace: str, channel: str, day: date) -> str:
    """One run per channel and local date, whoever starts it and however often."""
    return f"digest:{workspace}:{channel}:{day.isoformat()}"


class DigestMaker:
    """Makes the digest of a channel's plan for a date. Its payload: workspace, channel, day."""

    def __init__(
        self,
        digests: Digests,
        tickets: Tickets,
        policies: Policies,
        audience: Audience,
        channels: Channels,
        verdicts: Verdicts,
        posts: Posts,
        delivery: Delivery,
        clock: Callable[[], datetime],
    ) -> None:
        self._digests = digests
        self._tickets = tickets
        self._policies = policies
        self._audience = audience
        self._channels = channels
        self._verdicts = verdicts
        self._posts = posts
        self._delivery = delivery
        self._clock = clock

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        await self.make(
            run, str(payload["workspace"]), str(payload["channel"]), date.fromisoformat(str(payload["day"]))
        )

    async def make(self, run: Run, workspace: str, channel: str, day: date) -> Made:
        """Judge and post the digest of this local date, unless another run makes it or did."""
        digest_id = await run.step("begin", partial(self._begin, run, workspace, channel, day))
        if digest_id is None:
            return "already"
        if not await self._judged(run, workspace, digest_id):
            metrics.DIGESTS.labels("no_tickets").inc()
            return "no_tickets"
        message = await self._draw(workspace, digest_id)
        identity = identity_of(workspace, channel, day)
        errand = WordsErrand(self._posts, Place(workspace, channel), identity, "digest", message)
        delivered = await self._delivery.deliver(run, errand)
        metrics.DIGESTS.labels(delivered.outcome or "ok").inc()
        return "posted" if delivered.ts else "not_posted"

    async def _draw(self, workspace: str, digest_id: int) -> Message:
        """The digest as a message, from what is stored."""
        made = await self._digests.run(workspace, digest_id)
        if made is None:
            raise LookupError(f"no digest {digest_id}")
        plan = await self._digests.plan(workspace, made.channel)
        last = await self._digests.before(made)
        before = await self._digests.seen(last) if last else None
        view = digest_view(
            made,
            await self._digests.seen(made),
            before,
            since=last.day if last else None,
            jql=plan.jql if plan else "",
        )
        return draw_digest(view)

    async def _begin(self, run: Run, workspace: str, channel: str, day: date) -> int | None:
        if await self._digests.plan(workspace, channel) is None:
            return None
        made = await self._digests.begin(workspace, channel, day, run.identity, now=self._clock())
        return made.id if made else None

    async def _judged(self, run: Run, workspace: str, digest_id: int) -> bool:
        for attempt in range(1, TRIES + 1):
            try:
                await run.step("judge", partial(self._judge_all, workspace, digest_id))
            except JiraError as error:
                log.warning("digest.jira_failed", outcome=error.outcome, site=error.site, reason=error.reason)
                if not error.transient or attempt == TRIES:
                    return False
                await run.sleep(pause(attempt, error.retry_after, run.identity))
            else:
                return True
        return False

    async def _judge_all(self, workspace: str, digest_id: int) -> int:
        """How many tickets the digest saw. Repeating it sees them anew, which replaces what was seen."""
        made = await self._digests.run(workspace, digest_id)
        plan = None if made is None else await self._digests.plan(workspace, made.channel)
        if made is None or plan is None:
            return 0
        jql = plan.jql or default_jql((await self._channels.channel(workspace, made.channel)).projects)
        looked = 0
        async for ticket in self._tickets.search(plan.site, jql, limit=LIMIT + 1):
            looked += 1
            if looked <= LIMIT and not ticket.done:
                await self._judge(made, plan, ticket)
        await self._digests.judged(made, cut=looked > LIMIT, now=self._clock())
        metrics.JIRA_CALLS.labels("search", "ok").inc()
        return looked

    async def _judge(self, made: DigestRun, plan: DigestPlan, ticket: Ticket) -> None:
        place = Place(plan.workspace, plan.channel)
        # The channel asked for its digest, so the gate is asked as for a person; what is for one person alone hides.
        showing = await self._audience.decide(place, ticket, user=plan.set_by, asked=True)
        receiver = (await self._channels.channel(plan.workspace, plan.channel)).receiver
        now = self._clock()
        verdict = await asyncio.to_thread(self._policies.judge, ticket, receiver, now)
        metrics.VERDICTS.labels(verdict.verdict).inc()
        kept = await self._verdicts.record(plan.workspace, verdict, ticket, asker=plan.set_by, now=now)
        await self._digests.saw(made, kept, showing.show)


def default_jql(projects: frozenset[str]) -> str:
    """The open tickets of a channel's projects. Keys are those of the catalogue of projects, quoted all the same."""
    named = ", ".join(f'"{project}"' for project in sorted(projects))
    return f"project in ({named}) AND statusCategory != Done ORDER BY updated DESC"
