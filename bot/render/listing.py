"""A heading with one line per ticket: its key as a link, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.render.blocks import Part, bullets, line, link, span
from bot.render.headline import key_of
from bot.render.words import Words
from checks.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One ticket of a listing. `after` follows its key and may contain a ticket's words."""

    verdict: Verdict
    after: str

    def drawn(self) -> Part:
        return line(link(self.verdict.url, key_of(self.verdict), bold=True), span(self.after))

    def spoken(self) -> str:
        return f"- {key_of(self.verdict)}{self.after}"


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries under a heading; `more` counts those that are not listed."""

    heading: str
    entries: tuple[Entry, ...]
    more: int = 0

    def drawn(self, say: Words) -> Iterator[Part]:
        yield line(span(self.heading, bold=True))
        rest = [line(span(say("listing.more", n=self.more)))] if self.more else []
        yield bullets([*(entry.drawn() for entry in self.entries), *rest])

    def spoken(self, say: Words) -> Iterator[str]:
        yield f"{self.heading}:"
        yield from (entry.spoken() for entry in self.entries)
        if self.more:
            yield say("listing.more", n=self.more)
