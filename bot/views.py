"""What a use case asks to be shown: frozen values that `bot.render` draws, already cut to what the audience may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.errors import JiraOutcome, SlackOutcome
from bot.ports import HandedOff, Show
from bot.schedule import QuietHours
from checks.verdict import Decision, Finding, Verdict

Share = Literal["none", "button", "invite"]
"""What an answer to the asker alone offers: nothing, a button that shares it here, or how to invite the bot first."""
Way = Literal["none", "invite", "turn_on", "direct", "access"]
"""What opens the whole answer to whoever got only the verdict: the bot in the channel, the project agreed to there, a
direct message, or an account that Jira lets see the ticket."""


@dataclass(frozen=True, slots=True)
class CardView:
    """One ticket's verdict. Unless `show` is `full`, the verdict's findings, questions and `title` are empty."""

    verdict: Verdict
    title: str
    """The ticket's summary: untrusted words."""
    show: Show
    handle: str
    """What the card's buttons carry as their `value`: an opaque id, looked up and authorised on each click."""
    asker: str | None = None
    """The Slack user who asked; None when a link alone called for the card."""
    judged_at: datetime | None = None
    closed: tuple[Finding, ...] = ()
    """Gaps that stood when the card last spoke and stand no more; shown struck through."""
    opened: frozenset[str] = frozenset()
    """Codes of gaps that are new since then."""
    done: bool = False
    """The ticket's status category is done, so its verdict is only of interest to whoever asked."""
    follow: bool = True
    """False for a copy that the bot cannot keep current."""
    share: Share = "none"
    offers: frozenset[str] = frozenset()
    """Verbs (`bot.render.actions.Verb`) that the card offers beside *Re-check*, *Why?* and sharing: `answer`, `ask` …"""
    condensed: bool = False
    """Two lines in place of the whole card, for channels that asked for it."""
    handed: HandedOff | None = None
    """What became of its last hand-off."""
    way: Way = "none"


@dataclass(frozen=True, slots=True)
class LostView:
    """A card whose ticket Jira gives no more."""

    key: str
    url: str | None
    """Jira leads on from it where the ticket was only moved."""
    handle: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TroubleView:
    """A failure, in one clear sentence. `reference` finds it in the log."""

    outcome: JiraOutcome | SlackOutcome | Literal["internal", "lost"]
    """`lost`: Jira gave the ticket before, and gives it no more."""
    reference: str
    key: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryView:
    """Three tickets or more in one message."""

    cards: tuple[CardView, ...]
    failed: tuple[TroubleView, ...] = ()
    hidden: int = 0
    """Tickets that may not be shown here: counted, not named."""
    asker: str | None = None
    handle: str = ""
    """What the summary's *Re-check* carries."""
    left_out: int = 0
    """Tickets that the message named past those that are looked at."""


Bar = Literal["direct", "elsewhere", "not_member", "shared", "guests", "unsure"]
"""Why links are not answered, or a digest does not come or names no ticket, where a channel was set so: it is the bot's own
direct message, where all is; somebody else's; the bot is not in it; others read it; guests do; Slack does not say who
does."""


@dataclass(frozen=True, slots=True)
class ChannelSetView:
    """A channel's settings as they now stand, said back to whoever set them."""

    watching: bool
    projects: tuple[str, ...]
    receiver: str
    hours: QuietHours | None = None
    bar: Bar | None = None
    unseen: tuple[str, ...] = ()
    """Its projects that no Jira has, or that the bot's account does not see."""
    theirs: tuple[str, ...] = ()
    """Fields of the form that somebody else changed while it was open, and that stay so."""
    over: tuple[str, ...] = ()
    """Those that both changed: what was saved last holds."""


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """Said once when the bot is invited to a channel."""

    inviter: str | None
    projects: tuple[str, ...] = ()
    """Projects that can be chosen, a handful."""
    answered: tuple[str, ...] = ()
    """Projects whose links are answered there already: the bot was here before, or its settings say so."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """To the admin alone, once: something that only they can mend."""

    what: Literal[
        "jira_refused",
        "jira_expiring",
        "jira_ending",
        "jira_lost",
        "jira_app_refused",
        "install_dead",
        "digest_stopped",
        "digest_refused",
        "digest_unsure",
        "rule_demoted",
    ]
    subject: str
    """The site, workspace or channel it is about."""
    when: date | None = None
    reference: str = ""
    reason: str = ""
    """Slack's own name for why it refuses."""


@dataclass(frozen=True, slots=True)
class TrendView:
    """What the digest's picture shows: tickets by verdict a week, oldest first, and how many tickets have each gap."""

    weeks: tuple[tuple[date, tuple[tuple[Decision, int], ...]], ...]
    gaps: tuple[tuple[str, int], ...] = ()
    """Names of rules with their number of tickets, the commonest first."""


@dataclass(frozen=True, slots=True)
class GapView:
    """One gap of a ticket, opened to be answered or accepted."""

    handle: str
    key: str
    gap: Finding


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What an answer would change in the ticket, in the ticket's own markup."""

    handle: str
    code: str
    where: Literal["description", "criteria", "comment"]
    """The place that is written; `criteria` is the ticket's field for them."""
    before: str
    after: str
    conflict: bool = False
    """Somebody else changed this place since the answer was typed; `before` is how it stands now."""
    name: str = ""
    """As whom it is written in Jira, where that is the person's own account."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of the tickets behind a digest or a summary; `page` counts from 0."""

    handle: str
    page: int
    total: int
    cards: tuple[CardView, ...]
    """Those of this page."""
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class AskView:
    """A ticket's questions for one person. `user` is their Slack id, None when they were not found there."""

    handle: str
    verdict: Verdict
    name: str
    """How Jira calls them: untrusted words."""
    user: str | None = None
    again: bool = False
    """A reminder; there is at most one."""
