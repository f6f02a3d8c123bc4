"""A changed verdict is said in the thread of its card, a few times a day at most; what was said last stays true in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.conversation.again import Fresh
from bot.judging.showing import card_view
from bot.ports import Run, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import AmendErrand, WordsErrand, kept_by
from bot.posts import Posts
from bot.render.change import changed

DAILY = 3
"""Messages about one card's changes within a day. A ticket that is written in Jira goes back and forth more often."""


@dataclass(frozen=True, slots=True)
class Announcing:
    verdicts: Verdicts
    posts: Posts
    delivery: Delivery
    clock: Callable[[], datetime]

    async def say(self, run: Run, fresh: Fresh, ts: str) -> None:
        """Of a card whose verdict changed. Where no new message is due, the last one says what holds now: Slack tells
        nobody of an edit."""
        if fresh.was is None:
            return
        kept = await kept_by(self.verdicts, fresh.place.workspace, fresh.verdict_id)
        message = changed(card_view(kept, fresh.show, asker=fresh.asker), fresh.was)
        thread = replace(fresh.place, thread=fresh.place.thread or ts)
        about = f"changed:{fresh.place.channel}:{fresh.ts}:"
        last = await run.step("said", partial(self._last, fresh, about))
        if last:
            errand = AmendErrand(self.posts, thread, last, message)
            await self.delivery.deliver(run, errand, unasked=True)
        elif fresh.aloud:
            # By what the card showed: a webhook and a sweep may judge one change at once, each with a verdict of its own.
            identity = f"{about}from {fresh.before}"
            await self.delivery.deliver(run, WordsErrand(self.posts, thread, identity, "changed", message))

    async def _last(self, fresh: Fresh, about: str) -> str:
        """The message that is to be edited; empty where a new one is due, or nothing was said."""
        said = await self.posts.alike(fresh.place.workspace, about, limit=DAILY)
        day = self.clock() - timedelta(days=1)
        due = fresh.aloud and sum(post.intent_at >= day for post in said) < DAILY
        return "" if due or not said else said[0].ts or ""
