"""Verdicts as a person or a program reads them: text, JSON, JSON lines or Markdown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Literal

import click

from bot.commands.parts.fitting import fitted
from bot.render.card.finding import quoted_once
from bot.render.card.notes import set_aside
from bot.render.headline import glance, headline, title_of
from bot.render.text import listed, one_line
from bot.render.words import Words, words
from checks.verdict import Finding, Verdict

Format = Literal["text", "json", "jsonl", "markdown"]
_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\`*_[]#|<>~&"})


def json_of(verdict: Verdict) -> str:
    """The verdict JSON (schema 1) in one line of ASCII."""
    return verdict.model_dump_json(by_alias=True, ensure_ascii=True)


def text_of(verdict: Verdict) -> str:
    """The verdict for a terminal. Control characters of the ticket are taken out, so it cannot steer the terminal."""
    return "\n".join(_TERMINAL[role].format(line) for role, line in _report(verdict, words(), one_line))


def markdown_of(verdict: Verdict) -> str:
    """The verdict to paste into a document. The ticket's words are escaped, so they format nothing."""
    return "\n".join(_DOCUMENT[role].format(line) for role, line in _report(verdict, words(), _escaped))


WRITERS: Mapping[Format, Callable[[Verdict], str]] = {
    "text": text_of,
    "json": json_of,
    "jsonl": json_of,
    "markdown": markdown_of,
}


class Printer:
    """Prints verdicts as they come. JSON alone waits for the end: one ticket is an object, several are a list."""

    def __init__(self, form: Format) -> None:
        self._form = form
        self._held: list[str] = []
        self._printed = 0

    def add(self, verdict: Verdict) -> None:
        written = WRITERS[self._form](verdict)
        if self._form == "json":
            self._held.append(written)
            return
        if self._form == "jsonl":  # ASCII, in which click would look for colours to take out: a tenth of judging
            sys.stdout.write(f"{written}\n")
            sys.stdout.flush()
            return
        if self._printed:
            click.echo()
        click.echo(fitted(written) if self._form == "text" else written)
        self._printed += 1

    def end(self) -> None:
        if self._form == "json":
            click.echo(self._held[0] if len(self._held) == 1 else f"[{','.join(self._held)}]")


Role = Literal["title", "line", "section", "gap", "detail", "question"]
_TERMINAL: Mapping[Role, str] = {
    "title": "{}",
    "line": "{}",
    "section": "\n{}",
    "gap": "  {}",
    "detail": "      {}",
    "question": "  {}",
}
_DOCUMENT: Mapping[Role, str] = {
    "title": "## {}\n",
    "line": "{}  ",
    "section": "\n**{}**\n",
    "gap": "- {}",
    "detail": "  - {}",
    "question": "1. {}",
}


def _escaped(text: str, limit: int) -> str:
    return one_line(text, limit).translate(_MARKUP)


def _report(verdict: Verdict, say: Words, safe: Callable[[str, int], str]) -> Iterator[tuple[Role, str]]:
    """The lines of a report. Whatever may hold the ticket's words passes `safe`."""
    yield "title", safe(headline(verdict, say), 200)
    if verdict.error:
        yield "line", safe(verdict.error, 300)
        return
    yield "line", glance(verdict, say)
    for severity, gaps in groupby(quoted_once(verdict.gaps), key=attrgetter("severity")):
        yield "section", say(f"severity.{severity}")
        for gap in gaps:
            yield from _gap(gap, say, safe)
    if verdict.questions:
        yield "section", say("card.questions_heading", n=len(verdict.questions))
        yield from (("question", safe(question, 300)) for question in verdict.questions)
    if notes := list(_notes(verdict, say, safe)):
        yield "section", notes[0]
        yield from (("line", note) for note in notes[1:])


def _gap(gap: Finding, say: Words, safe: Callable[[str, int], str]) -> Iterator[tuple[Role, str]]:
    yield "gap", f"{gap.code} {safe(gap.message, 400)}"
    for piece in gap.evidence[:2]:
        yield "detail", say("card.ticket_words", quote=safe(piece.quote, 160), where=safe(piece.where, 60))
    yield "detail", say("card.remedy") + safe(gap.remedy or "", 500)


def _notes(verdict: Verdict, say: Words, safe: Callable[[str, int], str]) -> Iterator[str]:
    """What was accepted, what could not be told, and what was not seen."""
    for found in verdict.findings:
        if found.waived:
            yield set_aside(title_of(found), found.waived, say, safe(found.waived.reason, 200))
        elif found.outcome == "cannot_tell" and found.severity != "advice":
            yield say("card.cannot_tell", why=safe(found.message, 200))
    if verdict.not_seen:
        yield say("card.not_seen", places=safe(listed(verdict.not_seen, 6), 300))
