"""What intake makes of Slack's words: frozen values that the engine can keep and the use cases act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.schedule import QuietHours
from checks.ticket import Receiver

Trigger = Literal["link", "mention", "direct", "command", "shortcut", "button"]
Quiet = Literal["card", "condensed", "reaction"]
"""How a watched channel is answered: a whole card, a short one, or a reaction where the ticket is ready."""
Source = Literal["jql", "backlog", "sprint", "discussed"]
"""What a digest looks at: a query (empty: the channel's projects), a board's backlog, a board's next sprint, or the tickets
with a card here."""
Idle = Literal["line", "skip"]
"""What is posted for a week in which nothing moved: one line, or nothing."""
DigestAction = Literal["set", "off", "now", "show", "pause", "resume", "preview", "language", "idle"]
SUMMARY_FROM = 3
"""From this many tickets on, a request gets one message about all of them."""


@dataclass(frozen=True, slots=True)
class TicketRef:
    """A ticket named by a person: not yet known to exist. `site` is a configured site's `name`."""

    site: str
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Slack. `workspace` is the enterprise id of an org-wide installation, else the team id."""

    workspace: str
    channel: str
    thread: str | None = None
    """The `ts` a reply goes under; None for channel level (slash commands)."""


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """Judge these tickets and answer there. `identity` is one run (design decision 2).

    A message and its mention share one `place` and `message_ts`; whether they are one run or two is for `identity`:
    the asked one takes an identity of its own (`message_identity`), and the card, one per ticket and thread, joins them.
    """

    RUN: ClassVar[str] = "judge"

    identity: str
    place: Place
    user: str
    trigger: Trigger
    tickets: tuple[TicketRef, ...]
    """Empty when somebody asks in a thread without naming a ticket: the tickets of that thread are then meant."""
    receiver: Receiver | None = None
    message_ts: str | None = None
    reply: str | None = None
    """A sealed `response_url`; never the plain one. Set for commands, shortcuts and clicks."""
    untold: str = ""
    """The receiver that was asked for, where it is none of ours."""

    @property
    def asked(self) -> bool:
        """Whether a person asked the bot directly, so that it must answer; a mere link may be met with silence."""
        return self.trigger != "link"


@dataclass(frozen=True, slots=True)
class ClickRequest:
    """One of our buttons was pressed. `handle` is the button's `value`; whoever pressed it is authorised again."""

    RUN: ClassVar[str] = "click"

    identity: str
    place: Place
    user: str
    action: Literal["recheck", "share"]
    handle: str
    message_ts: str | None = None
    """The message the button stands on; None when that is ephemeral."""
    reply: str | None = None
    answer: str = ""
    """The `ts` of the ephemeral message that the button stands on, which cannot be used as a message's."""


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """`/handoff digest …`. `set` needs weekday, time and zone, `language` and `idle` what they name; the others nothing."""

    RUN: ClassVar[str] = "digest"

    identity: str
    place: Place
    user: str
    action: DigestAction
    weekday: int | None = None
    """Monday is 0."""
    at: str | None = None
    """Local time, HH:MM."""
    zone: str | None = None
    """A name of the time zone database."""
    jql: str | None = None
    site: str | None = None
    reply: str | None = None
    source: Source = "jql"
    board: str = ""
    """The board's number, where the source is one."""
    language: str = ""
    idle: Idle = "line"


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The whole list behind a digest: a page of it in a modal (`view_id`), or all of it as a file under the digest,
    which `place.thread` names."""

    RUN: ClassVar[str] = "list"

    identity: str
    place: Place
    user: str
    what: Literal["list", "csv", "assess"]
    digest: int
    page: int = 0
    view_id: str = ""
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class SettingsRequest:
    """Who is answered in this channel: `watch` opts in for these projects too, `unwatch` opts out of them, or where none of
    them is the channel's, altogether; `show` says it back."""

    RUN: ClassVar[str] = "settings"

    identity: str
    place: Place
    user: str
    action: Literal["watch", "unwatch", "show"]
    projects: tuple[str, ...] = ()
    receiver: Receiver | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class WelcomeRequest:
    """The bot was invited to a channel."""

    RUN: ClassVar[str] = "welcome"

    identity: str
    place: Place
    inviter: str | None = None


@dataclass(frozen=True, slots=True)
class SayRequest:
    """Say these words of the catalogue there: help, or what to type instead. `values` hold no message text.
    `of_digest`: of the channel's digest, and so in its language."""

    RUN: ClassVar[str] = "say"

    identity: str
    place: Place
    user: str
    word: str
    values: tuple[tuple[str, str], ...] = ()
    reply: str | None = None
    of_digest: bool = False


@dataclass(frozen=True, slots=True)
class FormRequest:
    """The settings modal of a channel was opened, and waits under `view_id` to be filled."""

    RUN: ClassVar[str] = "form"

    identity: str
    place: Place
    user: str
    view_id: str


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """The settings modal of a channel was submitted. Fields as in `DigestRequest`; no weekday means no digest."""

    RUN: ClassVar[str] = "save"

    identity: str
    place: Place
    user: str
    watching: bool
    projects: tuple[str, ...]
    receiver: Receiver
    quiet: Quiet
    weekday: int | None = None
    at: str | None = None
    zone: str | None = None
    jql: str = ""
    site: str | None = None
    language: str = ""
    hours: QuietHours | None = None
    opened: str = ""
    """What the modal showed when it was opened; empty where an older version opened it."""


@dataclass(frozen=True, slots=True)
class TryRequest:
    """A value was changed in the settings modal, which stands under `view_id`: what would these settings do?"""

    RUN: ClassVar[str] = "try"

    identity: str
    place: Place
    user: str
    view_id: str
    chosen: SaveRequest


@dataclass(frozen=True, slots=True)
class MovedRequest:
    """Slack gave a channel another id, as when it becomes shared: `place` is where it is now, `before` where it was."""

    RUN: ClassVar[str] = "moved"

    identity: str
    place: Place
    before: str


@dataclass(frozen=True, slots=True)
class Misread:
    """Words that cannot be read as a request: what to type instead, as a catalogue key with its values."""

    word: str
    values: tuple[tuple[str, str], ...] = ()


def message_identity(workspace: str, channel: str, ts: str, *, asked: bool) -> str:
    """The run of a Slack message. Its link and its mention are two runs, so that a mention is answered even when the
    link came first and was met with silence; both end in the one card that the store keeps per ticket and thread."""
    return f"{'ask' if asked else 'msg'}:{workspace}:{channel}:{ts}"
