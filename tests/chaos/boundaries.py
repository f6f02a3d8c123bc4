"""The named moments at which a process can be killed, between hearing of something and recording that it is done."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from bot.conversation.living.looking_again import LookingAgain
from bot.digest.maker import DigestMaker
from bot.digest.reading.survey import Reading
from bot.engine import Engine
from bot.jira.editing.desk import JiraDesk
from bot.judging.looking import Looking
from bot.posting.errands import CardErrand
from bot.slack.sending.poster import SlackPoster
from bot.store.messages.cards import CardStore
from bot.store.messages.posts import PostStore
from bot.store.talk.stirs import StirStore

Method = Callable[..., Awaitable[Any]]
Story = Literal["cards", "updates", "changes", "answers", "digests"]
"""What is asked of the bot while it dies."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """Just before or after a call of `method` on `owner`."""

    story: Story
    owner: type
    method: str
    when: Literal["before", "after"]
    what: str


BOUNDARIES: dict[str, Boundary] = {
    "heard": Boundary("cards", Engine, "start", "before", "heard, nothing committed, no ack"),
    "committed": Boundary("cards", Engine, "start", "after", "run committed, no ack"),
    "fetching": Boundary("cards", Looking, "_all", "before", "acknowledged, Jira not yet asked"),
    "stored": Boundary("cards", Looking, "_all", "after", "verdict stored, step not recorded"),
    "intended": Boundary("cards", CardStore, "intend", "after", "intent committed, nothing posted"),
    "posting": Boundary("cards", SlackPoster, "post", "before", "about to post"),
    "posted": Boundary("cards", SlackPoster, "post", "after", "Slack has the card, we do not know"),
    "noted": Boundary("cards", PostStore, "posted", "after", "card's place noted, its verdict not"),
    "standing": Boundary("cards", CardErrand, "stands", "after", "all noted, step not recorded"),
    "updating": Boundary("updates", SlackPoster, "update", "before", "about to update the card"),
    "updated": Boundary("updates", SlackPoster, "update", "after", "Slack has the update, we do not know"),
    "told": Boundary("changes", Engine, "start", "before", "Jira's word heard, nothing committed, no answer"),
    "taken": Boundary("changes", Engine, "start", "after", "change committed, Jira not answered"),
    "stirred": Boundary("changes", StirStore, "stir", "after", "change waits for the ticket to come to rest"),
    "settled": Boundary("changes", StirStore, "settle", "after", "change is to be judged, step not recorded"),
    "rejudged": Boundary("changes", LookingAgain, "_judge", "after", "judged again, step not recorded"),
    "following": Boundary("changes", SlackPoster, "update", "before", "about to bring the card up to date"),
    "followed": Boundary("changes", SlackPoster, "update", "after", "Slack has the fresh card, we do not know"),
    "commenting": Boundary("changes", JiraDesk, "comment", "before", "about to write the comment"),
    "commented": Boundary("changes", JiraDesk, "comment", "after", "Jira has the comment, we do not know"),
    "labelled": Boundary("changes", JiraDesk, "label", "after", "Jira has the label, step not recorded"),
    "linked": Boundary("changes", JiraDesk, "link", "after", "Jira has the link, step not recorded"),
    "kept": Boundary("changes", JiraDesk, "keep", "after", "Jira has the property, step not recorded"),
    "answering": Boundary("answers", JiraDesk, "say", "before", "about to write a person's answer as a comment"),
    "answered": Boundary("answers", JiraDesk, "say", "after", "Jira has the answer, we do not know"),
    "editing": Boundary("answers", JiraDesk, "write", "before", "about to write an answer into the description"),
    "edited": Boundary("answers", JiraDesk, "write", "after", "the description has the answer, we do not know"),
    "begun": Boundary("digests", DigestMaker, "_begin", "after", "digest begun, step not recorded"),
    "read": Boundary("digests", Reading, "advance", "after", "tickets judged, step not recorded"),
    "prepared": Boundary("digests", DigestMaker, "_prepare", "after", "picture uploaded, step not recorded"),
    "telling": Boundary("digests", SlackPoster, "post", "before", "about to post the digest"),
    "spoken": Boundary("digests", SlackPoster, "post", "after", "Slack has the digest, we do not know"),
}
AT_RANDOM: dict[str, Story] = {"random": "cards", "random change": "changes", "random digest": "digests"}
"""Kills at any moment, by the story they happen in."""
FAULTS = (*BOUNDARIES, *AT_RANDOM)


def story_of(fault: str) -> Story:
    return AT_RANDOM[fault] if fault in AT_RANDOM else BOUNDARIES[fault].story


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
