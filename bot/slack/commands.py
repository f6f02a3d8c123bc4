"""
The words after `/handoff`, and those that name a receiver, as values. Pure.

    /handoff PAY-12 [for agent|teammate|contractor]      judge
    /handoff on PAY,WEB [for agent]   ·   off             who is answered in this channel
    /handoff digest mon 09:00 Europe/Helsinki [JQL]       the weekly digest; also `off`, `now`, or nothing to show it
    /handoff settings                                     what this channel agreed to
    /handoff help                                         or nothing at all
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.requests import Misread
from checks.ticket import Receiver

RECEIVERS: dict[str, Receiver] = {
    **dict.fromkeys(("agent", "agents", "ai", "bot", "copilot", "llm", "machine"), "agent"),
    **dict.fromkeys(("contractor", "contractors", "freelancer", "vendor", "agency", "outsourcer"), "contractor"),
    **dict.fromkeys(("teammate", "teammates", "colleague", "team", "engineer", "developer"), "teammate"),
}
FOR = re.compile(r"\b(?:for|to)\s+(?:an?\s+|the\s+|our\s+|another\s+|my\s+|ai\s+|coding\s+)*([a-z]+)\b", re.IGNORECASE)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,49}")
JQL_LIMIT = 2000
"""Characters; a query that a person typed into Slack is far shorter."""
CURLY = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
"""Keyboards put typographic quotes where JQL needs plain ones."""


@dataclass(frozen=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, slots=True)
class Judge:
    """Whatever tickets these words name."""

    words: str


@dataclass(frozen=True, slots=True)
class Watch:
    projects: tuple[str, ...]
    receiver: Receiver | None = None


@dataclass(frozen=True, slots=True)
class Unwatch:
    pass


@dataclass(frozen=True, slots=True)
class ShowSettings:
    pass


@dataclass(frozen=True, slots=True)
class Digest:
    action: Literal["set", "off", "now", "show"]
    weekday: int | None = None
    at: str | None = None
    zone: str | None = None
    jql: str | None = None


Command: TypeAlias = Help | Judge | Watch | Unwatch | ShowSettings | Digest


def parse(text: str, *, zones: Collection[str]) -> Command | Misread:
    """What `/handoff` was asked. `zones` are the names of the time zone database."""
    first, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    match first.lower():
        case "" | "help" | "?":
            return Help()
        case "on" | "watch":
            return _watch(rest)
        case "off" | "unwatch":
            return Unwatch()
        case "settings" | "status":
            return ShowSettings()
        case "digest":
            return _digest(rest, zones)
    return Judge(text)


def receiver_in(text: str) -> Receiver | None:
    """Who is to take the ticket, when the words say so: `for an agent`, `to the contractor`."""
    found = (RECEIVERS.get(word.lower()) for word in FOR.findall(text))
    return next((receiver for receiver in found if receiver), None)


def _watch(rest: str) -> Watch | Misread:
    receiver = receiver_in(rest)
    named = FOR.sub(" ", rest) if receiver else rest
    projects = [word.upper() for word in re.split(r"[\s,;]+", named) if word]
    if not projects:
        return Misread("watch_usage")
    wrong = next((project for project in projects if not PROJECT.fullmatch(project)), None)
    if wrong:
        return Misread("not_a_project", (("project", wrong[:50]),))
    return Watch(tuple(dict.fromkeys(projects)), receiver)


def _digest(rest: str, zones: Collection[str]) -> Digest | Misread:
    words = rest.split(maxsplit=3)
    if not words:
        return Digest("show")
    if len(words) == 1 and words[0].lower() in {"off", "now", "show"}:
        actions: dict[str, Literal["off", "now", "show"]] = {"off": "off", "now": "now", "show": "show"}
        return Digest(actions[words[0].lower()])
    day = next((day for day, name in enumerate(DAYS) if len(words[0]) >= 2 and name.startswith(words[0].lower())), None)
    clock = CLOCK.fullmatch(words[1]) if len(words) > 1 else None
    if day is None or clock is None or len(words) < 3:
        return Misread("digest_usage")
    zone = next((zone for zone in zones if zone.lower() == words[2].lower()), None)
    if zone is None:
        return _unknown_zone(words[2], zones)
    jql = words[3].translate(CURLY).strip() if len(words) > 3 else None
    if jql and len(jql) > JQL_LIMIT:
        return Misread("jql_too_long", (("limit", str(JQL_LIMIT)),))
    return Digest("set", day, f"{int(clock[1]):02}:{clock[2]}", zone, jql)


def _unknown_zone(word: str, zones: Collection[str]) -> Misread:
    cities = {zone.rsplit("/", 1)[-1].lower(): zone for zone in sorted(zones)}
    near = difflib.get_close_matches(word.rsplit("/", 1)[-1].lower(), cities, n=1)
    return Misread("unknown_zone", (("zone", word[:50]), ("near", cities[near[0]] if near else "Europe/Helsinki")))
