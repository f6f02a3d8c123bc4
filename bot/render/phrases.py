"""Catalogue texts as rich text: what our own words put between backticks is drawn as code, what they are given is not."""

from __future__ import annotations

from datetime import date

from bot.render.blocks import Part, line, span
from bot.render.text import cut
from bot.render.words import Words

VALUE = 300


def phrase(say: Words, key: str, /, **values: str | int) -> Part:
    """A text of the catalogue as one line of rich text. Values may be anybody's words."""
    harmless = {name: cut(value, VALUE) if isinstance(value, str) else value for name, value in values.items()}
    pieces = say.template(key, **harmless).split("`")
    parts = (span(piece.format_map(harmless), code=index % 2 == 1) for index, piece in enumerate(pieces) if piece)
    return line(*parts)


def spoken(say: Words, key: str, /, **values: str | int) -> str:
    """The same text for a screen reader."""
    return say(key, **{name: cut(value, VALUE) if isinstance(value, str) else value for name, value in values.items()})


def day_of(day: date, say: Words) -> str:
    """`23 Nov 2026`"""
    return say("date.day", day=day.day, month=say(f"date.{day.month}"), year=day.year)
