"""Catalogue texts as rich text: what our own words have between backticks is drawn as code, but not what is inserted
into them; a channel id in place of `{channel}` is drawn as that channel, by name for whoever may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.render.blocks import Part, channel, line, span
from bot.render.text import cut
from bot.render.words import Words

VALUE = 300
CHANNEL = "{channel}"


def phrase(say: Words, key: str, /, **values: str | int) -> Part:
    """A text of the catalogue as one line of rich text. Values may be anybody's words."""
    harmless = {name: cut(value, VALUE) if isinstance(value, str) else value for name, value in values.items()}
    pieces = say.template(key, **harmless).split("`")
    return line(*(part for index, piece in enumerate(pieces) for part in _drawn(piece, harmless, code=index % 2 == 1)))


def _drawn(piece: str, values: Mapping[str, str | int], *, code: bool) -> Iterator[Part]:
    for index, words in enumerate(piece.split(CHANNEL)):
        if index:
            yield channel(str(values["channel"]))
        if words:
            yield span(words.format_map(values), code=code)


def spoken(say: Words, key: str, /, **values: str | int) -> str:
    """The same text for a screen reader."""
    return say(key, **{name: cut(value, VALUE) if isinstance(value, str) else value for name, value in values.items()})


def day_of(day: date, say: Words) -> str:
    """`23 Nov 2026`"""
    return say("date.day", day=day.day, month=say(f"date.{day.month}"), year=day.year)
