"""Use case: a digest as it would be today, and what it would have said of the last weeks, for whoever asks alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.digest.backtest import Backtest
from bot.digest.ports import ChannelOpenness, DigestLine, DigestPlan, DigestRun, LatestVerdict, PreviousVerdict, Surveys
from bot.digest.presenter import DECISIONS, view_of
from bot.digest.sources import Sources
from bot.digest.week import Week
from bot.digest_views import PastView
from bot.message import Message
from bot.pages import TicketPages
from bot.ports import Channels, Kept, Openness, Policies, Ruleset
from bot.render.digest import preview as draw_preview
from bot.requests import Place
from bot.schedule import local_date
from checks.ticket import Receiver, Ticket
from checks.verdict import Decision, Verdict

LIMIT = 200
"""Tickets a preview looks at: a person waits for it."""
CHUNK = 50
PATIENCE = 4.0
"""Seconds that a modal waits for the weeks before; its counts are shown without them."""


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
        """One call to Jira, to learn whether it takes what the digest is to look at. Raises: JiraError."""
        if plan.source in ("jql", "sprint"):
            async for _ in self.tickets.ids(plan.site, await self.sources.jql(plan)):
                return
        elif plan.source == "backlog":
            async for _ in self.tickets.backlog(plan.site, plan.board):
                return

    async def message(self, plan: DigestPlan) -> Message:
        """It keeps nothing, and compares with the latest verdict on each ticket. Raises: JiraError."""
        now = self.clock()
        openness = await self.audience.openness(plan.workspace, plan.channel)
        receiver = (await self.channels.channel(plan.workspace, plan.channel)).receiver
        tickets, cut = await self._look(plan)
        judged = await asyncio.to_thread(partial(self._judge, tickets, receiver, now))
        known = await self._known(plan.workspace, receiver, tickets)
        run = DigestRun(0, plan.workspace, plan.channel, local_date(now, plan.zone), now, cut)
        week, seen = _week(judged, known, openness, now)
        # Its counts have no last digest to be held against: what was judged before is a part of the tickets only.
        view = replace(
            await view_of(week, seen, run, None), jql=plan.jql, source=plan.source, board=plan.board, before=None
        )
        past = await self._backtest.of(judged, openness, plan.zone, now)
        return draw_preview(view, past, plan.language)

    async def effect(
        self, place: Place, plan: DigestPlan | None, site: str
    ) -> tuple[tuple[tuple[Decision, int], ...], PastView]:
        """Verdicts on the tickets of a plan, or of the channel's projects, and what the last weeks would have come to.
        Raises: JiraError."""
        now = self.clock()
        plan = plan or DigestPlan(place.workspace, place.channel, 0, "09:00", "UTC", site, "", now, "")
        openness = await self.audience.openness(place.workspace, place.channel)
        receiver = (await self.channels.channel(place.workspace, place.channel)).receiver
        tickets, _ = await self._look(plan)
        judged = await asyncio.to_thread(partial(self._judge, tickets, receiver, now))
        counts = Counter(verdict.verdict for ticket, verdict in judged if _named(openness, ticket))
        shown = tuple((name, counts[name]) for name in DECISIONS if counts[name])
        past = PastView()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                past = await self._backtest.of(judged, openness, plan.zone, now)
        return shown, past

    @property
    def _backtest(self) -> Backtest:
        return Backtest(self.tickets, self.policies)

    async def _look(self, plan: DigestPlan) -> tuple[list[Ticket], bool]:
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

    def _judge(self, tickets: Sequence[Ticket], receiver: Receiver, now: datetime) -> list[tuple[Ticket, Verdict]]:
        return [(ticket, self.policies.judge(ticket, receiver, now)) for ticket in tickets]

    async def _known(
        self, workspace: str, receiver: Receiver, tickets: Sequence[Ticket]
    ) -> Mapping[str, LatestVerdict]:
        known: dict[str, LatestVerdict] = {}
        for site in {ticket.site or "" for ticket in tickets}:
            ids = [ticket.issue_id or ticket.key for ticket in tickets if (ticket.site or "") == site]
            known |= {
                f"{site} {name}": one
                for name, one in (await self.surveys.known(workspace, site, receiver, ids)).items()
            }
        return known


def _open(tickets: list[Ticket]) -> list[Ticket]:
    return [ticket for ticket in tickets if not ticket.done]


class _Seen:
    """Verdicts by number, in memory."""

    def __init__(self, kept: Mapping[int, Kept]) -> None:
        self._kept = kept

    async def get(self, workspace: str, verdict_id: int) -> Kept | None:
        return self._kept.get(verdict_id)


def _week(
    judged: Sequence[tuple[Ticket, Verdict]], known: Mapping[str, LatestVerdict], openness: Openness, now: datetime
) -> tuple[Week, _Seen]:
    week, kept = Week(openness, first=not known), {}
    for number, (ticket, verdict) in enumerate(judged, 1):
        kept[number] = Kept(number, verdict, ticket.summary, ticket.done, now)
        last = known.get(f"{ticket.site or ''} {ticket.issue_id or ticket.key}")
        week.add(_line(number, ticket, verdict, last))
    return week, _Seen(kept)


def _line(number: int, ticket: Ticket, verdict: Verdict, last: LatestVerdict | None) -> DigestLine:
    return DigestLine(
        number,
        ticket.key,
        ticket.project_key,
        ticket.security,
        verdict.verdict,
        verdict.readiness,
        tuple(gap.code for gap in verdict.gaps if gap.severity != "advice"),
        ticket.updated,
        Ruleset(verdict.rules_version, verdict.model_version, verdict.policy_hash),
        verdict.receiver,
        PreviousVerdict(last.decision, last.updated, last.ruleset, verdict.receiver) if last else None,
    )


def _named(openness: Openness, ticket: Ticket) -> bool:
    return openness.names(ticket.project_key, secured=ticket.security)
