"""Messages and living cards that stand in Slack once, as the use cases see the store of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from bot.ports import Show
from bot.requests import Place, TicketRef
from checks.ticket import Receiver

Shown: TypeAlias = Show | Literal["lost"]
"""How much of its verdict a card shows; `lost`: nothing, for Jira gives its ticket no more."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that is to exist once: its row is committed before it is sent to Slack."""

    id: int
    place: Place
    identity: str
    intent_at: datetime
    ts: str | None
    """None while only the intent to post stands."""
    owner: str
    tried_at: datetime
    again: bool = False
    """An earlier attempt may have reached Slack."""

    @property
    def refused(self) -> bool:
        """Slack surely did not take the last attempt: no message stands, and it is anybody's to post."""
        return self.ts is None and not self.owner


@dataclass(frozen=True, slots=True)
class Card:
    """A living card: one per (workspace, channel, thread, site, issue id). `verdict_id` is what it shows or is to."""

    id: int
    post: Post
    site: str
    issue_id: str
    verdict_id: int
    asker: str | None
    shown: Shown | None = None
    """None where nobody noted it."""


@dataclass(frozen=True, slots=True)
class Discussed:
    """A ticket that a message of ours in a thread is about."""

    ref: TicketRef
    receiver: Receiver | None
    """For whom that message judges it; None in a list that takes the channel's own."""


class Posts(Protocol):
    """The store of messages. An unfinished post belongs to the execution that last claimed it."""

    async def intend(self, place: Place, identity: str, kind: str, *, execution: str, now: datetime) -> Post:
        """The post of this identity: an existing one, whoever owns it, or a new one of ours."""
        ...

    async def claim(self, post: Post, *, execution: str, now: datetime) -> Post | None:
        """Make an unfinished post ours; None when it changed hands or was posted since `post` was read."""
        ...

    async def refused(self, post: Post) -> None:
        """Slack surely did not take it: whoever claims it next means it from that moment on."""
        ...

    async def posted(self, post: Post, ts: str) -> None: ...
    async def lock(self, post: Post, *, execution: str, now: datetime, hold: timedelta) -> bool:
        """Take the turn to update a message that stands; False while it is another's, for `hold` at most."""
        ...

    async def unlock(self, post: Post, *, execution: str) -> None: ...
    async def renew(self, post: Post, *, execution: str, now: datetime) -> Post:
        """Its message is gone from Slack: the intent to post it anew, under a new identity."""
        ...

    async def at(self, workspace: str, channel: str, ts: str) -> Post | None: ...
    async def alike(self, workspace: str, beginning: str, *, limit: int) -> tuple[Post, ...]:
        """The messages that stand and whose identity begins so, the latest first."""
        ...


class Cards(Protocol):
    """The store of living cards."""

    async def intend(self, place: Place, verdict_id: int, *, execution: str, asker: str | None, now: datetime) -> Card:
        """The card of this verdict's ticket in this thread: an existing one, or a new one with a post of ours."""
        ...

    async def move(self, place: Place, verdict_id: int, post: Post, *, asker: str | None, show: Show) -> Card:
        """The channel's card of this verdict's ticket, which from now on lives in `post`."""
        ...

    async def shows(self, card: Card, verdict_id: int, *, asker: str | None, show: Shown) -> None:
        """What it shows from now on, and how much of it; an asker stays where none is given."""
        ...

    async def of_post(self, workspace: str, post_id: int) -> Card | None: ...
    async def in_thread(self, place: Place) -> tuple[Discussed, ...]:
        """The tickets that our messages in this thread are about, each once, the first one first."""
        ...


@dataclass(frozen=True, slots=True)
class Reaction:
    """The bot's reaction on a message that named a ready ticket, in place of a card."""

    workspace: str
    channel: str
    ts: str
    site: str
    issue_id: str
    verdict_id: int
    ready: bool
    """Whether the ticket still is."""


class Reactions(Protocol):
    """The store of reactions. One on a message that names several tickets stands for all of them."""

    async def note(self, place: Place, ts: str, verdict_id: int) -> None:
        """The message has one for the ticket of this verdict, which is ready."""
        ...

    async def of_ticket(self, workspace: str, site: str, issue_id: str) -> tuple[Reaction, ...]:
        """At most fifty, those on the latest messages first."""
        ...

    async def turn(self, reaction: Reaction, verdict_id: int, *, ready: bool) -> bool:
        """Its ticket was judged again. Whether all tickets that the reaction stands for are ready."""
        ...
