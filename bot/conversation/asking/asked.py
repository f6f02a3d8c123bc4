"""The questions that people were asked: values, and the port of the store that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from bot.requests import Place
from bot.schedule import QuietHours
from checks.ticket import TicketId


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
"""What may be said to a person about a question: ask it for the first time, or remind them; or it was asked, and a
reminder will or will not follow."""


class Asks(Protocol):
    """Whether a run may speak is recorded for that run: repeated after a crash, it gets the same answer."""

    async def first(self, asked: Asked, *, run: str, now: datetime) -> Turn:
        """Whether to ask this person this question, which from now on counts as asked. A question that somebody else
        was asked may be asked again."""
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
