"""What the use cases need of the outside, as protocols: the engine, Jira, Slack, the store and the policies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from bot.message import Message
from bot.requests import Place, Quiet, TicketRef
from bot.schedule import QuietHours
from checks.ticket import Receiver, Ticket, TicketId
from checks.verdict import Verdict

T = TypeVar("T")


class Run(Protocol):
    """A durable run of the engine. A step's result is JSON and is never computed twice once recorded."""

    @property
    def identity(self) -> str: ...
    @property
    def execution(self) -> str:
        """Different for each execution, even of the same run after a crash."""
        ...

    @property
    def unsure_since(self) -> datetime | None:
        """When the run was begun, if it comes from a restored database: no row knows what it did after the backup.
        Else None."""
        ...

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T: ...
    async def sleep(self, seconds: float) -> None: ...


class Tickets(Protocol):
    """Jira, as a use case sees it. Every method may raise `bot.errors.JiraError`."""

    async def fetch(self, ref: TicketRef) -> Ticket:
        """The ticket with everything judging needs (comments, links, parent, criteria). Its `key`, `site`,
        `issue_id` and `url` are set; the key may differ from the one asked (moved tickets)."""
        ...

    async def projects(self, site: str) -> frozenset[str]:
        """Keys of the projects our account can browse; cached for minutes."""
        ...


Show = Literal["full", "verdict_only", "asker_only", "silent"]
Reach = Literal["internal", "guests", "shared", "pending", "unknown"]
"""Who can read a channel: only our organisation; its guests too, where the operator tells them apart; another
organisation too; soon another one; or nobody can say."""
Reason = Literal[
    "asker_sees",
    "mapped",
    "not_watching",
    "channel_guests",
    "channel_shared",
    "channel_pending",
    "channel_unknown",
    "asker_cannot_see",
    "asker_outside",
    "asker_unknown",
    "ticket_secured",
    "project_not_mapped",
]
"""Why so much may be shown and no more (docs/reference/audience.md)."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What may be shown in a place, and why. `asker_only`: key and verdict, to the asker alone."""

    show: Show
    reason: Reason
    member: bool = True
    """The bot is in the channel, so it can post there."""
    again: float | None = None
    """Seconds until Slack may be asked again, 0 where it names none, if it failed to say what would allow more to be
    shown. None where this decision is final."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What a channel agreed to. The default is a channel that never opted in."""

    watching: bool = False
    """Links are answered without being asked."""
    projects: frozenset[str] = frozenset()
    """Keys of the projects that may be discussed there; empty means none."""
    receiver: Receiver = "contractor"
    inviter: str | None = None
    quiet: Quiet = "card"
    hours: QuietHours | None = None
    """Its own quiet hours; None for the operator's."""


@dataclass(frozen=True, slots=True)
class Openness:
    """What may be named in a channel where nobody in particular asks, as in a digest: the same rule as for a watched
    link, without asking Jira about each of thousands of tickets."""

    reach: Reach
    projects: frozenset[str] = frozenset()

    def names(self, project: str, *, secured: bool) -> bool:
        return self.reach == "internal" and not secured and project in self.projects


class Channels(Protocol):
    """The store, as the gate and intake see it."""

    async def channel(self, workspace: str, channel: str) -> ChannelSettings: ...


class ChannelBook(Channels, Protocol):
    """The store, as settings see it."""

    async def agree(
        self, workspace: str, channel: str, settings: ChannelSettings, *, user: str, now: datetime
    ) -> None: ...
    async def invited(self, workspace: str, channel: str, inviter: str | None, *, now: datetime) -> None:
        """Remember who invited the bot; what the channel agreed to before stays."""
        ...

    async def moved(self, workspace: str, before: str, after: str) -> None:
        """A channel got another id: everything kept about it moves along."""
        ...


