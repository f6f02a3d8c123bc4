"""Fetches, judges, gates and stores tickets in one step of a run, which records ids and outcomes only."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal

import structlog
from pydantic import TypeAdapter

from bot.errors import APP_REFUSED, JiraError, JiraOutcome
from bot.ports import Audience, Channels, Kept, Policies, Reason, Run, Show, Showing, Tickets, Verdicts
from bot.requests import Place, Quiet, TicketRef
from bot.retrying.backoff import backoff
from bot.telemetry import metrics, tracing
from checks.ticket import Receiver, Ticket

TRIES = 4
LONGEST_WAIT = 90.0
"""Seconds that a person waits for Jira, and for Slack to say who may be shown a ticket, before they are told."""
UNSEEN: frozenset[Reason] = frozenset({"asker_cannot_see", "asker_unknown"})
"""Why a ticket is for whoever asks as if there were none."""
HIDDEN: frozenset[JiraOutcome] = frozenset({"not_found", "gone", "forbidden"})
"""Outcomes that are told as *not found* to people who may not all be shown the ticket: that it exists is not theirs
to know."""
AT_ONCE = 4
"""Tickets of one request fetched at a time."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of one ticket. `verdict_id` is None when it failed, or when nothing may be shown; of a lost
    ticket it is the last there was."""

    ref: TicketRef
    show: Show
    verdict_id: int | None = None
    done: bool = False
    member: bool = True
    """The bot is in the channel."""
    failed: JiraOutcome | Literal["internal"] | None = None
    """A ticket that whoever asks may not know of counts as not found, as Jira would tell them; `reason` says so."""
    reference: str = ""
    transient: bool = False
    """Jira, or Slack on who may be shown it, failed for now: another look may have another outcome."""
    retry_after: float | None = None
    reason: str = ""
    """Why no more than `show` may be shown."""
    quiet: Quiet = "card"
    """How the channel wants to be answered where nobody asked."""
    ready: bool = False
    lost: bool = False
    """It failed where Jira gave the ticket before."""
    app_refused: bool = False
    """It failed because Atlassian rejects our app, which a new consent would not mend."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks about which tickets, where."""

    place: Place
    user: str
    tickets: tuple[TicketRef, ...]
    asked: bool = True
    receiver: Receiver | None = None


_MANY = TypeAdapter(tuple[Looked, ...])


class Looking:
    def __init__(
        self,
        tickets: Tickets,
        policies: Policies,
        audience: Audience,
        channels: Channels,
        verdicts: Verdicts,
        clock: Callable[[], datetime],
    ) -> None:
        self._tickets = tickets
        self._policies = policies
        self._audience = audience
        self._channels = channels
        self._verdicts = verdicts
        self._clock = clock
        # Judging in two threads is no faster than in one, and delays acknowledgements more.
        self._processor = asyncio.Semaphore(1)

    async def look(self, run: Run, question: Question) -> tuple[Looked, ...]:
        """Every ticket's outcome, in order. Where Jira or Slack failed for now, it is asked again, within
        `LONGEST_WAIT`."""
        found: dict[TicketRef, Looked] = {}
        waiting: Sequence[TicketRef] = question.tickets
        waited = 0.0
        for attempt in range(1, TRIES + 1):
            kept = await run.step("judge", partial(self._all, question, tuple(waiting)))
            found |= {looked.ref: looked for looked in _MANY.validate_python(kept)}
            waiting = [ref for ref in question.tickets if found[ref].transient]
            asked = max((found[ref].retry_after or 0.0 for ref in waiting), default=0.0)
            wait = backoff(attempt, asked or None, run.identity)
            waited += wait
            if not waiting or attempt == TRIES or waited > LONGEST_WAIT:
                break
            await run.sleep(wait)
        return tuple(found[ref] for ref in question.tickets)

    async def again(self, run: Run, place: Place, user: str, kept: Kept) -> Looked:
        """A ticket that has a verdict, judged again for whoever acts on it: each act is authorised again."""
        return (await self.look(run, Question(place, user, (kept.ref,), receiver=kept.verdict.receiver)))[0]

    async def _all(self, question: Question, refs: tuple[TicketRef, ...]) -> object:
        places = asyncio.Semaphore(AT_ONCE)

        async def one(ref: TicketRef) -> Looked:
            async with places:
                return await self._one(question, ref)

        return _MANY.dump_python(tuple(await asyncio.gather(*(one(ref) for ref in refs))), mode="json")

    async def _one(self, question: Question, ref: TicketRef) -> Looked:
        try:
            with tracing.span("fetch", site=ref.site, key=ref.key):
                ticket = await self._tickets.fetch(ref)
        except JiraError as error:
            return await self._failed(question, ref, error)
        metrics.JIRA_CALLS.labels("fetch", "ok").inc()
        showing = await self._decide(question, ticket)
        if showing.reason in UNSEEN:
            as_if = await self._decide(question, Ticket(ref.key, site=ref.site))
            return _in_doubt(Looked(ref, as_if.show, reason=showing.reason, failed="not_found"), showing)
        if showing.show == "silent":
            return _in_doubt(Looked(ref, showing.show, done=ticket.done, reason=showing.reason), showing)
        agreed = await self._channels.channel(question.place.workspace, question.place.channel)
        verdict_id, ready = await self._judge(question, ticket, question.receiver or agreed.receiver)
        quiet: Quiet = "card" if question.asked else agreed.quiet
        looked = Looked(
            ref,
            showing.show,
            verdict_id,
            ticket.done,
            showing.member,
            reason=showing.reason,
            quiet=quiet,
            ready=ready,
        )
        return _in_doubt(looked, showing)

    async def _judge(self, question: Question, ticket: Ticket, receiver: Receiver) -> tuple[int, bool]:
        """The id of the stored verdict, and whether it says ready."""
        place, now = question.place, self._clock()
        async with self._processor:
            with tracing.span("evaluate", key=ticket.key):
                verdict = await asyncio.to_thread(self._policies.judge, ticket, receiver, now)
        metrics.VERDICTS.labels(verdict.verdict).inc()
        kept = await self._verdicts.record(place.workspace, verdict, ticket, asker=question.user, now=now)
        return kept, verdict.verdict == "ready"

    async def _failed(self, question: Question, ref: TicketRef, error: JiraError) -> Looked:
        metrics.JIRA_CALLS.labels("fetch", error.outcome).inc()
        reference = secrets.token_hex(4)
        log.warning(
            "jira.failed",
            reference=reference,
            outcome=error.outcome,
            site=ref.site,
            key=ref.key,
            status=error.status,
            reason=error.reason,
        )
        unseen = Ticket(ref.key, site=ref.site)
        showing = await self._decide(question, unseen)
        hidden = error.outcome in HIDDEN and showing.show != "full"
        looked = Looked(
            ref,
            showing.show,
            reason=showing.reason,
            failed="not_found" if hidden else error.outcome,
            reference=reference,
            transient=error.transient,
            retry_after=error.retry_after,
            app_refused=error.reason == APP_REFUSED,
        )
        return _in_doubt(looked, showing)

    async def _decide(self, question: Question, ticket: Ticket) -> Showing:
        return await self._audience.decide(question.place, ticket, user=question.user, asked=question.asked)


def _in_doubt(looked: Looked, showing: Showing) -> Looked:
    """What became of a ticket, worth another look where Slack failed to say who may be shown it."""
    if showing.again is None:
        return looked
    wait = max(showing.again, looked.retry_after or 0.0)
    return replace(looked, transient=True, retry_after=wait or None)
