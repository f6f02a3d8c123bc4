"""What follows a card, as the engine keeps it: what people do about it, what Jira says, what is due. Ids and choices, never
what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from bot.requests import Place
from checks.ticket import Receiver

ActVerb = Literal["wrong", "undo", "not_handed_off", "ask", "brief", "mute", "unmute"]
ModalStep = Literal["open", "preview", "write", "accept", "hand", "restore", "keep_both"]


@dataclass(frozen=True, slots=True)
class ActRequest:
    """A button that needs no modal. `handle` is the button's value; the presser is authorised anew."""

    RUN: ClassVar[str] = "act"

    identity: str
    place: Place
    user: str
    verb: ActVerb
    handle: str
    code: str = ""
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """A modal was opened or submitted. What was typed is in the store, under `draft`."""

    RUN: ClassVar[str] = "draft"

    identity: str
    place: Place
    user: str
    draft: int
    step: ModalStep
    view: str
    """The view to fill: its id where the listener opened it, else the external id it is about to have; empty where a
    message's button was pressed, which `reply` answers."""
    until: str = ""
    """ISO date, for `accept`."""
    given_to: str = ""
    """A Slack user, for `hand`."""
    reply: str | None = None
    """A sealed `response_url`."""


@dataclass(frozen=True, slots=True)
class HomeRequest:
    """App Home was opened, or what it shows changed."""

    RUN: ClassVar[str] = "home"

    identity: str
    place: Place
    user: str


@dataclass(frozen=True, slots=True)
class LookRequest:
    """The global shortcut named a ticket; its verdict is shown in the modal."""

    RUN: ClassVar[str] = "look"

    identity: str
    place: Place
    user: str
    view: str
    site: str
    key: str


@dataclass(frozen=True, slots=True)
class WorkflowStepRequest:
    """A workflow came to the step that checks a ticket, for the place's channel. Nobody in particular asks."""

    RUN: ClassVar[str] = "step"

    identity: str
    place: Place
    execution: str
    """What Slack calls this one execution of the step."""
    site: str = ""
    key: str = ""
    """Empty where the step's input named no ticket that we know."""
    receiver: Receiver | None = None


@dataclass(frozen=True, slots=True)
class UnfurlRequest:
    """A message with links to tickets was posted, and Slack asks what to show below them."""

    RUN: ClassVar[str] = "unfurl"

    identity: str
    place: Place
    """Its thread is the message's own, where the message stands in none."""
    user: str
    ts: str
    links: tuple[tuple[str, str, str], ...]
    """Site, key and the link itself, sealed: it may hold what somebody searched for."""


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A ticket changed, as Jira's webhook or the look for missed changes says. `identity` is last and may be empty, for
    rows that an older version committed are without it."""

    RUN: ClassVar[str] = "change"

    workspace: str
    site: str
    issue_id: str
    key: str
    moved_on: bool = False
    """Its status changed, so that the tickets that are linked with it may be free."""
    linked: tuple[str, ...] = ()
    """Keys of those that have cards."""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class ReadersRequest:
    """The place's channel was shared with another company, or is no more."""

    RUN: ClassVar[str] = "readers"

    identity: str
    place: Place


@dataclass(frozen=True, slots=True)
class RemindRequest:
    """A question waited for days. `question` is its hash; `day` the date of the look that found it, which rows of an older
    version are without."""

    RUN: ClassVar[str] = "remind"

    workspace: str
    site: str
    issue_id: str
    question: str
    day: date | None = None

    @property
    def identity(self) -> str:
        """One run a question and day, whichever process looks."""
        return f"{self.workspace}:{self.site}:{self.issue_id}:{self.question[:16]}:{self.day}"
