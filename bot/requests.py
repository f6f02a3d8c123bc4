"""What intake makes of Slack's words: frozen values that the engine can keep and the use cases act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checks.ticket import Receiver

Trigger = Literal["link", "mention", "direct", "command", "shortcut", "button"]


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
    """Judge these tickets and answer there. `identity` is one run (design decision 2)."""

    identity: str
    place: Place
    user: str
    trigger: Trigger
    tickets: tuple[TicketRef, ...]
    receiver: Receiver | None = None
    message_ts: str | None = None
    reply: str | None = None
    """A sealed `response_url`; never the plain one. Set for commands, shortcuts and clicks."""

    @property
    def asked(self) -> bool:
        """A person asked the bot outright, so it must answer; a link alone may be met with silence."""
        return self.trigger != "link"


@dataclass(frozen=True, slots=True)
class Misread:
    """Words that name no work: what to type instead, as a catalogue key with its values."""

    word: str
    values: tuple[tuple[str, str], ...] = ()