class Audience(Protocol):
    """The gate every message with ticket content passes."""

    async def decide(self, place: Place, ticket: Ticket, *, user: str, asked: bool) -> Showing: ...
    async def openness(self, workspace: str, channel: str) -> Openness:
        """What may be named in a channel where nobody in particular asks."""
        ...

    async def reach(self, workspace: str, channel: str) -> Reach:
        """Who can read a channel."""
        ...

    async def inside(self, workspace: str, channel: str) -> bool:
        """Whether the bot is in it; False when Slack does not say."""
        ...


Sight = Literal["sees", "not", "unchecked"]
"""Whether a person may see a ticket in Jira, as Jira says; `unchecked` when it does not."""


class Sights(Protocol):
    """Jira, as the gate sees it."""

    async def sight(self, site: str, key: str, email: str) -> Sight:
        """Whether the person with this e-mail address may see this ticket. Never raises."""
        ...


class People(Protocol):
    """Slack's people, as a channel's settings see them."""

    async def manages(self, workspace: str, user: str, *, inviter: str | None) -> bool:
        """Whether this person may decide what is shown in a channel. Unknown people may not."""
        ...


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

    async def upload(self, workspace: str, name: str, content: bytes, *, title: str) -> str:
        """Give Slack a file and get its id. It waits to be shown in a message."""
        ...

    async def stage(self, workspace: str, name: str, content: bytes) -> str:
        """Give Slack the bytes of a file and get its id. Nobody sees it; done again, it is another file."""
        ...

    async def hand_out(
        self, place: Place, file: str, *, title: str | None, since: datetime, again: bool = False
    ) -> None:
        """Post a staged file. With `again` an earlier attempt may have reached Slack: the place is read once from `since`
        for our own message with this file, and where it stands nothing is posted. What cannot be read raises."""
        ...

    async def react(self, place: Place, ts: str, name: str) -> None:
        """Put our reaction on a message; where it is there already nothing changes."""
        ...

    async def take_back(self, place: Place, ts: str, name: str) -> None:
        """Take our reaction off a message; where it or the message is gone nothing changes."""
        ...

    async def update_view(self, workspace: str, view_id: str, view: dict[str, Any]) -> None: ...


class Ruleset(NamedTuple):
    """What a verdict was made by. Verdicts of two rulesets may differ although the ticket did not change."""

    rules_version: str
    model_version: str
    policy_hash: str


class Policies(Protocol):
    """Policy files, the last good ones."""

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict: ...
    def ruleset(self, key: str, project: str, site: str = "") -> Ruleset | None:
        """The ruleset that judges this ticket of a site now. None where the verdict also depends on the day, because
        a waiver ends."""
        ...


Write = Literal["comment", "label", "link", "property", "edit", "description", "criteria"]
"""What may be written: one comment kept current, a label with its opposite removed, a link to the thread, an issue
property. And where people's answers go instead of a comment: `edit`, criteria into the ticket's field for them and all
else into the description; `description`, there always; `criteria`, only criteria into their field."""


@dataclass(frozen=True, slots=True)
class HandedOff:
    """A ticket given to its receiver: when, to whom where that was said, and what became of it."""

    at: datetime
    given_to: str | None = None
    asked: bool = False
    """Somebody asked something on the ticket after that."""
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored verdict, with what a card says beside it."""

    id: int
    verdict: Verdict
    title: str
    done: bool
    judged_at: datetime
    handed: HandedOff | None = None

    @property
    def ticket_id(self) -> TicketId:
        return TicketId(self.verdict.site or "", self.verdict.issue_id or "")

    @property
    def ref(self) -> TicketRef:
        return TicketRef(self.verdict.site or "", self.verdict.key)


class Verdicts(Protocol):
    """The store of verdicts. A verdict's ids are always set there."""

    async def record(self, workspace: str, verdict: Verdict, ticket: Ticket, *, asker: str, now: datetime) -> int:
        """Keep a verdict; gives its id, which is what runs carry."""
        ...

    async def get(self, workspace: str, verdict_id: int) -> Kept | None: ...
