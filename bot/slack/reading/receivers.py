"""Who is to take a ticket, in the words of whoever asks. Pure."""

from __future__ import annotations

import re

from bot.requests import Misread
from bot.schedule import DAYS
from checks.ticket import Receiver

RECEIVERS: dict[str, Receiver] = {
    **dict.fromkeys(("agent", "agents", "ai", "bot", "copilot", "llm", "machine"), "agent"),
    **dict.fromkeys(("contractor", "contractors", "freelancer", "vendor", "agency", "outsourcer"), "contractor"),
    **dict.fromkeys(("teammate", "teammates", "colleague", "team", "engineer", "developer"), "teammate"),
}
_WHOSE = r"(?:an?\s+|the\s+|our\s+|another\s+|my\s+|ai\s+|coding\s+)*"
FOR = re.compile(rf"\b(?:for|to)\s+{_WHOSE}([a-z]+)\b", re.IGNORECASE)
BARE = re.compile(rf"(?:[A-Za-z]\w{{0,99}}-\d{{1,10}}[\s,:=>→-]+){{0,30}}{_WHOSE}([a-z]+)[\s.!?]{{0,9}}", re.IGNORECASE)
"""Tickets and then nothing but who takes them, as in `PAY-12 agent` or `PAY-12 -> agent`; a link leaves no word."""
_WHO = rf"\s+{_WHOSE}([^\W\d_]+(?:[ '’-][^\W\d_]+){{0,2}})[\s.!?]*$"
FOR_WHOM = re.compile(rf"(?:\bfor|(?:^|\d)\s*\bto){_WHO}", re.IGNORECASE)
"""Words that end by naming whoever takes the ticket; `to` right after the ticket only, for one may ask what is ready to go."""
ON_FOR_WHOM = re.compile(rf"(?<=[^\s,;])[\s,;]+(?:for|to){_WHO}", re.IGNORECASE)
"""The same after the projects of a channel."""
SAID_FOR_WHOM = re.compile(rf"(?:^|\d|\bready)[\s,]*\bfor{_WHO}", re.IGNORECASE)
"""The same in a sentence, which may also end in `please look for me`: right after the ticket, or what is ready for whom."""
PRONOUNS = ("me", "us", "you", "it", "this", "that", "these", "real", "sure", "good", "once")
MOMENTS = ("now", "today", "tonight", "tomorrow", "week", "sprint", "release", "launch", "demo", "review", "planning")
NOBODY = frozenset((*PRONOUNS, *MOMENTS, *DAYS))
"""Words after `for` with which nobody is named to take the ticket."""
COURTESY = re.compile(r"(?:\s+(?:please|pls|thanks))+$", re.IGNORECASE)


def receiver_in(text: str) -> Receiver | None:
    """Who is to take the ticket, when the words say so: `for an agent`, `to the contractor`."""
    found = (RECEIVERS.get(word.lower()) for word in FOR.findall(text))
    return next((receiver for receiver in found if receiver), None)


def receiver_asked(text: str) -> Receiver | None:
    """The same of a command, whose last word may be enough: `PAY-12 agent`."""
    bare = BARE.fullmatch(text.strip())
    return receiver_in(text) or (RECEIVERS.get(bare[1].lower()) if bare else None)


def unknown_receiver(text: str, pattern: re.Pattern[str] = FOR_WHOM) -> Misread | None:
    """Somebody is named to take the ticket of whom we know nothing: `for boss`."""
    named = None if receiver_in(text) else pattern.search(" ".join(text.split()))
    return Misread("unknown_receiver", (("receiver", named[1][:50]),)) if named else None


def receiver_untold(text: str) -> str:
    """The same of what somebody says; empty where nobody is named, or one of whom we know."""
    found = unknown_receiver(text, SAID_FOR_WHOM)
    named = COURTESY.sub("", found.values[0][1]) if found else ""
    return "" if NOBODY.intersection(named.lower().split()) else named
