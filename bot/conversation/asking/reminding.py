"""Use case: whoever was asked a question days ago is reminded of it once, and then never again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.conversation.asking.asked import Asked, Asks
from bot.conversation.asking.asking import A_DAY, Directory, asked_today, question_of
from bot.conversation.living.rejudged import unchanged
from bot.conversation.requests import RemindRequest
from bot.conversation.silence import Silence
from bot.errors import JiraError
from bot.judging.showing import handle
from bot.ports import Audience, Kept, Policies, Run, Tickets, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import WordsErrand
from bot.posts import Posts
from bot.render.card.ask import ask as draw_ask
from bot.runs import Starter, submit
from bot.schedule import QuietHours, worked
from bot.views import AskView
from checks.ticket import Person, Ticket, TicketId

DAYS = 2
"""Working days without an answer, and without a change of what the ticket's card says."""
UTC = "UTC"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Starts what is due. The store lets one run take the reminder, so any number of processes may look."""

    asks: Asks
    hours: QuietHours | None
    """The operator's, for channels that chose none of their own."""
    starter: Starter
    clock: Callable[[], datetime]

    async def begin(self) -> int:
        """Start a run for every question that waited long enough, where it is no quiet hour; how many. One a person and
        round, so that the limit of a day is counted between them."""
        now = self.clock()
        reached: set[tuple[str, str]] = set()
        lately = now - timedelta(days=1)
        for one in await self.asks.waiting(before=now - timedelta(days=DAYS), since=lately, enough=A_DAY):
            asked, hours = one.asked, one.hours or self.hours
            ticket, workspace = asked.ticket, asked.place.workspace
            if (workspace, asked.person) in reached or not _due(asked, hours, now):
                continue
            due = RemindRequest(workspace, ticket.site, ticket.issue_id, asked.question, now.date())
            await submit(self.starter, due)
            reached.add((workspace, asked.person))
        return len(reached)


@dataclass(frozen=True, slots=True)
class Reminding:
    """Answers a `RemindRequest`: whatever made the question idle meanwhile ends it without a word."""

    tickets: Tickets
    policies: Policies
    audience: Audience
    verdicts: Verdicts
    asks: Asks
    silence: Silence
    directory: Directory
    posts: Posts
    delivery: Delivery
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: RemindRequest) -> None:
        workspace, question = request.workspace, request.question
        asked = await self.asks.get(workspace, TicketId(request.site, request.issue_id), question)
        kept = asked and await self.verdicts.get(workspace, asked.verdict_id)
        if not asked or not kept:
            return
        name = await run.step("turn", partial(self._turn, run.identity, asked, kept))
        if name is None:
            return
        view = AskView(handle(kept), kept.verdict, name, asked.person, again=True)
        identity = f"remind:{asked.place.channel}:{asked.ticket.site}:{asked.ticket.issue_id}:{question}"
        await self.delivery.deliver(run, WordsErrand(self.posts, asked.place, identity, "remind", draw_ask(view)))

    async def _turn(self, run: str, asked: Asked, kept: Kept) -> str | None:
        """Jira's name for the person to remind; None for no reminder. Where Jira does not answer, it is left for
        another day."""
        try:
            ticket = await self.tickets.fetch(kept.ref)
        except JiraError as error:
            log.warning("remind.unknown", outcome=error.outcome)
            if not error.transient:
                await self.asks.close(asked, now=self.clock())
            return None
        now = self.clock()
        if await asked_today(self.asks, asked, run, now) >= A_DAY:
            return None
        person = await self._person(asked, ticket)
        if person is None or await self._idle(asked, kept, ticket, person, now):
            await self.asks.close(asked, now=now)
            return None
        return person.name if await self.asks.remind(asked, run=run, now=now) else None

    async def _person(self, asked: Asked, ticket: Ticket) -> Person | None:
        """Reporter or assignee, while it is still theirs to answer."""
        for person in (ticket.reporter, ticket.assignee):
            if person is None or not (person.active and person.email):
                continue
            if await self.directory.by_email(asked.place.workspace, person.email) == asked.person:
                return person
        return None

    async def _idle(self, asked: Asked, kept: Kept, ticket: Ticket, person: Person, now: datetime) -> bool:
        """Whether nothing waits any more, or nobody wants to hear of it."""
        if ticket.done or await self.silence.muted(asked.place, asked.person):
            return True
        if _answered(ticket, person, asked.at):
            return True
        verdict = await asyncio.to_thread(self.policies.judge, ticket, kept.verdict.receiver, now)
        if question_of(verdict) != asked.question or not unchanged(kept, verdict, ticket):
            return True
        showing = await self.audience.decide(asked.place, ticket, user=asked.person, asked=True)
        return showing.show != "full"


def _due(asked: Asked, hours: QuietHours | None, now: datetime) -> bool:
    if hours is not None and hours.holds(now):
        return False
    return worked(asked.at, DAYS, hours.zone if hours else UTC, now)


def _answered(ticket: Ticket, person: Person, since: datetime) -> bool:
    """Whether they said anything on the ticket since."""
    said = (one for one in ticket.comments if one.created and one.created > since)
    return any(one.author is not None and one.author.account == person.account for one in said)
