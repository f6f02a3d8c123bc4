"""Use case: a request for tickets → judged → stored → shown where it may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeAlias

import structlog
from pydantic import TypeAdapter

from bot.errors import SlackOutcome, Trouble
from bot.judging.looking import Looked, Looking, Question
from bot.judging.showing import OUTSIDE, READY, card_view, trouble_view, way_of
from bot.judging.summaries import LOOKED_AT, Summaries
from bot.message import Message
from bot.ports import Run, Show, Verdicts
from bot.posting.delivery import Delivered, Delivery
from bot.posting.errands import CardErrand, Turned, WordsErrand, kept_by
from bot.posting.replies import Replies
from bot.posting.summarising import SummaryErrand, summary_view
from bot.posts import Cards, Posts, Reactions
from bot.render.card.card import card as draw_card
from bot.render.card.change import card_above
from bot.render.card.summary import summary as draw_summary
from bot.render.say import said
from bot.render.trouble import trouble as draw_trouble
from bot.requests import SUMMARY_FROM, JudgeRequest, Place, TicketRef
from bot.upkeep.admins import Admins
from bot.views import Share, TroubleView
from checks.ticket import Receiver

NOT_OURS_TO_SAY = frozenset({"not_found", "gone", "forbidden", "unknown_site"})
"""Failures that are not mentioned where nobody asked: a ticket that we cannot see is nothing to speak of."""
PUBLIC: frozenset[Show] = frozenset({"full", "verdict_only"})
RECEIVER: TypeAdapter[Receiver] = TypeAdapter(Receiver)
Unanswered: TypeAlias = Literal["refused", "unseen", "unheard"]
"""Slack refused the message or reaction because our token is dead; or it did not say who reads the channel, either
because of such a token or because Slack fails for now."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Judge:
    """Answers a `JudgeRequest`."""

    looking: Looking
    delivery: Delivery
    replies: Replies
    admins: Admins
    verdicts: Verdicts
    posts: Posts
    cards: Cards
    summaries: Summaries
    reactions: Reactions
    turned: Turned

    async def __call__(self, run: Run, request: JudgeRequest) -> Unanswered | None:
        """Whether a dead token may have kept this request from an answer that everybody reads; None where there was
        one, or where none was due."""
        try:
            return await self._answer(run, request)
        except Trouble as trouble:
            if request.asked:
                message = draw_trouble(TroubleView("internal", trouble.reference))
                await self._alone(run, request, message)
            raise

    async def _answer(self, run: Run, request: JudgeRequest) -> Unanswered | None:
        if not request.tickets:
            request = await self._meant(run, request)
        if not request.tickets:
            await self._alone(run, request, said("no_ticket"))
            return None
        asked_of = request.tickets[:LOOKED_AT]
        question = Question(request.place, request.user, asked_of, request.asked, request.receiver)
        looked = await self.looking.look(run, question)
        await self.admins.hear(run, request.place.workspace, looked)
        if request.asked and any(one.reason == OUTSIDE for one in looked):
            await self._alone(run, request, said("outsider"))
            return None
        worth = tuple(one for one in looked if request.asked or _worth_saying(one))
        if not worth:
            log.info("judge.silent", tickets=len(looked), why=sorted({_why_silent(one) for one in looked}))
            unknown = [one for one in looked if one.reason == "channel_unknown"]
            return "unheard" if any(one.transient for one in unknown) else "unseen" if unknown else None
        if request.untold and any(one.verdict_id is not None for one in worth):
            await self._alone(run, request, said("receiver_taken", (("receiver", request.untold),)))
        if len(request.tickets) >= SUMMARY_FROM and (request.asked or len(worth) > 1):
            return await self._summarise(run, request, worth)
        reacting = all(one.quiet == "reaction" and one.ready for one in worth)
        how = self._react if reacting and request.message_ts else self._show
        shown = [await (self._fail if one.failed else how)(run, request, one) for one in worth]
        return next(filter(None, shown), None)

    async def _meant(self, run: Run, request: JudgeRequest) -> JudgeRequest:
        """Somebody who asks in a thread without naming a ticket means the tickets that thread is already about, for
        the receiver they were judged for, unless they name another."""

        async def found() -> list[list[str]]:
            return [
                [one.ref.site, one.ref.key, one.receiver or ""] for one in await self.cards.in_thread(request.place)
            ]

        rows = await run.step("thread", found)
        receivers = {row[2] for row in rows if len(row) > 2}  # rows of an older version are without
        same = RECEIVER.validate_python(receivers.pop()) if len(receivers) == 1 and "" not in receivers else None
        tickets = tuple(TicketRef(site, key) for site, key, *_ in rows)
        return replace(request, tickets=tickets, receiver=request.receiver or same)

    async def _show(self, run: Run, request: JudgeRequest, looked: Looked) -> Unanswered | None:
        if looked.verdict_id is None:
            return None
        if _for_asker_alone(request, looked.show):
            await self._show_alone(run, request, looked, looked.verdict_id)
            return None
        asker = request.user if request.asked else None
        # Only the asker reads a direct message, so what is for them alone may be posted there.
        show: Show = "verdict_only" if looked.show == "asker_only" else looked.show
        errand = CardErrand(
            self.cards, self.verdicts, request.place, looked.verdict_id, show, asker, looked.quiet == "condensed"
        )
        delivered = await self.delivery.deliver(run, errand)
        if delivered.ts is None and request.asked:
            await self._show_alone(run, request, looked, looked.verdict_id, refused=delivered)
        elif delivered.ts and _stood_above(request, delivered.ts):
            await self._point(run, request, looked.verdict_id)
            await self.turned(run, request.place, delivered.ts, looked.verdict_id, show, asker)
        return _refused(delivered.outcome)

    async def _point(self, run: Run, request: JudgeRequest, verdict_id: int) -> None:
        """Nobody notices an edit far up in a thread, so whoever asked is told privately what the card says now."""
        kept = await kept_by(self.verdicts, request.place.workspace, verdict_id)
        await self._alone(run, request, card_above(kept.verdict))

    async def _react(self, run: Run, request: JudgeRequest, looked: Looked) -> Unanswered | None:
        """React instead of posting, where all tickets of the message are ready: one reaction stands for all. It is
        recorded first, so that no reaction exists that nobody would take away."""
        place, ts = request.place, request.message_ts
        if looked.verdict_id is None or ts is None:
            return None
        await run.step("note", partial(self.reactions.note, place, ts, looked.verdict_id))
        return _refused(await self.replies.reaction(run, place, ts, READY))

    async def _show_alone(
        self, run: Run, request: JudgeRequest, looked: Looked, verdict_id: int, *, refused: Delivered | None = None
    ) -> None:
        kept = await kept_by(self.verdicts, request.place.workspace, verdict_id)
        share: Share = "none"
        if looked.show in PUBLIC and request.reply is not None:
            share = "invite" if refused or not looked.member else "button"
        view = card_view(
            kept,
            looked.show,
            asker=request.user,
            follow=request.reply is not None,
            share=share,
            way=way_of(looked, request.place),
        )
        await self._alone(run, request, draw_card(view))

    async def _fail(self, run: Run, request: JudgeRequest, looked: Looked) -> Unanswered | None:
        message = draw_trouble(trouble_view(looked))
        if request.trigger != "direct" and not _for_everybody(request, looked):
            await self._alone(run, request, message)
            return None
        identity = f"trouble:{run.identity}:{looked.ref.key}"
        errand = WordsErrand(self.posts, request.place, identity, "trouble", message)
        delivered = await self.delivery.deliver(run, errand)
        if delivered.ts is None and request.asked:
            await self._alone(run, request, message)
        return _refused(delivered.outcome)

    async def _summarise(self, run: Run, request: JudgeRequest, looked: tuple[Looked, ...]) -> Unanswered | None:
        asker = request.user if request.asked else None
        if _for_asker_alone(request, "full") or not any(one.show in PUBLIC for one in looked):
            await self._summarise_alone(run, request, looked)
            return None
        identity = f"summary:{request.place.channel}:{request.message_ts or run.identity}"
        errand = SummaryErrand(
            self.posts,
            self.summaries,
            self.verdicts,
            request.place,
            identity,
            looked,
            request.receiver,
            asker,
            request.tickets[LOOKED_AT:],
        )
        delivered = await self.delivery.deliver(run, errand)
        if delivered.ts is None and request.asked:
            await self._summarise_alone(run, request, looked)
        return _refused(delivered.outcome)

    async def _summarise_alone(self, run: Run, request: JudgeRequest, looked: tuple[Looked, ...]) -> None:
        left_out = len(request.tickets[LOOKED_AT:])
        view = await summary_view(self.verdicts, request.place, looked, "", request.user, left_out=left_out, alone=True)
        await self._alone(run, request, draw_summary(view))

    async def _alone(self, run: Run, request: JudgeRequest, message: Message) -> None:
        await self.replies.alone(run, _where_seen(request), request.user, message, reply=request.reply)


