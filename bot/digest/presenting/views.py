"""What a digest is drawn from: frozen values, already cut to what its channel may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.requests import Idle, Source
from bot.views import Bar
from checks.verdict import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Nearest:
    """A ticket one edit from ready."""

    verdict: Verdict
    title: str
    remedy: str
    code: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket whose verdict its own words changed."""

    verdict: Verdict
    title: str
    before: Decision | None
    """None for a ticket the last digest did not have."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that waits for an answer. The person who can give it is named by role, never by name."""

    verdict: Verdict
    title: str
    since: date
    question: str
    role: Literal["author", "owner"]
    """Whoever wants the work, or whoever owns the interface that it touches."""


@dataclass(frozen=True, slots=True)
class DigestView:
    """The week of one channel. Tickets that may not be shown there are in `hidden` and nowhere else."""

    day: date
    """The local date it is for."""
    counts: tuple[tuple[Decision, int], ...]
    before: tuple[tuple[Decision, int], ...] | None
    """Last digest's counts; None for the first one."""
    became_ready: tuple[Moved, ...] = ()
    slipped: tuple[Moved, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    commonest: tuple[str, str, int] | None = None
    """Code, name and number of tickets of the gap most tickets share."""
    hidden: int = 0
    cut: bool = False
    """More tickets match than the digest looks at."""
    since: date | None = None
    jql: str = ""
    handle: str = ""
    """What the digest's buttons carry; empty where there is no list behind it."""
    waiting: tuple[Waiting, ...] = ()
    handed_off: int = 0
    """Tickets handed off since the last digest, or come back since then."""
    came_back: tuple[Moved, ...] = ()
    """Those of them on which somebody asked something, or that were reopened."""
    came_back_more: int = 0
    """Tickets that came back and are not listed under that heading."""
    became_ready_more: int = 0
    slipped_more: int = 0
    """Tickets that moved and are not listed."""
    restated: int = 0
    """Tickets whose verdict differs only because of other rules, another policy or a second look: they did not move."""
    source: Source = "jql"
    board: str = ""


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A week as a digest would have reported it, from the tickets' text as it was at the week's end."""

    day: date
    """Its last day."""
    tickets: int
    ready: int
    became_ready: int = 0
    slipped: int = 0
    gap: str = ""
    """The name of the commonest gap at that time."""


@dataclass(frozen=True, slots=True)
class PastView:
    """The last weeks, oldest first."""

    weeks: tuple[PastWeek, ...] = ()
    unreached: int = 0
    """Tickets left out of the weeks because their changelog does not reach back far enough."""


@dataclass(frozen=True, slots=True)
class DigestSetView:
    """A digest's settings as they now stand, said back to whoever set them."""

    on: bool
    weekday: int = 0
    """Monday is 0."""
    at: str = ""
    zone: str = ""
    jql: str = ""
    next_day: date | None = None
    source: Source = "jql"
    board: str = ""
    idle: Idle = "line"
    paused: bool = False
    bar: Bar | None = None
    projects: tuple[str, ...] = ()
    """The channel's projects; a digest without a query looks at their open tickets."""
