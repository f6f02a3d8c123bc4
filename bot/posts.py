"""Messages that exist once in Slack, and living cards, as the use cases see their store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from bot.ports import Show
from bot.requests import Place, TicketRef
from checks.ticket import Receiver

Shown: TypeAlias = Show | Literal["lost"]
"""How much of its verdict a card shows; `lost`: nothing, because Jira no longer gives its ticket."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that must exist exactly once: its row is committed before it is sent to Slack."""

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
        """Slack certainly did not accept the last attempt: there is no message, and any run may post it."""
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
    """The receiver that message judges for; None in a list that uses the channel's own."""


class Posts(Protocol):
    """The store of messages. An unfinished post belongs to the execution that last claimed it."""

    async def intend(self, place: Place, identity: str, kind: str, *, execution: str, now: datetime) -> Post:
        """The post of this identity: an existing one, whoever owns it, or a new one that we own."""
        ...

    async def claim(self, post: Post, *, execution: str, now: datetime) -> Post | None:
        """Take over an unfinished post; None if it changed hands or was posted since `post` was read."""
        ...

    async def refused(self, post: Post) -> None:
        """Slack certainly did not accept it: whoever claims it next intends it from that moment on."""
        ...

    async def posted(self, post: Post, ts: str) -> None: ...
    async def lock(self, post: Post, *, execution: str, now: datetime, hold: timedelta) -> bool:
        """Claim the right to update a posted message; False while another run has it, for `hold` at most."""
        ...

    async def unlock(self, post: Post, *, execution: str) -> None: ...
    async def renew(self, post: Post, *, execution: str, now: datetime) -> Post:
        """Its message was deleted in Slack: the intent to post it again, under a new identity."""
        ...

    async def at(self, workspace: str, channel: str, ts: str) -> Post | None: ...
    async def alike(self, workspace: str, beginning: str, *, limit: int) -> tuple[Post, ...]:
        """The posted messages whose identity has this prefix, the latest first."""
        ...


class Cards(Protocol):
    """The store of living cards."""

    async def intend(self, place: Place, verdict_id: int, *, execution: str, asker: str | None, now: datetime) -> Card:
        """The card of this verdict's ticket in this thread: an existing one, or a new one with a post of ours."""
        ...

    async def move(self, place: Place, verdict_id: int, post: Post, *, asker: str | None, show: Show) -> Card:
        """The channel's card for this verdict's ticket, which from now on is the message `post`."""
        ...

    async def shows(self, card: Card, verdict_id: int, *, asker: str | None, show: Shown) -> None:
        """Record what the card now shows, and how much of it; the asker stays the same where none is given."""
        ...

    async def of_post(self, workspace: str, post_id: int) -> Card | None: ...
    async def in_thread(self, place: Place) -> tuple[Discussed, ...]:
        """The tickets that our messages in this thread are about, each once, in order."""
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
        """Record that the message has one for the ticket of this verdict, which is ready."""
        ...

    async def of_ticket(self, workspace: str, site: str, issue_id: str) -> tuple[Reaction, ...]:
        """At most fifty, those on the latest messages first."""
        ...

    async def turn(self, reaction: Reaction, verdict_id: int, *, ready: bool) -> bool:
        """Its ticket was judged again. Whether all tickets that the reaction stands for are ready."""
        ...
