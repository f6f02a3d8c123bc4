"""What one person is told about what they just did, with the way back."""

from __future__ import annotations

from bot.message import Message
from bot.render.actions import Click
from bot.render.blocks import actions, button, code, message, rich
from bot.render.phrases import phrase, spoken
from bot.render.words import words

COPY = 2900


def acted(word: str, *back: Click, language: str = "en", **values: str) -> Message:
    """A sentence of the catalogue's `acted`, with a button for each way back."""
    say = words(language)
    key = f"acted.{word}"
    buttons = [actions(button(say(f"button.{click.verb}"), click)) for click in back]
    return message(spoken(say, key, **values), rich(phrase(say, key, **values)), *buttons)


def copyable(text: str, language: str = "en") -> Message:
    """A brief to copy: Markdown as it is, in one block."""
    say = words(language)
    lead = "acted.brief_cut" if len(text) > COPY else "acted.brief"
    return message(say(lead), rich(phrase(say, lead), code(text, COPY)))
