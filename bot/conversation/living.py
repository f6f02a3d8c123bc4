"""Use case: a ticket is judged again, and every message that shows it shows what holds now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from pydantic import TypeAdapter

from bot.conversation.again import Again, Fresh, FreshLine, LostOn
from bot.conversation.announcing import Announcing
from bot.conversation.hours import Hours
from bot.conversation.ports import HandOffs, LivingCards, Mutes
from bot.conversation.reacting import Reacting
from bot.conversation.rejudged import Rejudged, unchanged
from bot.errors import JiraError, JiraOutcome
from bot.judging.showing import asker_alone_barred, same_ruleset, standing
from bot.judging.summaries import Listed, Summaries
from bot.ports import Audience, Channels, Policies, Run, Show, Tickets, Verdicts
from bot.posting.delivery import Delivery, Errand
from bot.posting.errands import CardErrand, LostErrand, kept_by
from bot.posting.summarising import LineErrand
from bot.posts import Card, Cards
from bot.requests import Place, TicketRef
from bot.retrying.backoff import backoff
from bot.telemetry import metrics, tracing
from checks.ticket import Ticket, TicketId

TRIES = 5
log = structlog.get_logger(__name__)


_AGAIN = TypeAdapter(Again)


@dataclass(frozen=True, slots=True)
class Living:
    """Keeps true what is shown of a ticket. The audience of each message's channel is asked for again each time."""

    tickets: Tickets
    policies: Policies
    audience: Audience
    channels: Channels
    verdicts: Verdicts
    cards: Cards
    summaries: Summaries
    living: LivingCards
    mutes: Mutes
    handoffs: HandOffs
    delivery: Delivery
    reacting: Reacting
    announcing: Announcing
    hours: Hours
    clock: Callable[[], datetime]

    async def refresh(
        self, run: Run, workspace: str, ticket: TicketId, key: str, *, tell: bool = True, redraw: bool = False
    ) -> Again:
        """Judge the ticket again and bring its cards up to date; one that Jira gives no more leaves nothing of itself on
        them. With `tell`, a verdict that the ticket's own words changed is said once to whoever asked. With `redraw`,
        cards are drawn anew though their verdict is the same."""
        again = Again()
        for attempt in range(1, TRIES + 1):
            kept = await run.step("again", partial(self._judge, workspace, ticket, key, tell, redraw))
            again = _AGAIN.validate_python(kept)
            if not again.transient or attempt == TRIES:
                break
            await run.sleep(backoff(attempt, again.retry_after, run.identity))
        if again.failed:
            event = "living.lost" if again.failed in JiraError.LOST else "living.failed"
            log.warning(event, outcome=again.failed, site=ticket.site, key=key)
        for fresh in again.cards:
            await self._show(run, fresh)
        for line in again.lines:
            await self._list(run, ticket, line)
        for lost in again.lost:
            await self._let_go(run, ticket, lost)
        for turned in again.reactions:
            await self.reacting.show(run, turned)
        return again

    async def missed(self, run: Run, card: Card, key: str) -> None:
        """Jira did not give the ticket of this card to somebody who asked for it again."""
        await self.refresh(run, card.post.place.workspace, TicketId(card.site, card.issue_id), key)

    async def turned(self, run: Run, place: Place, ts: str, verdict_id: int, show: Show, asker: str | None) -> None:
        """A question or a click drew a card anew: what was said of it last says the same."""
        await self.announcing.say(run, Fresh(place, ts, verdict_id, show, asker=asker, turned=True), ts)

    async def _show(self, run: Run, fresh: Fresh) -> None:
        errand = CardErrand(
            self.cards, self.verdicts, fresh.place, fresh.verdict_id, fresh.show, condensed=fresh.condensed
        )
        delivered = await self.delivery.deliver(run, errand, unasked=True)
        if delivered.ts is not None:
            await self.announcing.say(run, fresh, delivered.ts)

    async def _list(self, run: Run, ticket: TicketId, line: FreshLine) -> None:
        """In silence: a message about several tickets asked for none of them alone."""
        await self.delivery.deliver(run, self._line_errand(ticket, line), unasked=True)

    def _line_errand(self, ticket: TicketId, line: FreshLine, *, lost: bool = False) -> LineErrand:
        return LineErrand(
            self.summaries,
            self.verdicts,
            line.place,
            line.post_id,
            ticket.site,
            ticket.issue_id,
            line.verdict_id,
            line.show,
            line.cut,
            lost,
        )

    async def _let_go(self, run: Run, ticket: TicketId, lost: LostOn) -> None:
        """In silence: nobody did anything wrong, and nobody can answer."""
        errand: Errand = LostErrand(self.cards, self.verdicts, lost.place, lost.post_id, lost.verdict_id, lost.since)
        if lost.line:
            line = FreshLine(lost.place, lost.post_id, lost.verdict_id, "verdict_only", await self._cut(lost.place))
            errand = self._line_errand(ticket, line, lost=True)
        await self.delivery.deliver(run, errand, unasked=True)
        if not lost.line:
            await self.announcing.let_go(run, lost)

    async def _judge(self, workspace: str, ticket: TicketId, key: str, tell: bool, redraw: bool) -> object:
        """Fetch, judge, gate and store as one step; it gives ids."""
        try:
            with tracing.span("fetch", site=ticket.site, key=key):
                found = await self.tickets.fetch(TicketRef(ticket.site, key))
        except JiraError as error:
            metrics.JIRA_CALLS.labels("fetch", error.outcome).inc()
            if error.outcome in JiraError.LOST:
                return await self._lost(workspace, ticket, error.outcome)
            failed = Again(failed=error.outcome, transient=error.transient, retry_after=error.retry_after)
            return _AGAIN.dump_python(failed, mode="json")
        metrics.JIRA_CALLS.labels("fetch", "ok").inc()
        if found.issue_id not in (None, ticket.issue_id):
            return await self._lost(workspace, ticket, "not_found")
        await self._follow(workspace, ticket, found)
        judging = Rejudged(self.policies, self.verdicts, found, self.clock())
        fresh = []
        for card in await self.living.of_ticket(workspace, ticket):
            shown = await self._fresh(judging, card, tell, redraw)
            if shown is not None:
                fresh.append(shown)
        written = judging.first
        listed = [await self._line(judging, one) for one in await self.living.listed(workspace, ticket)]
        lines = tuple(line for line in listed if line is not None)
        reactions = await self.reacting.turned(judging, workspace, ticket)
        related = tuple(dict.fromkeys(other.key for other in found.related))
        again = Again(tuple(fresh), lines, reactions=reactions, verdict_id=written, related=related)
        return _AGAIN.dump_python(again, mode="json")

    async def _lost(self, workspace: str, ticket: TicketId, failed: JiraOutcome) -> object:
        """The messages that show a ticket as if Jira still gave it."""
        now = self.clock()
        cards = [card for card in await self.living.of_ticket(workspace, ticket) if card.shown != "lost"]
        lines = [one for one in await self.living.listed(workspace, ticket) if not one.lost]
        found = [LostOn(card.post.place, card.post.id, card.verdict_id, now, ts=card.post.ts or "") for card in cards]
        posts = [(one.summary.post, one.verdict_id) for one in lines]
        found += [LostOn(post.place, post.id, verdict, now, line=True) for post, verdict in posts]
        reactions = await self.reacting.lost(workspace, ticket)
        return _AGAIN.dump_python(Again(lost=tuple(found), reactions=reactions, failed=failed), mode="json")

    async def _fresh(self, judging: Rejudged, card: Card, tell: bool, redraw: bool) -> Fresh | None:
        """What a card is to show; None where it shows that already."""
        place, ticket = card.post.place, judging.ticket
        before = await kept_by(self.verdicts, place.workspace, card.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        show = await self._may_show(place, ticket, card.asker)
        same = unchanged(before, after, ticket)
        if same and show == card.shown and not redraw:
            return None
        verdict_id = card.verdict_id if same else await judging.kept(place.workspace, before.verdict.receiver)
        agreed = await self.channels.channel(place.workspace, place.channel)
        condensed = agreed.quiet == "condensed" and card.asker is None
        moved = before.verdict.verdict != after.verdict
        worth = moved and same_ruleset(before.verdict, after) and show == "full" and not ticket.done
        aloud = tell and worth and await self._may_speak(place, card)
        return Fresh(
            place,
            card.post.ts or "",
            verdict_id,
            show,
            condensed,
            card.asker,
            was=before.verdict.verdict if moved else None,
            aloud=aloud,
            before=card.verdict_id,
            turned=show != card.shown,
        )

    async def _line(self, judging: Rejudged, listed: Listed) -> FreshLine | None:
        """What a summary is to say; None where it says that already."""
        post, ticket = listed.summary.post, judging.ticket
        place = post.place
        before = await kept_by(self.verdicts, place.workspace, listed.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        show = await self._may_show(place, ticket, listed.summary.asker)
        same = unchanged(before, after, ticket)
        if same and show == listed.show and not listed.lost:
            return None
        verdict_id = before.id if same else await judging.kept(place.workspace, before.verdict.receiver)
        return FreshLine(place, post.id, verdict_id, show, await self._cut(place))

    async def _cut(self, place: Place) -> bool:
        return await self.audience.reach(place.workspace, place.channel) != "internal"

    async def _may_show(self, place: Place, ticket: Ticket, asker: str | None) -> Show:
        """A card whose channel no longer watches stays whole; one that others may now read is cut to its key. In a channel
        it is everybody's, so that whoever asked may have lost sight of the ticket since."""
        showing = await self.audience.decide(place, ticket, user=asker or "", asked=asker is not None)
        if asker_alone_barred(showing.reason, place):
            showing = await self.audience.decide(place, ticket, user="", asked=False)
        return standing("full" if showing.reason == "not_watching" else showing.show, place)

    async def _may_speak(self, place: Place, card: Card) -> bool:
        """Only to somebody who asked, where neither they nor the thread nor the hour want silence."""
        if card.asker is None or await self.hours.quiet(place.workspace, place.channel, self.clock()):
            return False
        silent = await self.mutes.muted(place.workspace, place.channel, place.thread or card.post.ts or "")
        return not silent and not await self.mutes.muted(place.workspace, "", card.asker)

    async def _follow(self, workspace: str, ticket: TicketId, found: Ticket) -> None:
        """What the ticket says of its last hand-off: done, open again, or a question since."""
        given = await self.handoffs.latest(workspace, ticket)
        if given is None:
            return
        asked = [said.created for said in found.comments if said.created and "?" in said.body.text]
        since = min((at for at in asked if at > given.at), default=None)
        await self.handoffs.follow(workspace, ticket, done=found.done, asked_at=since, now=self.clock())
