"""Use case: a digest as it would be today, and what it would have said in the last weeks, for the person who asks
alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.digest.ports import ChannelOpenness, Surveys
from bot.digest.presenting.presenter import DECISIONS, view_of
from bot.digest.presenting.views import PastView
from bot.digest.presenting.week import Week
from bot.digest.previewing.backtest import Backtest
from bot.digest.previewing.by_site import ids_by_site
from bot.digest.reading.sources import Sources
from bot.digest.values import DigestLine, DigestPlan, DigestRun, LatestVerdict, PreviousVerdict
from bot.message import Message
from bot.pages import TicketPages
from bot.ports import Channels, Kept, Openness, Policies, Ruleset
from bot.render.reports.digest import preview as draw_preview
from bot.requests import Place
from bot.schedule import local_date
from checks.ticket import Receiver, Ticket, TicketId
from checks.verdict import Decision, Verdict

LIMIT = 200
"""Tickets a preview looks at: a person waits for it."""
CHUNK = 50
PATIENCE = 4.0
"""Seconds that a modal waits for the past weeks; after that its counts are shown without them."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A plan's tickets, judged as of a moment for the receiver of its channel, and what may be named there."""

    judged: Sequence[tuple[Ticket, Verdict]]
    cut: bool
    openness: Openness
    receiver: Receiver
    now: datetime

    def names(self, ticket: Ticket) -> bool:
        return self.openness.names(ticket.project_key, secured=ticket.security)


@dataclass(frozen=True, slots=True)
class Preview:
    tickets: TicketPages
    sources: Sources
    surveys: Surveys
    policies: Policies
    audience: ChannelOpenness
    channels: Channels
    clock: Callable[[], datetime]

    async def tried(self, plan: DigestPlan) -> None:
        """One call to Jira, to find out whether it accepts what the digest is to look at. Raises: JiraError."""
        if plan.source in ("jql", "sprint"):
            async for _ in self.tickets.ids(plan.site, await self.sources.jql(plan)):
                return
        elif plan.source == "backlog":
            async for _ in self.tickets.backlog(plan.site, plan.board):
                return

    async def message(self, plan: DigestPlan) -> Message:
        """Keeps nothing, and compares with the latest verdict on each ticket. Raises: JiraError."""
        looked = await self._look(plan)
        known = await self._known(plan.workspace, looked.receiver, [ticket for ticket, _ in looked.judged])
        run = DigestRun(0, plan.workspace, plan.channel, local_date(looked.now, plan.zone), looked.now, looked.cut)
        week, kept = _week(looked, known)
        # Its counts have no last digest to be held against: what was judged before is a part of the tickets only.
        view = replace(
            await view_of(week, kept, run, None), jql=plan.jql, source=plan.source, board=plan.board, before=None
        )
        past = await self._backtest.of(looked.judged, looked.openness, plan.zone, looked.now)
        return draw_preview(view, past, plan.language)

    async def effect(
        self, place: Place, plan: DigestPlan | None, site: str
    ) -> tuple[tuple[tuple[Decision, int], ...], PastView]:
        """Verdicts on the tickets of a plan, or of the channel's projects, and what the last weeks would have come to.
        Raises: JiraError."""
        plan = plan or DigestPlan(place.workspace, place.channel, 0, "09:00", "UTC", site, "", self.clock(), "")
        looked = await self._look(plan)
        counts = Counter(verdict.verdict for ticket, verdict in looked.judged if looked.names(ticket))
        shown = tuple((name, counts[name]) for name in DECISIONS if counts[name])
        past = PastView()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                past = await self._backtest.of(looked.judged, looked.openness, plan.zone, looked.now)
        return shown, past

    @property
    def _backtest(self) -> Backtest:
        return Backtest(self.tickets, self.policies)

    async def _look(self, plan: DigestPlan) -> _Looked:
        """Raises: JiraError."""
        now = self.clock()
        openness = await self.audience.openness(plan.workspace, plan.channel)
        receiver = (await self.channels.channel(plan.workspace, plan.channel)).receiver
        tickets, cut = await self._read(plan)
        judged = await asyncio.to_thread(
            lambda: [(ticket, self.policies.judge(ticket, receiver, now)) for ticket in tickets]
        )
        return _Looked(judged, cut, openness, receiver, now)

    async def _read(self, plan: DigestPlan) -> tuple[list[Ticket], bool]:
        """The first open tickets, and whether there are more."""
        found: list[Ticket] = []
        if plan.source in ("jql", "sprint"):
            async for page in self.tickets.pages(plan.site, await self.sources.jql(plan)):
                found += page.tickets
                if len(found) >= LIMIT:
                    return _open(found)[:LIMIT], page.following is not None or len(found) > LIMIT
            return _open(found), False
        async for site, ids, _ in self.sources.ids(plan, None):
            for start in range(0, len(ids), CHUNK):
                if len(found) >= LIMIT:
                    return _open(found), True
                found += await self.tickets.by_ids(site, ids[start : start + CHUNK])
        return _open(found), False

    async def _known(
        self, workspace: str, receiver: Receiver, tickets: Sequence[Ticket]
    ) -> Mapping[TicketId, LatestVerdict]:
        known: dict[TicketId, LatestVerdict] = {}
        for site, ids in ids_by_site(tickets).items():
            found = await self.surveys.known(workspace, site, receiver, ids)
            known |= {TicketId(site, issue_id): one for issue_id, one in found.items()}
        return known


def _open(tickets: list[Ticket]) -> list[Ticket]:
    return [ticket for ticket in tickets if not ticket.done]


class _InMemory:
    """Verdicts by number."""

    def __init__(self, kept: Mapping[int, Kept]) -> None:
        self._kept = kept

    async def get(self, workspace: str, verdict_id: int) -> Kept | None:
        return self._kept.get(verdict_id)


def _week(looked: _Looked, known: Mapping[TicketId, LatestVerdict]) -> tuple[Week, _InMemory]:
    week, kept = Week(looked.openness, first=not known), {}
    for number, (ticket, verdict) in enumerate(looked.judged, 1):
        kept[number] = Kept(number, verdict, ticket.summary, ticket.done, looked.now)
        week.add(_line(number, ticket, verdict, known.get(ticket.id)))
    return week, _InMemory(kept)


def _line(number: int, ticket: Ticket, verdict: Verdict, last: LatestVerdict | None) -> DigestLine:
    return DigestLine(
        number,
        ticket.key,
        ticket.project_key,
        ticket.security,
        verdict.verdict,
        verdict.readiness,
        tuple(gap.code for gap in verdict.weighty_gaps),
        ticket.updated,
        Ruleset(verdict.rules_version, verdict.model_version, verdict.policy_hash),
        verdict.receiver,
        PreviousVerdict(last.decision, last.updated, last.ruleset, verdict.receiver) if last else None,
    )
