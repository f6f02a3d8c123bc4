"""A message posted exactly once, and kept current after that (design decision 3).

Slack has no key that makes a repeated post one post. So the intent is committed first, and belongs to one execution
of a run at a time. An execution that finds another's unfinished intent waits until that one's call must have ended,
takes the intent over, and reads the thread before it posts. So does a run that was under way when its database was backed
up, for the rows of what it posted since are gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import structlog

from bot.errors import SlackError, SlackOutcome
from bot.message import Message
from bot.ports import Poster, Run
from bot.posts import Post, Posts
from bot.retrying.backoff import REST, backoff
from bot.telemetry import metrics

HOLD = timedelta(seconds=15)
"""For so long an intent is its owner's alone: longer than `POST_TIMEOUT`, clocks' differences included."""
POST_TIMEOUT = 10.0
"""Seconds in which a post ends, one way or the other."""
TURN = 0.5
"""Seconds between two looks whether another run is done with the same message."""
TRIES = 200
"""Attempts, waiting for a turn and for another execution included."""
REFUSALS = 6
"""Calls that Slack failed, before a message is given up. Being asked to slow down is no failure."""
POST = "chat.postMessage"
DELETED = "message_not_found"
"""Slack's word for a message that is there no more; others mean that it stands and may not be edited."""
log = structlog.get_logger(__name__)


class Errand(Protocol):
    """One message: how its intent is recorded, how it is drawn, and what is noted once it stands."""

    @property
    def name(self) -> str:
        """The step's name."""
        ...

    async def intend(self, execution: str, now: datetime) -> Post: ...
    async def draw(self, post: Post) -> Message | None:
        """The message; None when what stands there is newer already."""
        ...

    async def stands(self, post: Post) -> None: ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the message stands, or why there is none: Slack's own name for it."""

    ts: str | None
    refused: str = ""
    outcome: SlackOutcome | None = None


