"""The card of a ticket that Jira no longer gives: since when, and nothing else about it. No one is named."""

from __future__ import annotations

from bot.message import Message
from bot.render.actions import Click
from bot.render.blocks import actions, button, context, line, link, message, rich, span
from bot.render.card.footer import moment
from bot.render.headline import KEY
from bot.render.text import one_line
from bot.render.words import words
from bot.views import LostView


def lost(view: LostView, language: str = "en") -> Message:
    """What is known about a ticket that nobody here can read any more. *Re-check* looks for it again."""
    say = words(language)
    key = one_line(view.key, KEY) or "?"
    sentence, small = say("card.lost", key=key), say("card.lost_since", when=moment(view.since))
    before, _, after = sentence.partition(key)
    head = [*([span(before, bold=True)] if before else []), link(view.url, key, bold=True), span(after, bold=True)]
    again = button(say("button.recheck"), Click("recheck", view.handle), about=say("button.recheck_about", key=key))
    return message(f"{sentence} {small}", rich(line(*head)), context(small), actions(again))
