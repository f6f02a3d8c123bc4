"""What App Home draws: a value."""

from __future__ import annotations

from dataclasses import dataclass

from bot.connecting.views import JiraHomeView
from bot.views import CardView


@dataclass(frozen=True, slots=True)
class HomeView:
    """App Home of one person."""

    waiting: tuple[CardView, ...] = ()
    """Tickets with questions that this person can answer."""
    asked: tuple[CardView, ...] = ()
    """Tickets this person asked about, the latest first."""
    channels: tuple[str, ...] = ()
    """Channels whose settings this person may change."""
    muted: bool = False
    rates: tuple[tuple[str, int, int], ...] = ()
    """For who manages a channel: rules with the numbers of tickets on which they were called wrong, and shown."""
    jira: JiraHomeView | None = None
