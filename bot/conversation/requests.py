"""What people do about a card, as the engine keeps it: ids and choices, never what they typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.requests import Place
from checks.ticket import Receiver

ActVerb = Literal["wrong", "undo", "ask", "brief", "mute", "unmute"]
Step = Literal["open", "preview", "write", "accept", "hand", "restore", "keep_both"]


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
    step: Step
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
class StepRequest:
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
