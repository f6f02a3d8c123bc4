"""Announces a changed verdict in the thread of its card, a few times a day at most; the last announcement is kept
current by silent edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.conversation.living.updates import CardUpdate, LostMessage
from bot.judging.showing import card_view
from bot.message import Message
from bot.ports import Run, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import AmendErrand, WordsErrand, kept_by
from bot.posts import Posts
from bot.render.card.change import changed, gone, withheld
from bot.requests import Place

DAILY = 3
"""Messages about one card's changes within a day. A ticket that is written in Jira goes back and forth more often."""


@dataclass(frozen=True, slots=True)
class Announcing:
    verdicts: Verdicts
    posts: Posts
    delivery: Delivery
    clock: Callable[[], datetime]

    async def say(self, run: Run, fresh: CardUpdate, ts: str) -> None:
        """Announce that a card's verdict changed, or that it shows more or less than before. Where no new message is
        due, the last one is edited to say what holds now: Slack notifies nobody of an edit."""
        if fresh.was is None and not fresh.turned:
            return
        kept = await kept_by(self.verdicts, fresh.place.workspace, fresh.verdict_id)
        view = card_view(kept, fresh.show, asker=fresh.asker)
        message = withheld(view) if fresh.show == "silent" else changed(view, fresh.was or kept.verdict.verdict)
        thread = replace(fresh.place, thread=fresh.place.thread or ts)
        about = _about(fresh.place, fresh.ts)
        last = await run.step("said", partial(self._last, fresh.place, about, aloud=fresh.aloud))
        if last:
            await self._amend(run, thread, last, message)
        elif fresh.aloud:
            # By what the card showed: a webhook and a sweep may judge one change at once, each with a verdict of its own.
            identity = f"{about}from {fresh.before}"
            await self.delivery.deliver(run, WordsErrand(self.posts, thread, identity, "changed", message))

    async def let_go(self, run: Run, lost: LostMessage) -> None:
        """The ticket of a card is no longer given by Jira: the last announcement says so too, and keeps nothing of
        the ticket."""
        last = await run.step("said", partial(self._last, lost.place, _about(lost.place, lost.ts), aloud=False))
        if last:
            kept = await kept_by(self.verdicts, lost.place.workspace, lost.verdict_id)
            thread = replace(lost.place, thread=lost.place.thread or lost.ts)
            await self._amend(run, thread, last, gone(kept.verdict))

    async def _amend(self, run: Run, thread: Place, ts: str, message: Message) -> None:
        await self.delivery.deliver(run, AmendErrand(self.posts, thread, ts, message), unasked=True)

    async def _last(self, place: Place, about: str, *, aloud: bool) -> str:
        """The message that is to be edited; empty where a new one is due, or nothing was said."""
        said = await self.posts.alike(place.workspace, about, limit=DAILY)
        day = self.clock() - timedelta(days=1)
        due = aloud and sum(post.intent_at >= day for post in said) < DAILY
        return "" if due or not said else said[0].ts or ""


def _about(place: Place, ts: str) -> str:
    """What the identity of each message about a card begins with."""
    return f"changed:{place.channel}:{ts}:"
