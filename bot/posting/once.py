"""Lets one of several runs do what all of them want, where no message of ours in Slack could tell whether it was
done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import Run
from bot.posts import Posts
from bot.requests import Place


@dataclass(frozen=True, slots=True)
class Once:
    """Two presses within this time, by one person who saw nothing happen or by two people, mean one file or one
    copy."""

    posts: Posts
    clock: Callable[[], datetime]

    async def first(self, run: Run, place: Place, identity: str, kind: str, *, within: timedelta) -> bool:
        """Whether this run is to do it: no other run set out to within this time, or that one was refused. After a
        crash the same run gets the same answer, so no step is needed."""
        now = self.clock()
        post = await self.posts.intend(place, identity, kind, execution=run.identity, now=now)
        if post.owner == run.identity:
            return True
        if not post.refused and abs(now - post.tried_at) <= within:
            return False
        return await self.posts.claim(post, execution=run.identity, now=now) is not None

    async def refused(self, run: Run, place: Place, identity: str, kind: str) -> None:
        """It was not done, and is the next one's to try."""
        post = await self.posts.intend(place, identity, kind, execution=run.identity, now=self.clock())
        if post.owner == run.identity:
            await self.posts.refused(post)
