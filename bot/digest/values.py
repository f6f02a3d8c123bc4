"""What passes between a digest and the store: plans, runs, and verdicts in short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.ports import Ruleset, Show
from bot.requests import Idle, Source
from checks.ticket import Receiver, Ticket
from checks.verdict import Decision, Verdict


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A channel's weekly digest. Monday is 0; `at` is local time, HH:MM; an empty JQL means the channel's projects."""

    workspace: str
    channel: str
    weekday: int
    at: str
    zone: str
    site: str
    jql: str
    due_at: datetime
    set_by: str
    paused: bool = False
    source: Source = "jql"
    board: str = ""
    language: str = "en"
    idle: Idle = "line"
    stopped: str | None = None
    """Slack's error name, where it was us who paused it."""


@dataclass(frozen=True, slots=True)
class DigestRun:
    """A digest that was made, or is being made, for a local date. One per channel and date."""

    id: int
    workspace: str
    channel: str
    day: date
    begun_at: datetime
    cut: bool = False
    checkpoint: str | None = None
    """How far the reading of Jira has come; None before its first page."""
    looked: int = 0


@dataclass(frozen=True, slots=True)
class LatestVerdict:
    """The latest verdict on a ticket for a receiver, without its words."""

    verdict_id: int
    issue_id: str
    key: str
    project: str
    secured: bool
    done: bool
    updated: datetime | None
    ruleset: Ruleset
    decision: Decision
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A verdict just made, with the ticket it is on."""

    verdict: Verdict
    ticket: Ticket
    show: Show


@dataclass(frozen=True, slots=True)
class PreviousVerdict:
    """What the last digest said of a ticket."""

    decision: Decision
    updated: datetime | None
    ruleset: Ruleset
    receiver: Receiver


@dataclass(frozen=True, slots=True)
class DigestLine:
    """What a digest saw of one ticket: a few values, because there may be thousands. `previous`: in the last digest."""

    verdict_id: int
    key: str
    project: str
    secured: bool
    decision: Decision
    readiness: float
    weighty: tuple[str, ...]
    """Codes of the gaps that keep it from ready."""
    updated: datetime | None
    ruleset: Ruleset
    receiver: Receiver
    previous: PreviousVerdict | None


@dataclass(frozen=True, slots=True)
class TicketCount:
    """A number of tickets that share what decides whether they may be named, and their verdict."""

    project: str
    secured: bool
    decision: Decision
    tickets: int


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket with open questions, and since when it has had them."""

    verdict_id: int
    project: str
    secured: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class HandOff:
    """A ticket that was handed off, or came back, since the last digest."""

    verdict_id: int
    project: str
    secured: bool
    came_back: bool
    """Somebody asked something on it, or it was reopened."""
