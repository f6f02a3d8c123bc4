"""Snippets in running text: nobody fenced them, or their line breaks were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.language.parsers.lines import CURL, HTTP, TRACE, frames_in, last_steps, scenario
from checks.language.parsers.parsed import Parsed
from checks.language.parsers.sql import parse_sql
from checks.language.parsers.structured import kind_of_value, scan_json

MOST_CHARACTERS = 65_536
LONGEST_STATEMENT = 2_000
MOST_TRIES = 100
"""Places in one block at which parsing a value or a statement is tried."""
JSON_START = re.compile(r"\{\s*[\"“]|\[\s*\{\s*[\"“]")
SQL_START = re.compile(
    r"[SIUDCA][ELNPR](?<![\w`]..)(?:(?<=SE)LECT\s|(?<=IN)SERT\s+INTO\s|(?<=UP)DATE\s+[\w.]+\s+SET\s|(?<=DE)LETE\s+FROM\s"
    r"|(?<=CR)EATE\s+(?:TABLE|INDEX|VIEW|UNIQUE\s+INDEX)\s|(?<=AL)TER\s+TABLE\s)"
)
EXCEPTION = re.compile(r"(?<![\w.])[A-Za-z_][\w.$]{0,200}(?:Exception|Error)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of running text, where it begins, and what its parser says."""

    start: int
    text: str
    parsed: Parsed


def unfenced(text: str) -> Iterator[Found]:
    """What looks like a snippet in one block of running text. Cheap tests come first: most blocks have none."""
    text = text[:MOST_CHARACTERS]
    if "{" in text and ('"' in text or "“" in text):
        yield from json_in(text)
    if "curl" in text:
        yield from _curl(text)
    if "HTTP/" in text and (found := HTTP.search(text)):
        yield Found(found.start(), text[found.start() :], Parsed("http"))
    if SQL_START.search(text):
        yield from _sql(text)
    if "(" in text or "line " in text or "goroutine" in text:
        yield from _trace(text)
    if any(word in text for word in last_steps()) and (span := scenario(text, 0)):
        yield Found(span[0], text[slice(*span)], Parsed("gherkin"))


def json_in(text: str) -> Iterator[Found]:
    """The objects and arrays in a text, as in the body of a request."""
    place = tries = 0
    while (start := JSON_START.search(text, place)) and (tries := tries + 1) <= MOST_TRIES:
        value, place = scan_json(text, start.start())
        if value:
            yield Found(start.start(), text[start.start() : place], Parsed(kind_of_value(value, "json"), value))


def _curl(text: str) -> Iterator[Found]:
    for start in CURL.finditer(text):
        end = start.end()
        while (line_end := text.find("\n", end)) >= 0 and text[line_end - 1] == "\\":
            end = line_end + 1
        yield Found(start.start(), text[start.start() : line_end if line_end >= 0 else len(text)], Parsed("curl"))


def _sql(text: str) -> Iterator[Found]:
    place = tries = 0
    while (start := SQL_START.search(text, place)) and (tries := tries + 1) <= MOST_TRIES:
        if start.group().startswith("SELECT") and " FROM " not in text[start.end() : start.end() + 400]:
            place = start.end()
            continue
        ends = [end for sign in (";", "\n\n") if (end := text.find(sign, start.end())) >= 0]
        place = min([*ends, len(text), start.start() + LONGEST_STATEMENT])
        statement = text[start.start() : place]
        yield Found(start.start(), statement, parse_sql(statement))


def _trace(text: str) -> Iterator[Found]:
    frames = list(frames_in(text))
    header = TRACE.search(text)
    if header is None and len(frames) < 2:
        return
    first = min([mark.start() for mark in (header, *frames[:1]) if mark is not None])
    named = EXCEPTION.search(text, max(0, first - 600), first)
    start = named.start() if named else first
    end = frames[-1].end() if frames else len(text)
    yield Found(start, text[start:end], Parsed("stack_trace"))