def _where_seen(request: JudgeRequest) -> Place:
    """Slack shows an ephemeral message in a thread only once somebody has replied there, so it is not put under a new
    message."""
    fresh = request.message_ts is not None and request.place.thread == request.message_ts
    return replace(request.place, thread=None) if fresh else request.place


def _stood_above(request: JudgeRequest, ts: str) -> bool:
    """Whether the card is older than the question, which somebody asked further down in its thread."""
    asked = request.message_ts if request.asked and request.message_ts != request.place.thread else None
    return (
        asked is not None and ts < asked
    )  # compared as text: Slack's time stamps have one length, and other text compares without failing


def _worth_saying(looked: Looked) -> bool:
    """Whether a ticket that nobody asked about is worth a message: an open one that may be shown, or a failure that
    is ours or Jira's."""
    if looked.failed:
        return looked.show in PUBLIC and looked.failed not in NOT_OURS_TO_SAY
    return looked.show in PUBLIC and not looked.done


def _why_silent(looked: Looked) -> str:
    """For the log: what failed, that the ticket is done, or why the gate lets nothing be shown."""
    if looked.show in PUBLIC:
        return looked.failed or "done"
    return looked.reason


def _refused(outcome: SlackOutcome | None) -> Unanswered | None:
    return "refused" if outcome == "install_dead" else None


def _for_everybody(request: JudgeRequest, looked: Looked) -> bool:
    """Whether a failure is told in the thread. A wrong key concerns only whoever typed it."""
    return request.trigger != "command" and looked.show in PUBLIC and looked.failed != "not_found"


def _for_asker_alone(request: JudgeRequest, show: Show) -> bool:
    return request.trigger == "command" or (show == "asker_only" and request.trigger != "direct")
