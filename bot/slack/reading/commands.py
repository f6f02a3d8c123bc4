"""
The words after `/handoff` as values. Pure.

    /handoff PAY-12 [for agent|teammate|contractor]      judge
    /handoff on PAY,WEB [for agent]   ·   off [PAY]       who is answered in this channel
    /handoff digest mon 09:00 Europe/Helsinki [what]      the weekly digest of a JQL, `backlog 12`, `sprint 12` (a board's
                                                          number or address) or `discussed`; also `off`, `now`, `preview`,
                                                          `pause`, `resume`, `language fi`, `quiet skip`; or nothing to show it
    /handoff settings                                     what this channel agreed to
    /handoff mute                                         how to have less of the bot, here and anywhere
    /handoff help                                         or nothing at all
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.requests import DigestAction, Idle, Misread, Source
from bot.schedule import DAYS
from bot.slack.reading.receivers import FOR, ON_FOR_WHOM, receiver_in, unknown_receiver
from checks.ticket import Receiver

SILENCE = re.compile(
    r"(?:please )?(?:mute|unmute|stop|silence|quiet|be quiet|shut up|snooze)(?: please)?[.!]*", re.IGNORECASE
)
THANKS = re.compile(
    r"(?:(?:ok|okay|great|perfect|many)[ ,.!]{1,3}){0,2}"
    r"(?:thanks|thank you|thx|cheers|ok|okay|great|perfect|kiitos|danke|merci|gracias|tack)"
    r"(?: (?:a lot|so much|very much|again|all))?[ .!]{0,3}(?::[a-z0-9_+-]{1,40}:)?",
    re.IGNORECASE,
)
HOUR = r"([01]?\d|2[0-3])"
CLOCK = re.compile(rf"(?:{HOUR}[:.]([0-5]\d)|{HOUR}(?=[ap]m))(am|pm)?", re.IGNORECASE)
NOON, SHORT = 12, 3
"""The hour at which *pm* begins, and letters of a day that is cut short."""
WHEN = re.compile(r"(?:every\s+)?([a-z]{2,})\s+(?:at\s+)?(\S+)(?:\s+(\S+)\s*(.*))?", re.IGNORECASE | re.DOTALL)
"""A day, a time, a time zone, and what the digest looks at."""
PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,49}")
BETWEEN = re.compile(r"(?<=\S)\s+(?:and|ja|och|und|et|y|&)\s+(?=\S)")
"""Between two projects. In capitals it is a key, as a project's for Android is."""
AROUND = "\"'`“”„‘’.()[]"
COMMANDS = ("help", "on", "off", "settings", "digest", "mute")
NEAR, LONG = 0.7, 5
"""How like a command a word must be, from 0 to 1, and how long where more words follow it."""
SAID_BACK = 100
"""Characters of a command that are said back to whoever did not type it as one."""
JQL_LIMIT = 2000
"""Characters; a query that a person typed into Slack is far shorter."""
CURLY = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
"""Keyboards put typographic quotes where JQL needs plain ones."""

