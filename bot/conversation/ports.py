"""What the conversation needs of the store and of Jira, as protocols over frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.judging.summaries import Listed
from bot.ports import Kept
from bot.posts import Card
from bot.requests import Place
from bot.schedule import QuietHours
from checks.ticket import TicketId

Opinion = Literal["wrong", "accepted"]
"""What a person says of a gap: that it is none, or that it is fine as it is."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of one gap of one ticket. It stands until its last day, or until it is taken back."""

    ticket: TicketId
    key: str
    project: str
    code: str
    kind: Opinion
    reason: str
    until: date
    user: str


@dataclass(frozen=True, slots=True)
class Demoted:
    """A rule that only advises in a project until somebody looks."""

    project: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How often one rule's gap was shown, and called wrong or accepted: numbers of tickets."""

    code: str
    shown: int
    wrong: int
    accepted: int

    @property
    def rate(self) -> float:
        """Of the tickets that showed this gap, the share on which somebody called it wrong."""
        return self.wrong / max(self.shown, self.wrong, 1)


class Judgements(Protocol):
    """Words are a run's: one that is repeated after a crash says nothing twice and gets the same answer."""

    async def say(self, workspace: str, judgement: Judgement, *, run: str, now: datetime) -> None:
        """Keep it in place of whatever was said of that gap before."""
        ...

    async def take_back(
        self, workspace: str, ticket: TicketId, code: str, *, user: str, run: str, now: datetime
    ) -> bool:
        """Whether there was anything to take back."""
        ...

    async def records(
        self, workspace: str | None, *, since: datetime, project: str | None = None
    ) -> tuple[RuleRecord, ...]:
        """Every rule that showed a gap since then, the most often called wrong first; None for all workspaces."""
        ...

    async def flaggers(self, workspace: str, project: str, code: str, *, since: datetime) -> int:
        """How many people called it wrong in this project."""
        ...

    async def demote(self, workspace: str, project: str, code: str, *, run: str, now: datetime) -> bool:
        """Whether it was not demoted, nor looked at since, before."""
        ...

    async def lift(self, project: str, code: str, *, now: datetime) -> bool:
        """Somebody looked: the rule counts again there. False when it was not demoted."""
        ...

    async def demoted(self, workspace: str | None) -> tuple[Demoted, ...]: ...


class Mutes(Protocol):
    async def muted(self, workspace: str, channel: str, subject: str) -> bool: ...
    async def put(self, workspace: str, channel: str, subject: str, on: bool, *, user: str, now: datetime) -> None: ...


DraftKind = Literal["answer", "accept", "hand", "reply", "back"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A modal that a person has open: where it was opened, what it is about, and what they typed. Of kind `back` it is
    the way back from an edit, and `stamp` what stands since."""

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
        """Its number. A verdict that is kept no more, or is another workspace's, is as good as none."""
        ...

    async def get(self, workspace: str, draft: int) -> Draft | None: ...
    async def change(self, workspace: str, draft: int, **values: Any) -> None:
        """Set `code`, `text`, `stamp` or `verdict_id`."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to a person. `question` is a hash of its words; without a channel no reminder may follow."""

    place: Place
    ticket: TicketId
    question: str
    person: str
    """The Slack user, or Jira's account where there is none."""
    verdict_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that waits, and the quiet hours that its channel chose; None where it chose none."""

    asked: Asked
    hours: QuietHours | None


Turn: TypeAlias = Literal["ask", "remind", "asked", "over"]
"""What may be said to a person of a question: it is asked for the first time, or reminded of once; or it was asked, and a
reminder may follow, or none does."""


class Asks(Protocol):
    """Turns are a run's: one that is repeated after a crash gets the same answer."""

    async def first(self, asked: Asked, *, run: str, now: datetime) -> Turn:
        """Of this question and person; from now on it was. A question that was put to somebody else is put anew."""
        ...

    async def give_back(self, asked: Asked, *, run: str) -> None:
        """What this run had the turn to say was not said."""
        ...

    async def remind(self, asked: Asked, *, run: str, now: datetime) -> bool:
        """Whether the one reminder is this run's."""
        ...

    async def today(self, workspace: str, person: str, *, since: datetime, run: str = "") -> int:
        """How many questions were put to this person, or reminded of, since then by other runs."""
        ...

    async def waiting(self, *, before: datetime, since: datetime, enough: int) -> tuple[Unanswered, ...]:
        """Questions asked before that moment that wait for an answer and were not reminded of, the oldest first, whatever the
        workspace; but for persons to whom `enough` were put, or reminded of, since the other moment."""
        ...

    async def get(self, workspace: str, ticket: TicketId, question: str) -> Asked | None: ...
    async def close(self, asked: Asked, *, now: datetime) -> None:
        """No reminder is due any more."""
        ...

    async def replied(self, place: Place, person: str, *, now: datetime) -> None:
        """This person said something in this thread: whatever they were asked there waits no more."""
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

    async def latest(self, workspace: str, ticket: TicketId) -> HandOff | None: ...
    async def follow(
        self, workspace: str, ticket: TicketId, *, done: bool, asked_at: datetime | None, now: datetime
    ) -> None:
        """Note what the ticket says of the latest hand-off: that it is done, open again, or that somebody asked."""
        ...


class Stirs(Protocol):
    async def stir(self, workspace: str, ticket: TicketId, run: str, *, now: datetime) -> datetime:
        """The latest change of a ticket is this run's; since when changes wait."""
        ...

    async def settle(self, workspace: str, ticket: TicketId, run: str, *, force: bool) -> bool:
        """Whether this run is to judge, for no later change came, or `force`. Asked again, it says the same."""
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

    async def asked_by(self, workspace: str, user: str, *, limit: int) -> tuple[Kept, ...]:
        """What the latest cards show that a person asked for, each ticket once."""
        ...

    async def waiting_for(self, workspace: str, user: str, *, limit: int) -> tuple[Kept, ...]:
        """What the cards show of the open tickets whose questions a person was asked and that have some still, the latest
        first."""
        ...

    async def channels(self, workspace: str) -> tuple[tuple[str, str | None], ...]:
        """The open channels that the bot was invited to or that agreed to something, each with who invited it: at most
        50, those changed last first."""
        ...
