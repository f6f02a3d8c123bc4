"""What people say of gaps, counted a rule: values, and the port of where it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

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
    """A judgement is recorded for its run: repeated after a crash, it is not made twice and gets the same answer."""

    async def say(self, workspace: str, judgement: Judgement, *, run: str, now: datetime) -> None:
        """Keep it in place of whatever was said of that gap before."""
        ...

    async def take_back(
        self, workspace: str, ticket: TicketId, code: str, *, user: str, run: str, now: datetime
    ) -> bool:
        """Whether there was anything to take back."""
        ...

    async def records(
        self, workspace: str | None, *, since: datetime, project: str | None = None, judged: bool = False
    ) -> tuple[RuleRecord, ...]:
        """Every rule that showed a gap since then, the most often called wrong first; None for all workspaces. With `judged`
        those alone of whose gaps somebody said something, which is sooner known."""
        ...

    async def flaggers(self, workspace: str, project: str, code: str, *, since: datetime) -> int:
        """How many people called it wrong in this project."""
        ...

    async def demote(self, workspace: str, project: str, code: str, *, run: str, now: datetime) -> bool:
        """Whether it was not demoted, nor looked at since, before."""
        ...
