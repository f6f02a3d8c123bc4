"""Use case: a ticket is judged again, and every message that shows it is updated."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.conversation.living.announcing import Announcing
from bot.conversation.living.looking_again import LookingAgain
from bot.conversation.living.reacting import Reacting
from bot.conversation.living.updates import CardUpdate, LineUpdate, LostMessage, Updates
from bot.errors import JiraError
from bot.judging.summaries import Summaries
from bot.ports import Run, Show, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import CardErrand, LostErrand
from bot.posting.summarising import LineErrand
from bot.posts import Card, Cards
from bot.requests import Place
from checks.ticket import TicketId

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Living:
    """Keeps true what is shown of a ticket."""

    looking: LookingAgain
    verdicts: Verdicts
    cards: Cards
    summaries: Summaries
    delivery: Delivery
    reacting: Reacting
    announcing: Announcing

    async def refresh(
        self, run: Run, workspace: str, ticket: TicketId, key: str, *, tell: bool = True, redraw: bool = False
    ) -> Updates:
        """Judge the ticket again and bring its cards up to date; one that Jira gives no more leaves nothing of itself on
        them. With `tell`, a verdict that the ticket's own words changed is said once to whoever asked. With `redraw`,
        cards are drawn anew though their verdict is the same."""
        again = await self.looking.look(run, workspace, ticket, key, tell=tell, redraw=redraw)
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
        """A question or a click drew a card anew: its last announcement is to say the same."""
        await self.announcing.say(run, CardUpdate(place, ts, verdict_id, show, asker=asker, turned=True), ts)

    async def _show(self, run: Run, fresh: CardUpdate) -> None:
        errand = CardErrand(
            self.cards, self.verdicts, fresh.place, fresh.verdict_id, fresh.show, condensed=fresh.condensed
        )
        delivered = await self.delivery.deliver(run, errand, unasked=True)
        if delivered.ts is not None:
            await self.announcing.say(run, fresh, delivered.ts)

    async def _list(self, run: Run, ticket: TicketId, line: LineUpdate, *, lost: bool = False) -> None:
        """Silently: a message about several tickets asked for none of them in particular."""
        errand = LineErrand(
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
        await self.delivery.deliver(run, errand, unasked=True)

    async def _let_go(self, run: Run, ticket: TicketId, lost: LostMessage) -> None:
        """Silently: nobody did anything wrong, and nobody can do anything about it."""
        if lost.line:
            line = LineUpdate(lost.place, lost.post_id, lost.verdict_id, "verdict_only", lost.cut)
            await self._list(run, ticket, line, lost=True)
            return
        errand = LostErrand(self.cards, self.verdicts, lost.place, lost.post_id, lost.verdict_id, lost.since)
        await self.delivery.deliver(run, errand, unasked=True)
        await self.announcing.let_go(run, lost)
