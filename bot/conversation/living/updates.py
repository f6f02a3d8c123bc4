"""What changes in Slack when a ticket was judged again, as values that a run records: ids and outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import JiraOutcome
from bot.ports import Show
from bot.posts import Reaction
from bot.requests import Place
from checks.verdict import Decision


@dataclass(frozen=True, slots=True)
class CardUpdate:
    """What one card is to show. `was`: what it decided before, where that changed, and `aloud` where that is worth a
    message in the thread. `before` is the verdict it has shown until now. `turned`: it showed more or less, or that
    the ticket is lost."""

    place: Place
    ts: str
    verdict_id: int
    show: Show
    condensed: bool = False
    asker: str | None = None
    was: Decision | None = None
    aloud: bool = False
    before: int = 0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class LineUpdate:
    """What one summary is to say of the ticket. `cut`: others read along by now, so all its lines are cut."""

    place: Place
    post_id: int
    verdict_id: int
    show: Show
    cut: bool


@dataclass(frozen=True, slots=True)
class ReactionUpdate:
    """A reaction whose ticket is no longer ready, is ready again, or has another key."""

    reaction: Reaction
    verdict_id: int
    ready: bool


@dataclass(frozen=True, slots=True)
class LostMessage:
    """A message that shows a ticket which Jira no longer gives: a card, or with `line` a summary that names it."""

    place: Place
    post_id: int
    verdict_id: int
    since: datetime
    line: bool = False
    ts: str = ""
    """Of a card."""
    cut: bool = True
    """Of a summary: others read along by now, so all its lines are cut."""


@dataclass(frozen=True, slots=True)
class Updates:
    """What follows for a ticket judged again: which cards and lines of summaries change, and the verdict to write
    back; or why it failed, and where the ticket is `lost`, which messages do not say so yet."""

    cards: tuple[CardUpdate, ...] = ()
    lines: tuple[LineUpdate, ...] = ()
    lost: tuple[LostMessage, ...] = ()
    reactions: tuple[ReactionUpdate, ...] = ()
    verdict_id: int | None = None
    related: tuple[str, ...] = ()
    failed: JiraOutcome | None = None
    transient: bool = False
    retry_after: float | None = None
