"""The named moments at which a process can be killed, between hearing an event and recording its card."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from bot.engine import Engine
from bot.errands import CardErrand
from bot.looking import Looking
from bot.slack.poster import SlackPoster
from bot.store.cards import CardStore
from bot.store.posts import PostStore

Method = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Boundary:
    """Just before or after a call of `method` on `owner`."""

    owner: type
    method: str
    when: Literal["before", "after"]
    what: str


BOUNDARIES: dict[str, Boundary] = {
    "heard": Boundary(Engine, "start", "before", "heard, nothing committed, no ack"),
    "committed": Boundary(Engine, "start", "after", "run committed, no ack"),
    "fetching": Boundary(Looking, "_all", "before", "acknowledged, Jira not yet asked"),
    "stored": Boundary(Looking, "_all", "after", "verdict stored, step not recorded"),
    "intended": Boundary(CardStore, "intend", "after", "intent committed, nothing posted"),
    "posting": Boundary(SlackPoster, "post", "before", "about to post"),
    "posted": Boundary(SlackPoster, "post", "after", "Slack has the card, we do not know"),
    "noted": Boundary(PostStore, "posted", "after", "card's place noted, its verdict not"),
    "standing": Boundary(CardErrand, "stands", "after", "all noted, step not recorded"),
    "updating": Boundary(SlackPoster, "update", "before", "about to update the card"),
    "updated": Boundary(SlackPoster, "update", "after", "Slack has the update, we do not know"),
}
UPDATES = frozenset({"updating", "updated"})


def arm(name: str, passes: int) -> None:
    """Kill this process, as nothing can catch, the `passes`-th time it comes by this boundary."""
    boundary = BOUNDARIES[name]
    inner: Method = getattr(boundary.owner, boundary.method)
    left = passes

    def pass_by() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @wraps(inner)
    async def outer(*arguments: Any, **named: Any) -> Any:
        if boundary.when == "before":
            pass_by()
        result = await inner(*arguments, **named)
        if boundary.when == "after":
            pass_by()
        return result

    setattr(boundary.owner, boundary.method, outer)
