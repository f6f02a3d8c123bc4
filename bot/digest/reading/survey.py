"""
Reads the tickets of a digest out of Jira and judges them, a page at a time.

A page's verdicts are committed together with how far the reading has come, so that a crash loses one page. The first
digest of a query streams its pages. A later one lists ids, which Jira gives by the thousand, and reads only what
changed since or has no verdict by today's rules, model and policy.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.digest.ports import ChannelOpenness, Digests, Surveys
from bot.digest.reading.sources import Sources
from bot.digest.values import DigestPlan, DigestRun, LatestVerdict, NewVerdict
from bot.errors import JiraError
from bot.pages import TicketPage, TicketPages
from bot.ports import Channels, Openness, Policies, Show
from bot.telemetry import metrics
from checks.ticket import Receiver, Ticket

LIMIT = 20_000
"""Tickets that a digest looks at, at most; it says when there are more."""
PAGES = 10
"""Pages that one step of the run reads: it takes a few seconds, which a process that is asked to stop can wait for."""
CHUNK = 50
"""Tickets asked for by their ids at a time."""
AFTER, WORK, CUT = "after:", "work", "work of more"
"""Checkpoints: after which page to go on; that all that is left to read is listed; the same, where the list was cut
at `LIMIT`."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """Tickets to judge, the ids that are read with them, and the checkpoint after them."""

    site: str
    tickets: tuple[Ticket, ...]
    read: tuple[str, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Survey:
    digests: Digests
    surveys: Surveys
    tickets: TicketPages
    sources: Sources
    policies: Policies
    audience: ChannelOpenness
    channels: Channels
    clock: Callable[[], datetime]

    def reading(self, workspace: str, run_id: int) -> Reading:
        """One execution's reading of a digest's tickets."""
        return Reading(self, workspace, run_id)


class Reading:
    """Goes on from where the last execution stopped. Between two calls of `advance`, the next page is already being
    fetched."""

    def __init__(self, survey: Survey, workspace: str, run_id: int) -> None:
        self._survey = survey
        self._workspace = workspace
        self._run_id = run_id
        self._pages: AsyncGenerator[Page, None] | None = None

    async def advance(self) -> bool:
        """Read and judge some pages; True while there are more. Raises: JiraError, after which it may be called
        again."""
        run, plan = await self._run_and_plan()
        if plan is None:
            return False
        try:
            return await self._some(run, plan)
        except JiraError as error:
            await self.close()
            if error.outcome == "refused" and run.checkpoint and run.checkpoint.startswith(AFTER):
                await self._survey.surveys.set_checkpoint(
                    run, None
                )  # the page token expired: Jira keeps one for a week
                return True
            raise

    async def close(self) -> None:
        if self._pages is not None:
            with suppress(RuntimeError):  # it is running no more
                await self._pages.aclose()
            self._pages = None

    async def _run_and_plan(self) -> tuple[DigestRun, DigestPlan | None]:
        run = await self._survey.digests.run(self._workspace, self._run_id)
        if run is None:
            raise LookupError(f"no digest {self._run_id}")
        return run, await self._survey.digests.plan(self._workspace, run.channel)

    async def _some(self, run: DigestRun, plan: DigestPlan) -> bool:
        if self._pages is None:
            self._pages = self._open(run, plan)
        for _ in range(PAGES):
            page = await anext(self._pages, None)
            if page is None:
                run, _ = await self._run_and_plan()
                await self._survey.digests.judged(run, cut=run.checkpoint == CUT, now=self._survey.clock())
                log.info("digest.judged", channel=run.channel, looked=run.looked, cut=run.checkpoint == CUT)
                return False
            judged = await self._take(run, plan, page)
            log.info("digest.page", channel=run.channel, read=len(page.read), judged=judged)
        return True

    async def _open(self, run: DigestRun, plan: DigestPlan) -> AsyncGenerator[Page, None]:
        survey = self._survey
        checkpoint = await self._listed(run, plan) if run.checkpoint is None else run.checkpoint
        if checkpoint in (WORK, CUT):
            work = await survey.surveys.work(run)
            async for page in _by_ids(survey.tickets, work, checkpoint):
                yield page
            return
        after, room = checkpoint.removeprefix(AFTER) if checkpoint else None, LIMIT - run.looked
        async for found in survey.tickets.pages(plan.site, await survey.sources.jql(plan), after=after):
            page = _page(plan.site, found, room)
            yield page
            room -= len(page.read)
            if page.checkpoint in (WORK, CUT):
                return

    async def _listed(self, run: DigestRun, plan: DigestPlan) -> str | None:
        """Record which tickets have to be read; the checkpoint. None where simply reading all of them takes no more
        calls."""
        survey, room, checkpoint = self._survey, LIMIT, WORK
        before = await survey.digests.before(run)
        if plan.source in ("jql", "sprint") and before is None:
            return None
        openness = await survey.audience.openness(run.workspace, run.channel)
        receiver = (await survey.channels.channel(run.workspace, run.channel)).receiver
        async for site, found, changed in survey.sources.ids(plan, before):
            ids = found[:room]
            room -= len(ids)
            known = await survey.surveys.known(run.workspace, site, receiver, ids)
            current = await self._current(known, before)
            stands = await asyncio.to_thread(self._standing, site, current, changed, openness)
            standing = {one.issue_id for one, _ in stands}
            await survey.surveys.keep(
                run, site, (), stands, read=(), checkpoint="", asker=plan.set_by, now=survey.clock()
            )
            await survey.surveys.plan_work(run, site, [name for name in ids if name not in standing])
            if len(ids) < len(found):
                checkpoint = CUT
                break
        await survey.surveys.set_checkpoint(run, checkpoint)
        return checkpoint

    async def _current(
        self, known: Mapping[str, LatestVerdict], before: DigestRun | None
    ) -> Mapping[str, LatestVerdict]:
        """The verdicts that can only be outdated by a change since the last digest: those which that digest saw, and
        younger ones. For any other ticket Jira is not asked whether it changed between its verdict and that
        digest."""
        if before is None:
            return {}
        saw = await self._survey.surveys.saw(before, [one.verdict_id for one in known.values()])
        return {name: one for name, one in known.items() if one.verdict_id in saw or one.judged_at >= before.begun_at}

    def _standing(
        self, site: str, known: Mapping[str, LatestVerdict], changed: frozenset[str], openness: Openness
    ) -> list[tuple[LatestVerdict, Show]]:
        return [
            (one, _show(openness, one.project, secured=one.secured))
            for name, one in known.items()
            if name not in changed and not one.done and self._holds(one, site)
        ]

    async def _take(self, run: DigestRun, plan: DigestPlan, page: Page) -> int:
        """Judge what has to be judged and commit the page; how many were judged."""
        survey = self._survey
        openness = await survey.audience.openness(run.workspace, run.channel)
        receiver = (await survey.channels.channel(run.workspace, run.channel)).receiver
        known = await survey.surveys.known(run.workspace, page.site, receiver, page.read)
        now = survey.clock()
        fresh, reused = await asyncio.to_thread(partial(self._judge, page.tickets, known, openness, receiver, now))
        for one in fresh:
            metrics.VERDICTS.labels(one.verdict.verdict).inc()
        metrics.JIRA_CALLS.labels("search", "ok").inc()
        await survey.surveys.keep(
            run, page.site, fresh, reused, read=page.read, checkpoint=page.checkpoint, asker=plan.set_by, now=now
        )
        return len(fresh)

    def _judge(
        self,
        tickets: Sequence[Ticket],
        known: Mapping[str, LatestVerdict],
        openness: Openness,
        receiver: Receiver,
        now: datetime,
    ) -> tuple[list[NewVerdict], list[tuple[LatestVerdict, Show]]]:
        fresh: list[NewVerdict] = []
        reused: list[tuple[LatestVerdict, Show]] = []
        for ticket in tickets:
            if ticket.done:
                continue
            show = _show(openness, ticket.project_key, secured=ticket.security)
            last = known.get(ticket.id.issue_id)
            if last and ticket.updated and last.updated == ticket.updated and self._holds(last, ticket.site or ""):
                reused.append((last, show))
            else:
                fresh.append(NewVerdict(self._survey.policies.judge(ticket, receiver, now), ticket, show))
        return fresh, reused

    def _holds(self, known: LatestVerdict, site: str) -> bool:
        """Whether a verdict was made by the rules, model and policy in force, and no waiver can have changed it
        since. Blocking."""
        return known.ruleset == self._survey.policies.ruleset(known.key, known.project, site)


def _show(openness: Openness, project: str, *, secured: bool) -> Show:
    return "full" if openness.names(project, secured=secured) else "silent"


def _page(site: str, found: TicketPage, room: int) -> Page:
    """The part of one of Jira's pages that there is room for."""
    tickets = found.tickets[:room]
    ids = tuple(ticket.id.issue_id for ticket in tickets)
    cut = len(tickets) < len(found.tickets) or (found.following is not None and len(tickets) == room)
    return Page(site, tickets, ids, CUT if cut else f"{AFTER}{found.following}" if found.following else WORK)


async def _by_ids(tickets: TicketPages, work: Sequence[tuple[str, str]], checkpoint: str) -> AsyncGenerator[Page, None]:
    """The tickets of these ids, in chunks of one site each; the next chunk is fetched while one is judged."""
    chunks: list[tuple[str, tuple[str, ...]]] = []
    for site in dict.fromkeys(site for site, _ in work):
        names = [name for its, name in work if its == site]
        chunks += [(site, tuple(names[start : start + CHUNK])) for start in range(0, len(names), CHUNK)]
    ahead: asyncio.Task[tuple[Ticket, ...]] | None = None
    try:
        for number, (site, ids) in enumerate(chunks):
            found = await (ahead or asyncio.ensure_future(tickets.by_ids(site, ids)))
            following = chunks[number + 1 : number + 2]
            ahead = asyncio.ensure_future(tickets.by_ids(*following[0])) if following else None
            yield Page(site, found, ids, checkpoint)
    finally:
        if ahead is not None:
            ahead.cancel()
