"""A channel's settings while somebody chooses them: frozen values that `bot.render` draws and reads back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.digest.presenting.views import PastView
from bot.requests import Quiet
from bot.schedule import QuietHours
from checks.ticket import Receiver
from checks.verdict import Decision


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """What a channel agreed to, as its settings modal shows it and returns it."""

    channel: str
    watching: bool = False
    projects: tuple[str, ...] = ()
    receiver: Receiver = "contractor"
    quiet: Quiet = "card"
    weekday: int | None = None
    """The digest's day, Monday is 0; None for no digest."""
    at: str = "09:00"
    zone: str = ""
    jql: str = ""
    language: str = "en"
    """The digest's language."""
    hours: QuietHours | None = None
    """The channel's own quiet hours; None for the operator's."""
    opened: str = field(default="", compare=False)
    """What it showed when it was opened, as `bot.channels.overlap.marks` writes it."""


@dataclass(frozen=True, slots=True)
class TriedView:
    """What settings would do with one ticket: the verdict that the channel's card would show, and the answer that a
    link to the ticket would get."""

    key: str
    now: Decision
    then: Decision
    answer: Literal["card", "condensed", "reaction", "asked", "nothing"]


@dataclass(frozen=True, slots=True)
class TriedViews:
    """The last tickets discussed in a channel, under settings that are being chosen."""

    tickets: tuple[TriedView, ...] = ()
    left_out: int = 0
    """Tickets that Jira does not give, or not to this person."""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A channel's settings, opened for editing."""

    form: ChannelForm
    offered: tuple[str, ...] = ()
    """Projects that can be chosen; Slack shows at most a hundred."""
    hours: QuietHours | None = None
    """The operator's, which hold where a channel chooses none."""
    tried: TriedViews = TriedViews()
    effect: tuple[tuple[Decision, int], ...] = ()
    """Verdicts that these settings would have given the channel's last tickets."""
    past: PastView = field(default_factory=PastView)
