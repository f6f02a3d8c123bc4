"""Use case: a button was pressed. Judge again and update the message it is on, or share what only one person saw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.errors import JiraError, SlackOutcome, Trouble
from bot.judging.looking import Looked, Looking, Question
from bot.judging.showing import OUTSIDE, asker_alone_barred, card_view, standing, trouble_view, verdict_id, way_of
from bot.judging.summaries import LOOKED_AT, Summaries, Summary
from bot.message import Message
from bot.ports import Kept, Run, Show, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import CardErrand, ShareErrand, Turned, kept_by
from bot.posting.once import Once
from bot.posting.replies import Replies
from bot.posting.summarising import SummaryErrand, summary_view
from bot.posts import Card, Cards, Posts
from bot.render.card.card import card as draw_card
from bot.render.card.summary import summary as draw_summary
from bot.render.say import said
from bot.render.trouble import trouble as draw_trouble
from bot.requests import ClickRequest
from bot.views import Share, TroubleView

PERSONS: frozenset[SlackOutcome] = frozenset({"channel_closed", "too_big", "install_dead"})
"""Slack's refusals about which a person can do something."""
PRESSED = timedelta(minutes=30)
"""How long a button works on an answer that only one person saw: as long as its `response_url`."""


@dataclass(frozen=True, slots=True)
class Clicked:
    """Answers a `ClickRequest`."""

    looking: Looking
    delivery: Delivery
    replies: Replies
    verdicts: Verdicts
    posts: Posts
    cards: Cards
    summaries: Summaries
    once: Once
    missed: Callable[[Run, Card, str], Awaitable[None]]
    """Called with a card, and its ticket's key, when Jira no longer gives the ticket."""
    turned: Turned

    async def __call__(self, run: Run, request: ClickRequest) -> None:
        try:
            await (self._share(run, request) if request.action == "share" else self._recheck(run, request))
        except Trouble as trouble:
            await self._alone(run, request, draw_trouble(TroubleView("internal", trouble.reference)))
            raise

    async def _recheck(self, run: Run, request: ClickRequest) -> None:
        workspace = request.place.workspace
        post_id = await run.step("find", partial(self._clicked, request))
        if post_id is None:
            await self._recheck_answer(run, request)
        elif summary := await self.summaries.of_post(workspace, post_id):
            await self._recheck_summary(run, request, summary)
        elif card := await self.cards.of_post(workspace, post_id):
            await self._recheck_card(run, request, card)

    async def _recheck_card(self, run: Run, request: ClickRequest, card: Card) -> None:
        async def stood() -> list[Any]:
            return [card.verdict_id, card.shown]

        # Recorded, because after a crash the row may already say what was drawn.
        was, shown = await run.step("shows", stood)
        kept = await kept_by(self.verdicts, card.post.place.workspace, was)
        looked = await self.looking.again(run, card.post.place, request.user, kept)
        if looked.verdict_id is None:
            await self._alone(run, request, _untold(looked))
            if looked.failed in JiraError.LOST:
                await self.missed(run, card, kept.verdict.key)
            return
        if asker_alone_barred(looked.reason, card.post.place):
            await self._answer(run, request, looked, looked.verdict_id, before=kept)
            return
        show = standing(looked.show, card.post.place)
        # A card that is cut stays with what it showed last: the key that the ticket has since is not for its readers.
        verdict_id = was if show == "silent" else looked.verdict_id
        errand = CardErrand(self.cards, self.verdicts, card.post.place, verdict_id, show)
        delivered = await self.delivery.deliver(run, errand)
        now = await kept_by(self.verdicts, card.post.place.workspace, verdict_id)
        says_else = show != shown or now.verdict.verdict != kept.verdict.verdict
        if says_else and delivered.ts is not None:
            await self.turned(run, card.post.place, delivered.ts, verdict_id, show, card.asker)
        if delivered.ts is None or show == "silent":
            await self._answer(run, request, looked, looked.verdict_id, before=kept)

    async def _recheck_summary(self, run: Run, request: ClickRequest, summary: Summary) -> None:
        post, left_out = summary.post, summary.tickets[LOOKED_AT:]
        question = Question(post.place, request.user, summary.tickets[:LOOKED_AT], receiver=summary.receiver)
        looked = await self.looking.look(run, question)
        if any(one.reason == OUTSIDE for one in looked):
            await self._alone(run, request, said("outsider"))
            return
        if not any(asker_alone_barred(one.reason, post.place) for one in looked):
            errand = SummaryErrand(
                self.posts,
                self.summaries,
                self.verdicts,
                post.place,
                post.identity,
                looked,
                summary.receiver,
                summary.asker,
                left_out,
            )
            delivered = await self.delivery.deliver(run, errand)
            if delivered.ts is not None:
                return
        view = await summary_view(
            self.verdicts, post.place, looked, "", request.user, left_out=len(left_out), alone=True
        )
        await self._alone(run, request, draw_summary(view))

    async def _recheck_answer(self, run: Run, request: ClickRequest) -> None:
        """The button is on an answer that only one person saw, or on a card that has moved on."""
        kept = await self._named(request)
        if kept is None:
            await self._alone(run, request, said("expired"))
            return
        looked = await self.looking.again(run, request.place, request.user, kept)
        if looked.verdict_id is None:
            await self._alone(run, request, _untold(looked))
            return
        await self._answer(run, request, looked, looked.verdict_id, before=kept)

    async def _answer(self, run: Run, request: ClickRequest, looked: Looked, found: int, *, before: Kept) -> None:
        """Answer only whoever pressed it; if they pressed it on an answer that only they see, in its place."""
        now = await kept_by(self.verdicts, request.place.workspace, found)
        share: Share = "none" if looked.show == "asker_only" else "button" if looked.member else "invite"
        way = way_of(looked, request.place)
        view = card_view(now, looked.show, before=before, asker=request.user, share=share, way=way)
        await self._alone(run, request, draw_card(view), replacing=request.message_ts is None)

    async def _share(self, run: Run, request: ClickRequest) -> None:
        kept = await self._named(request)
        if kept is None:
            await self._alone(run, request, said("expired"))
            return
        looked = await self.looking.again(run, request.place, request.user, kept)
        if looked.verdict_id is None or looked.show == "asker_only":
            await self._alone(
                run, request, draw_trouble(trouble_view(looked)) if looked.failed else said("not_for_here")
            )
            return
        place = replace(request.place, thread=None)
        # Somebody who presses twice, because nothing was to be seen yet, means one card.
        pressed = f"{place.channel}:{request.answer}:{request.handle}" if request.answer else run.identity
        identity = f"share:{pressed}"
        errand = ShareErrand(
            self.posts, self.cards, self.verdicts, place, identity, looked.verdict_id, looked.show, request.user
        )
        delivered = await self.delivery.deliver(run, errand)
        if delivered.ts is not None:
            return
        if delivered.outcome == "channel_closed" and request.reply is not None:
            if await self.once.first(run, place, f"copy:{pressed}", "copy", within=PRESSED):
                await self._copy(run, request, request.reply, looked.verdict_id, looked.show)
        else:
            await self._alone(run, request, draw_trouble(_not_posted(delivered.outcome)))

    async def _copy(self, run: Run, request: ClickRequest, reply: str, shared: int, show: Show) -> None:
        """Slack accepts the `response_url` even where the bot is not a member, but such a message cannot be updated
        later."""
        kept = await kept_by(self.verdicts, request.place.workspace, shared)
        view = card_view(kept, show, asker=request.user, follow=False)
        await self.replies.aloud(run, reply, draw_card(view))

    async def _named(self, request: ClickRequest) -> Kept | None:
        found = verdict_id(request.handle)
        return None if found is None else await self.verdicts.get(request.place.workspace, found)

    async def _clicked(self, request: ClickRequest) -> int | None:
        """The post of the message that was clicked; None for an answer, and for a card that has moved on."""
        workspace, ts = request.place.workspace, request.message_ts
        post = ts and await self.posts.at(workspace, request.place.channel, ts)
        if not post:
            return None
        lives = await self.summaries.of_post(workspace, post.id) or await self.cards.of_post(workspace, post.id)
        return post.id if lives else None

    async def _alone(self, run: Run, request: ClickRequest, message: Message, *, replacing: bool = False) -> None:
        await self.replies.alone(run, request.place, request.user, message, reply=request.reply, replace=replacing)


def _not_posted(outcome: SlackOutcome | None) -> TroubleView:
    return TroubleView(outcome if outcome and outcome in PERSONS else "internal", "")


def _untold(looked: Looked) -> Message:
    """What whoever pressed is told about a ticket without a verdict for them: that they get no answer here, or what
    failed."""
    return said("outsider") if looked.reason == OUTSIDE else draw_trouble(trouble_view(looked))
