"""Snippets recognised by how their lines look: HTTP, curl, Gherkin and stack traces. Linear scans, no parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from checks.language.interface_words import interface_words

METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
HTTP = re.compile(
    rf"^[ \t>]*(?:(?:{METHODS})[ \t]+(?:/|https?://|\{{)\S*|HTTP/[\d.]{{1,3}}[ \t]+\d{{3}})", re.MULTILINE
)
CURL = re.compile(r"curl(?<![\w-]curl)\s+(?=-|'|\"|https?:|\$|localhost|[\w.-]+[/:])")
FRAME = re.compile(
    r"\bat\s+[\w$.<>/\[\]]{1,300}\s?\([^()\n]{0,200}\)"  # JVM, .NET, JavaScript
    r"|File \"[^\"\n]{1,300}\", line \d+"  # Python
    r"|(?<![\w./-])[\w./-]{1,200}\.(?:go|rb|php|rs):\d+(?::in\b|\s+\+0x)"  # Go, Ruby
)
NAMED_FRAME = re.compile(
    r"[aF](?:(?<=\ba)t\s+[\w$.<>/\[\]]{1,300}\s?\([^()\n]{0,200}\)|(?<=F)ile \"[^\"\n]{1,300}\", line \d+)"
)
"""The same without Go and Ruby, whose frames begin like any word."""
FILES_OF_FRAMES = (".go:", ".rb:", ".php:", ".rs:")
FRAME_SIGN = re.compile(r"[aF.](?:(?<=\ba)t\s+[\w$.<>/\[\]]|(?<=F)ile \"|(?<=\.)(?:go|rb|php|rs):\d)")
"""What every frame contains; most texts contain none."""
TRACE = re.compile(
    r"[TgCS](?:(?<=T)raceback \(most recent call last\)|(?<=^g)oroutine \d+ \[|(?<=^C)aused by: [\w.$]+|(?<=S)tack trace:)",
    re.MULTILINE,
)


@cache
def step() -> re.Pattern[str]:
    """A scenario's step in any language. Steps begin with a capital, which distinguishes *When* from *when*."""
    given, when, then = (
        "|".join(_capital(word) for word in interface_words()[kind]) for kind in ("given", "when", "then")
    )
    return re.compile(rf"(?<![\w*])\**(?:(?P<given>{given})|(?P<when>{when})|(?P<then>{then}))\b")


@cache
def heading() -> re.Pattern[str]:
    """`Scenario:` and its equivalents, in any language."""
    titles = "|".join(_capital(word) for word in interface_words()["scenario"])
    return re.compile(rf"^[ \t]*(?:{titles}):", re.MULTILINE)


@cache
def last_steps() -> tuple[str, ...]:
    """What every scenario contains: a word for *then*, as written."""
    return tuple(_capital(word) for word in interface_words()["then"])


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def looks_like_http(text: str) -> bool:
    return HTTP.match(text.lstrip()) is not None


def looks_like_curl(text: str) -> bool:
    return CURL.search(text) is not None


def looks_like_trace(text: str) -> bool:
    """A header, or two frames: a single line of the form `at name(…)` may be prose."""
    if TRACE.search(text):
        return True
    return len(list(islice(frames_in(text), 2))) == 2


def frames_in(text: str) -> Iterator[re.Match[str]]:
    if not FRAME_SIGN.search(text):
        return iter(())
    return (FRAME if any(name in text for name in FILES_OF_FRAMES) else NAMED_FRAME).finditer(text)


def looks_like_gherkin(text: str) -> bool:
    return heading().search(text) is not None or scenario(text, 0) is not None


def scenario(text: str, start: int) -> tuple[int, int] | None:
    """The span from the first *Given* (or *When*) after `start` that is followed by a *Then*, to the end of the
    line."""
    begin = when = -1
    for mark in step().finditer(text, start):
        if mark["given"]:
            begin = mark.start() if begin < 0 else begin
        elif mark["when"]:
            when = mark.start() if when < 0 else when
        elif mark["then"] and when >= 0 and mark.start() - when < 1_000:
            end = text.find("\n\n", mark.end())
            return (begin if 0 <= begin < when else when), (len(text) if end < 0 else end)
    return None
