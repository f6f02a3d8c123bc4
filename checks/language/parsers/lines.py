"""Snippets known by the look of their lines: HTTP, curl, Gherkin and stack traces. Linear scans, no parser."""

from __future__ import annotations

import re

METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
HTTP = re.compile(
    rf"^[ \t>]*(?:(?:{METHODS})[ \t]+(?:/|https?://|\{{)\S*|HTTP/[\d.]{{1,3}}[ \t]+\d{{3}})", re.MULTILINE
)
CURL = re.compile(r"(?<![\w-])curl\s+(?=-|'|\"|https?:|\$|localhost|[\w.-]+[/:])")
FRAME = re.compile(
    r"\bat\s+[\w$.<>/\[\]]{1,300}\s?\([^()\n]{0,200}\)"  # JVM, .NET, JavaScript
    r"|File \"[^\"\n]{1,300}\", line \d+"  # Python
    r"|(?<![\w./-])[\w./-]{1,200}\.(?:go|rb|php|rs):\d+(?::in\b|\s+\+0x)"  # Go, Ruby
)
TRACE = re.compile(
    r"Traceback \(most recent call last\)|^goroutine \d+ \[|^Caused by: [\w.$]+|Stack trace:", re.MULTILINE
)
GIVEN = r"Given|Oletetaan|Givet|Angenommen|Gegeben sei|Étant donnée?s?|Soit|Dad[oa]s?"
WHEN = r"When|Kun|När|Wenn|Quand|Lorsque|Cuando"
THEN = r"Then|Niin|Så|Dann|Alors|Entonces"
STEP = re.compile(rf"(?<![\w*])\**(?:(?P<given>{GIVEN})|(?P<when>{WHEN})|(?P<then>{THEN}))\b")
SCENARIO = re.compile(
    r"^[ \t]*(?:Scenario(?: Outline)?|Feature|Background|Examples|Tapaus|Ominaisuus|Egenskap|Funktionalität|Szenario|Scénario"
    r"|Fonctionnalité|Escenario|Característica):",
    re.MULTILINE,
)


def looks_like_http(text: str) -> bool:
    return HTTP.match(text.lstrip()) is not None


def looks_like_curl(text: str) -> bool:
    return CURL.search(text) is not None


def looks_like_trace(text: str) -> bool:
    """A header, or two frames: one line of the form `at name(…)` may be prose."""
    if TRACE.search(text):
        return True
    frames = FRAME.finditer(text)
    return next(frames, None) is not None and next(frames, None) is not None


def looks_like_gherkin(text: str) -> bool:
    return SCENARIO.search(text) is not None or scenario(text, 0) is not None


def scenario(text: str, start: int) -> tuple[int, int] | None:
    """The span from the first *Given* (or *When*) after `start` that is followed by a *Then*, to the line's end."""
    begin = when = -1
    for step in STEP.finditer(text, start):
        if step["given"]:
            begin = step.start() if begin < 0 else begin
        elif step["when"]:
            when = step.start() if when < 0 else when
        elif step["then"] and when >= 0 and step.start() - when < 1_000:
            end = text.find("\n\n", step.end())
            return (begin if 0 <= begin < when else when), (len(text) if end < 0 else end)
    return None
