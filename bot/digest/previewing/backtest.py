"""Use case: what a digest would have said in past weeks, from its tickets judged as they stood at the end of each.

A ticket that has not changed since is judged once. Of one that has, Jira's changelog says what its text was before,
and it is judged again for each text it had.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.digest.presenting.views import PastView
from bot.digest.previewing.by_site import ids_by_site
from bot.digest.previewing.past import Stand, ends, past_weeks
from bot.errors import JiraError
from bot.pages import Stood, TicketPages, unedited
from bot.ports import Openness, Policies
from bot.schedule import local_date
from checks.ticket import Ticket, TicketId
from checks.verdict import Verdict

Judged = Sequence[tuple[Ticket, Verdict]]
UNREACHED: Stood = "unreached"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Backtest:
    tickets: TicketPages
    policies: Policies

    async def of(self, judged: Judged, openness: Openness, zone: str, now: datetime) -> PastView:
        """Of tickets that were just judged; those that may not be named are left out."""
        moments = ends(now)
        shown = [
            (ticket, verdict)
            for ticket, verdict in judged
            if openness.names(ticket.project_key, secured=ticket.security)
        ]
        edited = [ticket for ticket, _ in shown if ticket.updated is None or ticket.updated > moments[0]]
        stood = await self._stood(edited, moments[:-1])
        stands, unreached = await asyncio.to_thread(partial(self._stands, shown, stood, moments))
        return PastView(past_weeks(stands, [local_date(moment, zone) for moment in moments]), unreached)

    async def _stood(
        self, edited: Sequence[Ticket], moments: Sequence[datetime]
    ) -> Mapping[TicketId, tuple[Stood, ...]]:
        """If Jira fails now, these tickets lack their past, but the answer is given."""
        found = {ticket.id: (UNREACHED,) * len(moments) for ticket in edited}
        for site, ids in ids_by_site(edited).items():
            try:
                stood = await self.tickets.stood(site, ids, moments)
            except JiraError as error:
                log.warning("backtest.no_changelog", site=site, outcome=error.outcome)
                continue
            found |= {TicketId(site, issue_id): one for issue_id, one in stood.items()}
        return found

    def _stands(
        self, judged: Judged, stood: Mapping[TicketId, tuple[Stood, ...]], moments: Sequence[datetime]
    ) -> tuple[list[tuple[Stand | None, ...]], int]:
        """How each ticket stood at each moment, and how many could not be followed all the way. Blocking."""
        stands, unreached = [], 0
        for ticket, verdict in judged:
            past = stood.get(ticket.id) or tuple(unedited(ticket, moment) for moment in moments[:-1])
            unreached += "unreached" in past
            stands.append(self._judged_then(past, moments, ticket, verdict))
        return stands, unreached

    def _judged_then(
        self, past: Sequence[Stood], moments: Sequence[datetime], ticket: Ticket, verdict: Verdict
    ) -> tuple[Stand | None, ...]:
        """Going back from today; one text is judged once."""
        last, said = ticket, verdict
        found: list[Stand | None] = [_stand(said)]
        for then, moment in zip(reversed(past), reversed(moments[:-1]), strict=True):
            if not isinstance(then, Ticket):
                found.append(None)
                continue
            if not _same(then, last):
                last, said = then, self.policies.judge(then, verdict.receiver, moment)
            found.append(_stand(said))
        return tuple(reversed(found))


def _same(one: Ticket, other: Ticket) -> bool:
    """Nothing that is restored differs."""
    return (one.summary, one.description, one.environment, one.criteria, one.comments) == (
        other.summary,
        other.description,
        other.environment,
        other.criteria,
        other.comments,
    )


def _stand(verdict: Verdict) -> Stand:
    return Stand(verdict.verdict, tuple(gap.name for gap in verdict.weighty_gaps))