PLAIN: dict[str, DigestAction] = {
    "off": "off",
    "stop": "off",
    "help": "show",
    "now": "now",
    "show": "show",
    "pause": "pause",
    "resume": "resume",
    "preview": "preview",
}
BOARD = re.compile(r"(?:\S*(?:/boards/|rapidView=)|#)?(\d{1,9})(?:[/?&#]\S*)?", re.IGNORECASE)
"""A board's number, or an address of the board that holds it."""
BACKLOG = re.compile(r"(?:the )?backlog(?: of)?(?: board)? (\S+)|board (\S+) backlog", re.IGNORECASE)
SPRINT = re.compile(r"(?:the )?(?:next )?sprint(?: of)?(?: board)? (\S+)|board (\S+)(?: next)? sprint", re.IGNORECASE)
BOARDS: tuple[tuple[Literal["backlog", "sprint"], re.Pattern[str]], ...] = (("backlog", BACKLOG), ("sprint", SPRINT))
DISCUSSED = re.compile(r"(?:the )?(?:tickets )?discussed(?: here)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, slots=True)
class Judge:
    """Whatever tickets the words name."""


@dataclass(frozen=True, slots=True)
class Watch:
    projects: tuple[str, ...]
    receiver: Receiver | None = None


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Of these projects alone, where the channel has them."""

    projects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowSettings:
    pass


@dataclass(frozen=True, slots=True)
class Digest:
    action: DigestAction
    weekday: int | None = None
    at: str | None = None
    zone: str | None = None
    jql: str | None = None
    source: Source = "jql"
    board: str = ""
    language: str = ""
    idle: Idle = "line"


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
            return Unwatch(tuple(word for word in _keys(rest) if PROJECT.fullmatch(word)))
        case "settings" | "status":
            return ShowSettings()
        case "digest":
            return _digest(rest, zones)
    return Misread("mute") if wants_silence(text) else Judge()


def wants_silence(text: str) -> bool:
    """Nothing but a word or two that the bot should say less."""
    return bool(SILENCE.fullmatch(text.strip()))


def is_thanks(text: str) -> bool:
    """Nothing but a word of thanks or assent, which asks for no answer."""
    return bool(THANKS.fullmatch(text.strip()))


def told_as_words(text: str) -> Misread | None:
    """A command that somebody says to the bot instead of typing it after the slash."""
    words = " ".join(text.split())
    first, _, rest = words.partition(" ")
    match first.lower():
        case "settings":
            meant = not rest
        case "digest":
            meant = len(words) <= SAID_BACK
        case "on" | "off":
            meant = all(PROJECT.fullmatch(key) and not key.isdigit() for key in re.split(r"[\s,;]+", rest) if key)
        case _:
            meant = False
    return Misread("as_command", (("command", words),)) if meant else None


def near_command(text: str) -> str:
    """The command that a word is nearly spelled like; empty for none."""
    words = text.lower().split()
    if not words or (len(words) > 1 and len(words[0]) < LONG):
        return ""
    return next(iter(difflib.get_close_matches(words[0].strip(".,:;!?`'\""), COMMANDS, n=1, cutoff=NEAR)), "")


def _watch(rest: str) -> Watch | Misread:
    if misread := unknown_receiver(rest, ON_FOR_WHOM):
        return misread
    receiver = receiver_in(rest)
    named = FOR.sub(" ", rest) if receiver else rest
    projects = _keys(named)
    if not projects:
        return Misread("watch_usage")
    wrong = next((project for project in projects if not PROJECT.fullmatch(project)), None)
    if wrong:
        return Misread("not_a_project", (("project", wrong[:50]),))
    return Watch(projects, receiver)


def _keys(words: str) -> tuple[str, ...]:
    """As people list things: with commas, blanks or an *and*, in quotes, with a full stop at the end."""
    listed = re.split(r"[\s,;]+", BETWEEN.sub(" ", words))
    return tuple(dict.fromkeys(word.upper() for part in listed if (word := part.strip(AROUND))))


def _digest(rest: str, zones: Collection[str]) -> Digest | Misread:
    words = rest.split()
    if not words:
        return Digest("show")
    if len(words) == 1 and words[0].lower() in PLAIN:
        return Digest(PLAIN[words[0].lower()])
    if words[0].lower() in {"language", "quiet"}:
        return _digest_setting(words[0].lower(), " ".join(words[1:]).lower())
    when = WHEN.fullmatch(rest)
    day, at = (_weekday(when[1]), _clock(when[2])) if when else (None, None)
    if when is None or day is None or at is None or when[3] is None:
        return Misread("digest_usage")
    zone = next((zone for zone in zones if zone.lower() == when[3].lower()), None)
    if zone is None:
        return _unknown_zone(when[3], zones)
    return _digest_of(when[4], day, at, zone)


def _weekday(word: str) -> int | None:
    """Monday is 0; two letters of a day are enough, and *mondays* is one too."""
    one = word.lower()
    whole = one.removesuffix("s") if len(one) > SHORT else one
    return next((day for day, name in enumerate(DAYS) if name.startswith(whole)), None)


def _clock(word: str) -> str | None:
    """HH:MM of `9:00`, `9.00`, `9am` or `17:30`. A bare hour may be either half's."""
    said = CLOCK.fullmatch(word)
    if said is None:
        return None
    hour, half = int(said[1] or said[3]), (said[4] or "").lower()
    if half and not 1 <= hour <= NOON:
        return None
    hour = hour % NOON + NOON * (half == "pm") if half else hour
    return f"{hour:02}:{said[2] or '00'}"


def _digest_of(what: str, day: int, at: str, zone: str) -> Digest | Misread:
    """A digest over what these words name: a board's backlog or next sprint, what was discussed here, or a JQL."""
    jql = what.translate(CURLY).strip()
    plain = " ".join(jql.strip("<>").split())
    if DISCUSSED.fullmatch(plain):
        return Digest("set", day, at, zone, source="discussed")
    for source, pattern in BOARDS:
        named = pattern.fullmatch(plain)
        board = BOARD.fullmatch((named[1] or named[2]).strip("<>")) if named else None
        if board:
            return Digest("set", day, at, zone, source=source, board=board[1])
    if len(jql) > JQL_LIMIT:
        return Misread("jql_too_long", (("limit", str(JQL_LIMIT)),))
    return Digest("set", day, at, zone, jql or None)


def _digest_setting(name: str, value: str) -> Digest | Misread:
    if name == "language":
        return (
            Digest("language", language=value) if re.fullmatch(r"[a-z]{2}", value) else Misread("digest_language_usage")
        )
    if value in {"skip", "line"}:
        return Digest("idle", idle="skip" if value == "skip" else "line")
    return Misread("digest_quiet_usage")


def _unknown_zone(word: str, zones: Collection[str]) -> Misread:
    cities = {zone.rsplit("/", 1)[-1].lower(): zone for zone in sorted(zones)}
    near = difflib.get_close_matches(word.rsplit("/", 1)[-1].lower(), cities, n=1)
    return Misread("unknown_zone", (("zone", word[:50]), ("near", cities[near[0]] if near else "Europe/Helsinki")))
