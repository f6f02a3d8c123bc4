"""A file posted exactly once.

Its bytes are uploaded first, which nobody sees. The run records the file's id, by which the post is looked for before
it is tried again, because Slack has no key that makes two posts one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.errors import SlackError
from bot.ports import Poster, Run
from bot.posting.delivery import HOLD
from bot.requests import Place


@dataclass(frozen=True, slots=True)
class NewFile:
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Files:
    poster: Poster
    clock: Callable[[], datetime]

    async def put(
        self, run: Run, step: str, place: Place, made: Callable[[], Awaitable[NewFile]], *, title: str | None = None
    ) -> None:
        """Post the file that `made` gives. The run records nothing of its content. Raises: SlackError, and whatever
        `made` raises."""

        async def stage() -> dict[str, str]:
            file = await made()
            staged = await self.poster.stage(place.workspace, file.name, file.content)
            return {"file": staged, "by": run.execution, "at": self.clock().isoformat()}

        staged = await run.step(f"{step}_file", stage)
        file, since = staged["file"], datetime.fromisoformat(staged["at"])
        again = staged["by"] != run.execution
        try:
            await run.step(step, partial(self._hand_out, place, file, title, since, again))
        except SlackError as error:
            if error.outcome != "unavailable":
                raise
            await run.sleep(HOLD.total_seconds())
            await run.step(step, partial(self._hand_out, place, file, title, since, True))

    async def _hand_out(self, place: Place, file: str, title: str | None, since: datetime, again: bool) -> None:
        """With `again`, only once an earlier attempt's call must have ended."""
        if again:
            left = (since + HOLD - self.clock()).total_seconds()
            await asyncio.sleep(min(max(left, 0.0), HOLD.total_seconds()))
        await self.poster.hand_out(place, file, title=title, since=since, again=again)
