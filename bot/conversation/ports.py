"""What else the conversation needs of the store, as protocols over frozen values: mutes, drafts, hand-offs, changes, cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.judging.summaries import Listed
from bot.ports import Kept
from bot.posts import Card
from bot.requests import Place
from checks.ticket import TicketId


class Mutes(Protocol):
    async def muted(self, workspace: str, channel: str, subject: str) -> bool: ...
    async def put(self, workspace: str, channel: str, subject: str, on: bool, *, user: str, now: datetime) -> None: ...


DraftKind = Literal["answer", "accept", "hand", "reply", "back"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A modal that a person has open: where it was opened, what it is about, and what they typed. Of kind `back` it
    holds what undoes an edit, and `stamp` says what the ticket has said since."""

    id: int
    place: Place
    user: str
    kind: DraftKind
    verdict_id: int | None
    at: datetime
    code: str = ""
    text: str = ""
    stamp: str = ""
    author: str = ""
    """Of kind `reply`: the Slack user whose words were taken; empty where Slack named none."""


class Drafts(Protocol):
    async def begin(
        self,
        place: Place,
        user: str,
        kind: DraftKind,
        *,
        verdict_id: int | None,
        code: str,
        text: str,
        now: datetime,
        author: str = "",
    ) -> int:
        """Its id. A verdict that is no longer kept, or is another workspace's, counts as none."""
        ...

    async def get(self, workspace: str, draft: int) -> Draft | None: ...
    async def change(self, workspace: str, draft: int, **values: Any) -> None:
        """Set `code`, `text`, `stamp` or `verdict_id`."""
        ...


@dataclass(frozen=True, slots=True)
class HandOff:
    """A ticket given to its receiver, and what became of it."""

    ticket: TicketId
    key: str
    receiver: str
    decision: str
    given_to: str | None
    user: str
    at: datetime
    done_at: datetime | None = None
    asked_at: datetime | None = None
    reopened_at: datetime | None = None


class HandOffs(Protocol):
    async def give(self, workspace: str, handoff: HandOff, *, run: str) -> None:
        """Note it, once a run."""
        ...

    async def take_back(self, workspace: str, ticket: TicketId, at: datetime, *, user: str, now: datetime) -> None:
        """The hand-off of that moment was none."""
        ...

    async def latest(self, workspace: str, ticket: TicketId) -> HandOff | None: ...
    async def follow(
        self, workspace: str, ticket: TicketId, *, done: bool, asked_at: datetime | None, now: datetime
    ) -> None:
        """Note what the ticket says of the latest hand-off: that it is done, open again, or that somebody asked."""
        ...


class Stirs(Protocol):
    async def stir(self, workspace: str, ticket: TicketId, run: str, *, now: datetime) -> datetime:
        """Record this run's change as the ticket's latest; since when changes have been waiting."""
        ...

    async def settle(self, workspace: str, ticket: TicketId, run: str, *, force: bool) -> bool:
        """Whether this run is to judge, because no later change came, or with `force`. Asked again, it says the
        same."""
        ...

    async def rest(self, workspace: str, ticket: TicketId, run: str) -> None:
        """What this run was to judge is judged."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """A ticket with messages or reactions that are kept current. `lost`: some say that Jira gives it no more; `stands`:
    some show it."""

    issue_id: str
    key: str
    lost: bool = False
    stands: bool = True


class LivingCards(Protocol):
    async def of_ticket(self, workspace: str, ticket: TicketId) -> tuple[Card, ...]:
        """The posted cards of a ticket, wherever they are; at most fifty, the latest first."""
        ...

    async def listed(self, workspace: str, ticket: TicketId) -> tuple[Listed, ...]:
        """The summaries that name a ticket and what they say of it; at most fifty, the latest first."""
        ...

    async def key(self, workspace: str, ticket: TicketId) -> str | None:
        """Its key on the latest message that shows it, or is about to; None where none does."""
        ...

    async def in_thread(self, place: Place) -> tuple[Card, ...]: ...
    async def posted_since(
        self, workspace: str, channel: str, ticket: TicketId, since: datetime, until: datetime
    ) -> bool:
        """Whether a card or a summary showed it there between the two moments."""
        ...

    async def living(self, workspace: str, site: str, *, since: datetime, limit: int) -> tuple[Followed, ...]:
        """The tickets that have cards, or stand in summaries, posted since then, or reactions; the latest first."""
        ...

    async def known(self, workspace: str, site: str, keys: Sequence[str]) -> tuple[tuple[TicketId, str], ...]:
        """Those of these keys that have cards or stand in summaries, each with its key."""
        ...

    async def in_channel(self, workspace: str, channel: str, *, limit: int) -> tuple[tuple[TicketId, str], ...]:
        """The tickets that cards and summaries in a channel show, each with its key, those shown last first."""
        ...

    async def asked_by(self, workspace: str, user: str, *, limit: int) -> tuple[Kept, ...]:
        """What the latest cards show that a person asked for, each ticket once."""
        ...

    async def waiting_for(self, workspace: str, user: str, *, limit: int) -> tuple[Kept, ...]:
        """What the cards show of the open tickets whose questions a person was asked and that have some still, the latest
        first."""
        ...

    async def channels(self, workspace: str) -> tuple[tuple[str, str | None], ...]:
        """The open channels that the bot was invited to or that agreed to something, each with who invited it: at most
        50, those changed last first. A direct message is none."""
        ...
