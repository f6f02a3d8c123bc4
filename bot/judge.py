"""Use case: a request for tickets → judged → stored → shown where it may be. Its ports stand on top."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from bot.message import Message
from bot.requests import Place, TicketRef
from checks.ticket import Receiver, Ticket
from checks.verdict import Verdict

T = TypeVar("T")


class Run(Protocol):
    """A durable run of the engine. A step's result is JSON and is never computed twice once recorded."""

    @property
    def identity(self) -> str: ...
    @property
    def execution(self) -> str:
        """Unlike any other execution, also of this same run after a crash."""
        ...
    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T: ...
    async def sleep(self, seconds: float) -> None: ...


class Tickets(Protocol):
    """Jira, as a use case sees it. Every method may raise `bot.errors.JiraError`."""

    async def fetch(self, ref: TicketRef) -> Ticket:
        """The ticket with everything judging needs (comments, links, parent, criteria). Its `key`, `site`,
        `issue_id` and `url` are set; the key may differ from the one asked (moved tickets)."""
        ...

    def search(self, site: str, jql: str, *, limit: int) -> AsyncIterator[Ticket]:
        """Tickets of a bounded JQL, page by page, in bounded memory."""
        ...

    async def projects(self, site: str) -> frozenset[str]:
        """Keys of the projects our account can browse; cached for minutes."""
        ...


Show = Literal["full", "verdict_only", "asker_only", "silent"]


@dataclass(frozen=True, slots=True)
class Showing:
    """What may be shown in a place, and why. `asker_only`: key and verdict, to the asker alone."""

    show: Show
    reason: str


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What a channel agreed to. The default is a channel that never opted in."""

    watching: bool = False
    """Links are answered without being asked."""
    projects: frozenset[str] = frozenset()
    """Keys of the projects that may be discussed there; empty means none."""
    receiver: Receiver = "contractor"
    inviter: str | None = None


class Channels(Protocol):
    """The store, as the gate and intake see it."""

    async def channel(self, workspace: str, channel: str) -> ChannelSettings: ...


class Audience(Protocol):
    """The gate every message with ticket content passes."""

    async def decide(self, place: Place, ticket: Ticket, *, user: str, asked: bool) -> Showing: ...


class Poster(Protocol):
    """The only way to Slack. Every method may raise `bot.errors.SlackError`."""

    async def post(
        self, place: Place, message: Message, *, identity: str, intent_at: datetime, again: bool = False
    ) -> str:
        """Post once and give the `ts`. `identity` travels as ids-only metadata. With `again` an earlier attempt may
        have reached Slack: the thread (the channel, where `place.thread` is None) is read once from `intent_at` for
        our own message with this identity, and its `ts` given instead of posting. What cannot be read raises."""
        ...

    async def update(self, place: Place, ts: str, message: Message) -> None: ...
    async def whisper(self, place: Place, user: str, message: Message) -> None:
        """An ephemeral message, seen by that person alone."""
        ...

    async def direct(self, workspace: str, user: str, message: Message) -> str: ...
    async def respond(self, reply: str, message: Message, *, in_channel: bool = False, replace: bool = False) -> None:
        """Answer through a sealed `response_url` (five uses in 30 minutes; works where the bot is no member)."""
        ...

    async def react(self, place: Place, ts: str, name: str) -> None: ...
    async def update_view(self, workspace: str, view_id: str, view: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class CardRef:
    """A living card: one per (workspace, channel, thread, site, issue id)."""

    id: int
    place: Place
    site: str
    issue_id: str
    ts: str | None
    """None while only the intent to post is recorded."""
    intent_at: datetime


class History(Protocol):
    """The store, as judging sees it."""

    async def record(self, workspace: str, verdict: Verdict, *, user: str) -> int:
        """Keep a verdict; gives its id, which is what workflows carry."""
        ...

    async def verdict(self, workspace: str, verdict_id: int) -> Verdict: ...
    async def intend(self, place: Place, verdict_id: int, *, identity: str) -> CardRef:
        """The card of this verdict's ticket in this thread: an existing one, or a new intent committed before posting."""
        ...

    async def posted(self, card: CardRef, ts: str, verdict_id: int) -> None: ...


class Policies(Protocol):
    """Policy files, the last good ones."""

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict: ...
