"""Fetches, judges, gates and stores a ticket again, in one step of a run: which messages are to change, as ids and
outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

from pydantic import TypeAdapter

from bot.conversation.living.reacting import Reacting
from bot.conversation.living.rejudged import Rejudged, unchanged
from bot.conversation.living.updates import CardUpdate, LineUpdate, LostMessage, Updates
from bot.conversation.ports import HandOffs, LivingCards
from bot.conversation.silence import Silence
from bot.errors import JiraError, JiraOutcome
from bot.judging.showing import asker_alone_barred, same_ruleset, standing
from bot.judging.summaries import Listed, Summary
from bot.ports import Audience, Channels, Policies, Run, Show, Showing, Tickets, Verdicts
from bot.posting.errands import kept_by
from bot.posts import Card
from bot.requests import Place, TicketRef
from bot.retrying.backoff import backoff
from bot.telemetry import metrics, tracing
from checks.ticket import Ticket, TicketId

TRIES = 5
_UPDATES = TypeAdapter(Updates)
_Shown: TypeAlias = Card | Summary
_Reader: TypeAlias = tuple[Place, str | None]
"""A channel, and who asked there."""


@dataclass(frozen=True, slots=True)
class LookingAgain:
    """The audience of each message's channel is asked for again each time."""

    tickets: Tickets
    policies: Policies
    audience: Audience
    channels: Channels
    verdicts: Verdicts
    living: LivingCards
    handoffs: HandOffs
    reacting: Reacting
    silence: Silence
    clock: Callable[[], datetime]

    async def look(self, run: Run, workspace: str, ticket: TicketId, key: str, *, tell: bool, redraw: bool) -> Updates:
        """What is to change of all that is shown of the ticket, after a few tries where Jira does not answer, or Slack fails
        to say who reads along. With `tell`, a verdict that the ticket's own words changed is worth a word. With `redraw`,
        cards are drawn anew though their verdict is the same."""
        again = Updates()
        for attempt in range(1, TRIES + 1):
            judge = partial(self._judge, workspace, ticket, key, tell, redraw, last=attempt == TRIES)
            again = _UPDATES.validate_python(await run.step("again", judge))
            if not again.transient or attempt == TRIES:
                break
            await run.sleep(backoff(attempt, again.retry_after, run.identity))
        return again

    async def _judge(
        self, workspace: str, ticket: TicketId, key: str, tell: bool, redraw: bool, *, last: bool
    ) -> object:
        try:
            with tracing.span("fetch", site=ticket.site, key=key):
                found = await self.tickets.fetch(TicketRef(ticket.site, key))
        except JiraError as error:
            metrics.JIRA_CALLS.labels("fetch", error.outcome).inc()
            if error.outcome in JiraError.LOST:
                return await self._lost(workspace, ticket, error.outcome)
            failed = Updates(failed=error.outcome, transient=error.transient, retry_after=error.retry_after)
            return _UPDATES.dump_python(failed, mode="json")
        metrics.JIRA_CALLS.labels("fetch", "ok").inc()
        if found.issue_id not in (None, ticket.issue_id):
            return await self._lost(workspace, ticket, "not_found")
        await self._follow(workspace, ticket, found)
        judging = Rejudged(self.policies, self.verdicts, found, self.clock())
        cards = await self.living.of_ticket(workspace, ticket)
        listed = await self.living.listed(workspace, ticket)
        showings = await self._decided(found, [*cards, *(one.summary for one in listed)])
        if not last and (unheard := _unheard(showings.values())) is not None:
            return _UPDATES.dump_python(Updates(transient=True, retry_after=unheard or None), mode="json")
        fresh = []
        for card in cards:
            shown = await self._fresh(judging, card, _may_show(card, showings), tell, redraw)
            if shown is not None:
                fresh.append(shown)
        written = judging.first
        looked = [await self._line(judging, one, _may_show(one.summary, showings)) for one in listed]
        lines = tuple(line for line in looked if line is not None)
        reactions = await self.reacting.turned(judging, workspace, ticket)
        related = tuple(dict.fromkeys(other.key for other in found.related))
        again = Updates(tuple(fresh), lines, reactions=reactions, verdict_id=written, related=related)
        return _UPDATES.dump_python(again, mode="json")

    async def _lost(self, workspace: str, ticket: TicketId, failed: JiraOutcome) -> object:
        """The messages that show a ticket as if Jira still gave it."""
        now = self.clock()
        cards = [card for card in await self.living.of_ticket(workspace, ticket) if card.shown != "lost"]
        lines = [one for one in await self.living.listed(workspace, ticket) if not one.lost]
        found = [
            LostMessage(card.post.place, card.post.id, card.verdict_id, now, ts=card.post.ts or "") for card in cards
        ]
        posts = [(one.summary.post, one.verdict_id) for one in lines]
        for post, verdict in posts:
            found.append(LostMessage(post.place, post.id, verdict, now, line=True, cut=await self._cut(post.place)))
        reactions = await self.reacting.lost(workspace, ticket)
        return _UPDATES.dump_python(Updates(lost=tuple(found), reactions=reactions, failed=failed), mode="json")

    async def _fresh(self, judging: Rejudged, card: Card, show: Show, tell: bool, redraw: bool) -> CardUpdate | None:
        """What a card is to show; None where it shows that already."""
        place, ticket = card.post.place, judging.ticket
        before = await kept_by(self.verdicts, place.workspace, card.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        # A card that is cut stays with what it showed last: the key that the ticket has since is not for its readers.
        same = show == "silent" or unchanged(before, after, ticket)
        if same and show == card.shown and not redraw:
            return None
        verdict_id = card.verdict_id if same else await judging.kept(place.workspace, before.verdict.receiver)
        agreed = await self.channels.channel(place.workspace, place.channel)
        condensed = agreed.quiet == "condensed" and card.asker is None
        moved = not same and before.verdict.verdict != after.verdict
        worth = moved and same_ruleset(before.verdict, after) and show == "full" and not ticket.done
        aloud = tell and worth and await self._may_speak(place, card)
        return CardUpdate(
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

    async def _line(self, judging: Rejudged, listed: Listed, show: Show) -> LineUpdate | None:
        """What a summary is to say; None where it says that already."""
        post, ticket = listed.summary.post, judging.ticket
        place = post.place
        before = await kept_by(self.verdicts, place.workspace, listed.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        same = unchanged(before, after, ticket)
        if same and show == listed.show and not listed.lost:
            return None
        verdict_id = before.id if same else await judging.kept(place.workspace, before.verdict.receiver)
        return LineUpdate(place, post.id, verdict_id, show, await self._cut(place))

    async def _cut(self, place: Place) -> bool:
        return await self.audience.reach(place.workspace, place.channel) != "internal"

    async def _decided(self, ticket: Ticket, messages: Iterable[_Shown]) -> Mapping[_Reader, Showing]:
        """What may be shown to the readers of each message; asked once for each channel and asker."""
        readers = dict.fromkeys(map(_reader, messages))
        return {reader: await self._decide(reader[0], ticket, reader[1]) for reader in readers}

    async def _decide(self, place: Place, ticket: Ticket, asker: str | None) -> Showing:
        showing = await self.audience.decide(place, ticket, user=asker or "", asked=asker is not None)
        if asker_alone_barred(showing.reason, place):
            return await self.audience.decide(place, ticket, user="", asked=False)
        return showing

    async def _may_speak(self, place: Place, card: Card) -> bool:
        """Only to somebody who asked, where neither they nor the thread nor the hour want silence."""
        if card.asker is None:
            return False
        spoken = replace(place, thread=place.thread or card.post.ts)
        return await self.silence.wanted(spoken, card.asker, self.clock()) is None

    async def _follow(self, workspace: str, ticket: TicketId, found: Ticket) -> None:
        """What the ticket says of its last hand-off: done, open again, or a question since."""
        given = await self.handoffs.latest(workspace, ticket)
        if given is None:
            return
        asked = [said.created for said in found.comments if said.created and "?" in said.body.text]
        since = min((at for at in asked if at > given.at), default=None)
        await self.handoffs.follow(workspace, ticket, done=found.done, asked_at=since, now=self.clock())


def _reader(message: _Shown) -> _Reader:
    return replace(message.post.place, thread=None), message.asker


def _may_show(message: _Shown, showings: Mapping[_Reader, Showing]) -> Show:
    """A card whose channel no longer watches stays whole; one that others may now read is cut to its key. In a channel
    it is everybody's, so that whoever asked may have lost sight of the ticket since."""
    showing = showings[_reader(message)]
    return standing("full" if showing.reason == "not_watching" else showing.show, message.post.place)


def _unheard(showings: Iterable[Showing]) -> float | None:
    """Where Slack fails to say of any reader who they are, seconds until it is asked again: a card that is cut for that
    would stay cut."""
    return max((showing.again for showing in showings if showing.again is not None), default=None)
