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
"""How long an intent belongs to its owner alone: longer than `POST_TIMEOUT`, allowing for differences between
clocks."""
POST_TIMEOUT = 10.0
"""Seconds in which a post ends, one way or the other."""
TURN = 0.5
"""Seconds between two checks whether another run is done with the same message."""
TRIES = 200
"""Attempts, including those that only wait for a turn or for another execution."""
REFUSALS = 6
"""Failed calls to Slack after which a message is given up. Being asked to slow down is not a failure."""
POST = "chat.postMessage"
DELETED = "message_not_found"
"""Slack's error names for a message that no longer exists; others mean that it exists and cannot be edited."""
log = structlog.get_logger(__name__)


class Errand(Protocol):
    """One message to deliver: how its intent is recorded, how it is drawn, and what is recorded once it is posted."""

    @property
    def name(self) -> str:
        """The step's name."""
        ...

    async def intend(self, execution: str, now: datetime) -> Post: ...
    async def draw(self, post: Post) -> Message | None:
        """The message; None when what is posted already is newer."""
        ...

    async def stands(self, post: Post) -> None: ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the message is, or Slack's name for why there is none."""

    ts: str | None
    refused: str = ""
    outcome: SlackOutcome | None = None


@dataclass(slots=True)
class Doubt:
    """Whether an attempt before this one may have reached Slack."""

    any: bool = False
    ahead: datetime | None = None
    """The moment of another execution's attempt that lies in the future by our clock, while the hold for it is waited
    out."""


@dataclass(frozen=True, slots=True)
class Delivery:
    posts: Posts
    poster: Poster
    clock: Callable[[], datetime]
    hold: timedelta = HOLD

    async def deliver(self, run: Run, errand: Errand, *, patience: float = 0.0, unasked: bool = False) -> Delivered:
        """Post the message, or update it where it exists. Never raises `SlackError`. `patience`: seconds for which a
        failing Slack is retried from time to time before the message is given up. `unasked`: nobody waits for it, so
        a message that somebody deleted is not posted again."""
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
        """Update a posted message while nobody else does; otherwise an older verdict could arrive after a newer one."""
        if not await self.posts.lock(post, execution=run.execution, now=now, hold=self.hold):
            return {"wait": TURN}
        try:
            fresh = await self._update(run, errand, post, unasked)
        except SlackError as error:
            if error.outcome != "unavailable":  # the call may still be under way, so it keeps its turn
                await self.posts.unlock(post, execution=run.execution)
            raise
        if fresh is not None:
            return {"ts": await self._post(errand, fresh)}
        await self.posts.unlock(post, execution=run.execution)
        return {"ts": post.ts}

    async def _claim(self, run: Run, post: Post, now: datetime, doubt: Doubt) -> Post | float:
        """Take over an unfinished intent, or give the seconds until that may be tried."""
        sure = (post.owner == run.execution or post.refused) and not doubt.any
        if not sure and (left := self._left(post, now, doubt)) > timedelta(0):
            return left.total_seconds()
        claimed = await self.posts.claim(post, execution=run.execution, now=now)
        if claimed is None:
            return 1.0
        doubt.any = not sure
        return replace(claimed, again=doubt.any)

    def _left(self, post: Post, now: datetime, doubt: Doubt) -> timedelta:
        """Seconds for which the intent still belongs to another execution. A moment in the future was recorded by a
        clock that has since been set back: then the whole hold is waited out once from now, whatever the clocks
        say."""
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
            # Then Slack certainly accepted nothing, neither now nor before.
            if not error.transient and (error.method == POST or not post.again):
                await self.posts.refused(post)
            raise
        metrics.SLACK_CALLS.labels(POST, "ok").inc()
        log.info("slack.posted", step=errand.name, channel=post.place.channel, ts=ts)
        await self.posts.posted(post, ts)
        await errand.stands(post)
        return ts

    async def _update(self, run: Run, errand: Errand, post: Post, unasked: bool) -> Post | None:
        """Update a posted message; where it was deleted, the intent to post it again."""
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
