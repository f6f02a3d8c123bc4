"""What a use case asks to be shown: frozen values that `bot.render` draws, already cut to what the audience may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.errors import JiraOutcome, SlackOutcome
from bot.jira_views import JiraHomeView
from bot.ports import HandedOff, Show
from bot.requests import Idle, Source
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
class TroubleView:
    """A failure, in one clear sentence. `reference` finds it in the log."""

    outcome: JiraOutcome | SlackOutcome | Literal["internal"]
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
    """A ticket that waits for an answer. Whom the question is for is told as a role, never as a name."""

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
    """Verdicts that other rules, another policy or another look changed: those tickets did not move."""
    source: Source = "jql"
    board: str = ""


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A week as a digest would have told it, from the tickets' words as they stood at its end."""

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
    """Tickets left out of the weeks that their changelog does not reach."""


Bar = Literal["direct", "elsewhere", "not_member", "shared", "guests", "unsure"]
"""Why links are not answered, or a digest does not come or names no ticket, where a channel was set so: it is the bot's own
direct message, where all is; somebody else's; the bot is not in it; others read it; guests do; Slack does not say who
does."""


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
    gone: tuple[str, ...] = ()
    """Projects that were its own until now."""


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """Said once when the bot is invited to a channel."""

    inviter: str | None
    projects: tuple[str, ...] = ()
    """Projects that can be chosen, a handful."""


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
