"""A failure as a short card: what happened, what to do next, and the reference for finding it in the log."""

from __future__ import annotations

from bot.message import Message
from bot.render.blocks import context, line, message, rich, span
from bot.render.headline import KEY
from bot.render.phrases import phrase, spoken
from bot.render.text import one_line
from bot.render.words import Words, words
from bot.views import TroubleView


def trouble(view: TroubleView, language: str = "en") -> Message:
    """One clear sentence for each outcome. None of the failure's own text is shown."""
    say = words(language)
    key = f"trouble.{view.outcome}"
    parts = phrase(say, key)["elements"]
    if view.key:
        parts = [span(f"{one_line(view.key, KEY)}: ", bold=True), *parts]
    small = [say("trouble.reference", reference=one_line(view.reference, 60))] if view.reference else []
    return message(
        "\n".join([trouble_line(view, say), *small]), rich(line(*parts)), *([context(*small)] if small else ())
    )


def trouble_line(view: TroubleView, say: Words) -> str:
    """The sentence alone, with the ticket's key where there is one."""
    sentence = spoken(say, f"trouble.{view.outcome}")
    return say("trouble.about", key=one_line(view.key, KEY), sentence=sentence) if view.key else sentence
