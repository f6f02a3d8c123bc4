"""Use case: a ticket is judged again, and every message that shows it shows what holds now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from pydantic import TypeAdapter

from bot.conversation.hours import Hours
from bot.conversation.ports import HandOffs, LivingCards, Mutes, TicketId
from bot.errors import JiraError, JiraOutcome
from bot.judging.showing import asker_alone_barred, card_view, same_ruleset
from bot.judging.summaries import Listed, Summaries
from bot.ports import Audience, Channels, Kept, Policies, Run, Show, Tickets, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import CardErrand, WordsErrand, kept_by
from bot.posting.summarising import LineErrand
from bot.posts import Card, Cards, Posts
from bot.render.change import changed
from bot.requests import Place, TicketRef
from bot.retrying.backoff import backoff
from bot.telemetry import metrics, tracing
from checks.ticket import Receiver, Ticket
from checks.verdict import Decision, Verdict

TRIES = 5
TITLE = 300
"""Characters of a summary that are stored."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What one card is to show. `was` is set where the change of its verdict is worth a word in the thread; `before` is
    the verdict it shows until then."""

    place: Place
    ts: str
    verdict_id: int
    show: Show
    condensed: bool = False
    asker: str | None = None
    was: Decision | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class FreshLine:
    """What one summary is to say of the ticket. `cut`: others read along by now, so that all its lines are cut."""

    place: Place
    post_id: int
    verdict_id: int
    show: Show
    cut: bool


@dataclass(frozen=True, slots=True)
class Again:
    """A ticket judged again: which cards and which lines of summaries are to change, and the verdict to write back; or
    why it failed."""

    cards: tuple[Fresh, ...] = ()
    lines: tuple[FreshLine, ...] = ()
    verdict_id: int | None = None
    related: tuple[str, ...] = ()
    failed: JiraOutcome | None = None
    transient: bool = False
    retry_after: float | None = None


_AGAIN = TypeAdapter(Again)


class Living:
    """Keeps true what is shown of a ticket. The audience of each message's channel is asked for again each time."""

    def __init__(
        self,
        tickets: Tickets,
        policies: Policies,
        audience: Audience,
        channels: Channels,
        verdicts: Verdicts,
        posts: Posts,
        cards: Cards,
        summaries: Summaries,
        living: LivingCards,
        mutes: Mutes,
        handoffs: HandOffs,
        delivery: Delivery,
        hours: Hours,
        clock: Callable[[], datetime],
    ) -> None:
        self._hours = hours
        self._tickets = tickets
        self._policies = policies
        self._audience = audience
        self._channels = channels
        self._verdicts = verdicts
        self._posts = posts
        self._cards = cards
        self._summaries = summaries
        self._living = living
        self._mutes = mutes
        self._handoffs = handoffs
        self._delivery = delivery
        self._clock = clock

    async def refresh(
        self, run: Run, workspace: str, ticket: TicketId, key: str, *, tell: bool = True, redraw: bool = False
    ) -> Again:
        """Judge the ticket again and bring its cards up to date. With `tell`, a verdict that the ticket's own words
        changed is said once to whoever asked. With `redraw`, cards are drawn anew though their verdict is the same."""
        again = Again()
        for attempt in range(1, TRIES + 1):
            kept = await run.step("again", partial(self._judge, workspace, ticket, key, tell, redraw))
            again = _AGAIN.validate_python(kept)
            if not again.transient or attempt == TRIES:
                break
            await run.sleep(backoff(attempt, again.retry_after, run.identity))
        if again.failed:
            log.warning("living.failed", outcome=again.failed, site=ticket.site, key=key)
        for fresh in again.cards:
            await self._show(run, fresh)
        for line in again.lines:
            await self._list(run, ticket, line)
        return again

    async def _show(self, run: Run, fresh: Fresh) -> None:
        errand = CardErrand(
            self._cards, self._verdicts, fresh.place, fresh.verdict_id, fresh.show, condensed=fresh.condensed
        )
        delivered = await self._delivery.deliver(run, errand, unasked=True)
        if fresh.was is None or delivered.ts is None:
            return
        kept = await kept_by(self._verdicts, fresh.place.workspace, fresh.verdict_id)
        message = changed(card_view(kept, fresh.show, asker=fresh.asker), fresh.was)
        thread = replace(fresh.place, thread=fresh.place.thread or fresh.ts)
        # By what the card showed: a webhook and a sweep may judge one change at once, each with a verdict of its own.
        identity = f"changed:{fresh.place.channel}:{fresh.ts}:from {fresh.before}"
        await self._delivery.deliver(run, WordsErrand(self._posts, thread, identity, "changed", message))

    async def _list(self, run: Run, ticket: TicketId, line: FreshLine) -> None:
        """In silence: a message about several tickets asked for none of them alone."""
        errand = LineErrand(
            self._summaries,
            self._verdicts,
            line.place,
            line.post_id,
            ticket.site,
            ticket.issue_id,
            line.verdict_id,
            line.show,
            line.cut,
        )
        await self._delivery.deliver(run, errand, unasked=True)

    async def _judge(self, workspace: str, ticket: TicketId, key: str, tell: bool, redraw: bool) -> object:
        """Fetch, judge, gate and store as one step; it gives ids."""
        try:
            with tracing.span("fetch", site=ticket.site, key=key):
                found = await self._tickets.fetch(TicketRef(ticket.site, key))
        except JiraError as error:
            metrics.JIRA_CALLS.labels("fetch", error.outcome).inc()
            failed = Again(failed=error.outcome, transient=error.transient, retry_after=error.retry_after)
            return _AGAIN.dump_python(failed, mode="json")
        metrics.JIRA_CALLS.labels("fetch", "ok").inc()
        if found.issue_id not in (None, ticket.issue_id):
            return _AGAIN.dump_python(Again(failed="not_found"), mode="json")
        await self._follow(workspace, ticket, found)
        judging = _Judging(self._policies, self._verdicts, found, self._clock())
        fresh = []
        for card in await self._living.of_ticket(workspace, ticket):
            shown = await self._fresh(judging, card, tell, redraw)
            if shown is not None:
                fresh.append(shown)
        written = judging.first
        listed = [await self._line(judging, one) for one in await self._living.listed(workspace, ticket)]
        lines = tuple(line for line in listed if line is not None)
        related = tuple(dict.fromkeys(other.key for other in found.related))
        return _AGAIN.dump_python(Again(tuple(fresh), lines, written, related), mode="json")

    async def _fresh(self, judging: _Judging, card: Card, tell: bool, redraw: bool) -> Fresh | None:
        """What a card is to show; None where it shows that already."""
        place, ticket = card.post.place, judging.ticket
        before = await kept_by(self._verdicts, place.workspace, card.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        show = await self._may_show(place, ticket, card.asker)
        same = unchanged(before, after, ticket)
        if same and show == card.shown and not redraw:
            return None
        verdict_id = card.verdict_id if same else await judging.kept(place.workspace, before.verdict.receiver)
        agreed = await self._channels.channel(place.workspace, place.channel)
        condensed = agreed.quiet == "condensed" and card.asker is None
        moved = same_ruleset(before.verdict, after) and before.verdict.verdict != after.verdict
        worth = tell and moved and show == "full" and not ticket.done and await self._may_speak(place, card)
        was = before.verdict.verdict if worth else None
        return Fresh(place, card.post.ts or "", verdict_id, show, condensed, card.asker, was, card.verdict_id)

    async def _line(self, judging: _Judging, listed: Listed) -> FreshLine | None:
        """What a summary is to say; None where it says that already."""
        post, ticket = listed.summary.post, judging.ticket
        place = post.place
        before = await kept_by(self._verdicts, place.workspace, listed.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        show = await self._may_show(place, ticket, listed.summary.asker)
        same = unchanged(before, after, ticket)
        if same and show == listed.show:
            return None
        verdict_id = before.id if same else await judging.kept(place.workspace, before.verdict.receiver)
        cut = await self._audience.reach(place.workspace, place.channel) != "internal"
        return FreshLine(place, post.id, verdict_id, show, cut)

    async def _may_show(self, place: Place, ticket: Ticket, asker: str | None) -> Show:
        """A card whose channel no longer watches stays whole; one that others may now read is cut to its verdict. In a
        channel it is everybody's, so that whoever asked may have lost sight of the ticket since."""
        showing = await self._audience.decide(place, ticket, user=asker or "", asked=asker is not None)
        if asker_alone_barred(showing.reason, place):
            showing = await self._audience.decide(place, ticket, user="", asked=False)
        return "full" if showing.show == "full" or showing.reason == "not_watching" else "verdict_only"

    async def _may_speak(self, place: Place, card: Card) -> bool:
        """Only to somebody who asked, where neither they nor the thread nor the hour want silence."""
        if card.asker is None or await self._hours.quiet(place.workspace, place.channel, self._clock()):
            return False
        silent = await self._mutes.muted(place.workspace, place.channel, place.thread or card.post.ts or "")
        return not silent and not await self._mutes.muted(place.workspace, "", card.asker)

    async def _follow(self, workspace: str, ticket: TicketId, found: Ticket) -> None:
        """What the ticket says of its last hand-off: done, open again, or a question since."""
        given = await self._handoffs.latest(workspace, ticket)
        if given is None:
            return
        asked = [said.created for said in found.comments if said.created and "?" in said.body.text]
        since = min((at for at in asked if at > given.at), default=None)
        await self._handoffs.follow(workspace, ticket, done=found.done, asked_at=since, now=self._clock())


class _Judging:
    """One fetched ticket, judged once a receiver and stored only where a card needs it."""

    def __init__(self, policies: Policies, verdicts: Verdicts, ticket: Ticket, now: datetime) -> None:
        self.ticket = ticket
        self.first: int | None = None
        self._policies = policies
        self._verdicts = verdicts
        self._now = now
        self._judged: dict[Receiver, Verdict] = {}
        self._kept: dict[Receiver, int] = {}

    async def verdict(self, receiver: Receiver) -> Verdict:
        if receiver not in self._judged:
            self._judged[receiver] = await asyncio.to_thread(self._policies.judge, self.ticket, receiver, self._now)
            metrics.VERDICTS.labels(self._judged[receiver].verdict).inc()
        return self._judged[receiver]

    async def kept(self, workspace: str, receiver: Receiver) -> int:
        if receiver not in self._kept:
            verdict = await self.verdict(receiver)
            self._kept[receiver] = await self._verdicts.record(workspace, verdict, self.ticket, asker="", now=self._now)
            self.first = self.first or self._kept[receiver]
        return self._kept[receiver]


def unchanged(before: Kept, after: Verdict, ticket: Ticket) -> bool:
    """Whether a card would say the same again. Evidence may be cut in what is stored, so its words do not count."""
    titled = before.title in (ticket.summary, ticket.summary[:TITLE])
    return titled and before.done == ticket.done and _said(before.verdict) == _said(after)


def _said(verdict: Verdict) -> tuple[Any, ...]:
    findings = [(one.code, one.outcome, one.severity, one.message, one.remedy, one.waived) for one in verdict.findings]
    return verdict.key, verdict.verdict, findings, verdict.questions, verdict.read, verdict.not_seen