@dataclass(slots=True)
class Doubt:
    """Whether an attempt before this one may have reached Slack."""

    any: bool = False
    ahead: datetime | None = None
    """The moment of another's attempt that lies ahead of our clock, while the hold is waited out for it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    posts: Posts
    poster: Poster
    clock: Callable[[], datetime]
    hold: timedelta = HOLD

    async def deliver(self, run: Run, errand: Errand, *, patience: float = 0.0, unasked: bool = False) -> Delivered:
        """Post the message, or bring the one that stands up to date. Never raises `SlackError`. `patience`: seconds over
        which a Slack that fails is asked again from time to time, before it is given up. `unasked`: nobody waits for
        it, so a message that somebody deleted stays away."""
        doubt, refusals, rested = Doubt(), 0, 0.0
        for attempt in range(TRIES):
            try:
                result = await run.step(errand.name, partial(self._try, run, errand, doubt, unasked))
            except SlackError as error:
                metrics.SLACK_CALLS.labels(error.method or errand.name, error.outcome).inc()
                refusals += error.outcome != "throttled"
                asked = max(error.retry_after or 0.0, REST) if refusals > REFUSALS else error.retry_after
                wait = backoff(max(refusals, 1), asked, f"{run.identity}:{attempt}")
                rested += wait if refusals > REFUSALS else 0.0
                if not error.transient or rested > patience:
                    log.warning("slack.refused", step=errand.name, outcome=error.outcome, error=error.error)
                    return Delivered(None, error.error, error.outcome)
                doubt.any = doubt.any or error.outcome == "unavailable"
                await run.sleep(wait)
                continue
            if "wait" not in result:
                return Delivered(result["ts"])
            await run.sleep(result["wait"])
        log.error("slack.never_posted", step=errand.name)
        return Delivered(None, "held", "unavailable")

    async def _try(self, run: Run, errand: Errand, doubt: Doubt, unasked: bool) -> dict[str, Any]:
        now = self.clock()
        post = await errand.intend(run.execution, now)
        if post.ts is not None:
            return await self._in_turn(run, errand, post, now, unasked)
        if post.owner != run.execution or post.tried_at != now:
            claimed = await self._claim(run, post, now, doubt)
            if isinstance(claimed, float):
                return {"wait": claimed}
            post = claimed
        if run.unsure_since is not None:
            post = replace(post, again=True, intent_at=min(post.intent_at, run.unsure_since))
        return {"ts": await self._post(errand, post)}

    async def _in_turn(self, run: Run, errand: Errand, post: Post, now: datetime, unasked: bool) -> dict[str, Any]:
        """Update a standing message while nobody else does: else an older verdict could arrive after a newer one."""
        if not await self.posts.lock(post, execution=run.execution, now=now, hold=self.hold):
            return {"wait": TURN}
        try:
            fresh = await self._update(run, errand, post, unasked)
        except SlackError as error:
            if error.outcome != "unavailable":  # a call that may still be under way keeps its turn
                await self.posts.unlock(post, execution=run.execution)
            raise
        if fresh is not None:
            return {"ts": await self._post(errand, fresh)}
        await self.posts.unlock(post, execution=run.execution)
        return {"ts": post.ts}

    async def _claim(self, run: Run, post: Post, now: datetime, doubt: Doubt) -> Post | float:
        """An unfinished intent made ours, or the seconds until that may be tried."""
        sure = (post.owner == run.execution or post.refused) and not doubt.any
        if not sure and (left := self._left(post, now, doubt)) > timedelta(0):
            return left.total_seconds()
        claimed = await self.posts.claim(post, execution=run.execution, now=now)
        if claimed is None:
            return 1.0
        doubt.any = not sure
        return replace(claimed, again=doubt.any)

    def _left(self, post: Post, now: datetime, doubt: Doubt) -> timedelta:
        """How long an intent is still another's alone. A moment ahead of us was told by a clock that has been set back
        since: from here on the hold is waited out once, whatever clocks say."""
        left = post.tried_at + self.hold - now
        if left <= self.hold:
            return left
        if doubt.ahead == post.tried_at:
            return timedelta(0)
        doubt.ahead = post.tried_at
        return self.hold

    async def _post(self, errand: Errand, post: Post) -> str:
        message = await errand.draw(post)
        if message is None:
            raise SlackError("refused", "nothing_to_post", method=POST)
        try:
            async with asyncio.timeout(POST_TIMEOUT):
                ts = await self.poster.post(
                    post.place, message, identity=post.identity, intent_at=post.intent_at, again=post.again
                )
        except TimeoutError:
            raise SlackError("unavailable", "no_answer", method=POST) from None
        except SlackError as error:
            # Then Slack surely took nothing, now or before.
            if not error.transient and (error.method == POST or not post.again):
                await self.posts.refused(post)
            raise
        metrics.SLACK_CALLS.labels(POST, "ok").inc()
        log.info("slack.posted", step=errand.name, channel=post.place.channel, ts=ts)
        await self.posts.posted(post, ts)
        await errand.stands(post)
        return ts

    async def _update(self, run: Run, errand: Errand, post: Post, unasked: bool) -> Post | None:
        """Bring a standing message up to date; where it is gone, the intent to post it anew."""
        message = await errand.draw(post)
        if message is None or post.ts is None:
            return None
        try:
            async with asyncio.timeout(POST_TIMEOUT):
                await self.poster.update(post.place, post.ts, message)
        except TimeoutError:
            raise SlackError("unavailable", "no_answer", method="chat.update") from None
        except SlackError as error:
            if error.outcome != "message_gone" or (unasked and error.error == DELETED):
                raise
            return await self.posts.renew(post, execution=run.execution, now=self.clock())
        metrics.SLACK_CALLS.labels("chat.update", "ok").inc()
        log.info("slack.updated", step=errand.name, channel=post.place.channel, ts=post.ts)
        await errand.stands(post)
        return None
