"""Messages beside a card: that its verdict changed, or that the card further up answers a question."""

from __future__ import annotations

from bot.message import Message
from bot.render.blocks import line, link, mention, message, rich, span
from bot.render.headline import headline, key_of
from bot.render.words import words
from bot.views import CardView
from checks.verdict import Decision, Verdict


def changed(view: CardView, before: Decision, language: str = "en") -> Message:
    """The verdict now. The card above has the rest, so this is one line; it names the asker, and nobody else."""
    say = words(language)
    now = view.verdict.verdict
    word = "no_longer" if before == "ready" and now in ("questions", "not_ready") else now
    key = key_of(view.verdict)
    sentence = say(f"changed.{word}", key=key, receiver=say(f"receiver.{view.verdict.receiver}"))
    before_key, _, after = sentence.partition(key)
    said = [*([span(before_key)] if before_key else []), link(view.verdict.url, key, bold=True), span(after)]
    to = [mention(view.asker), span(" ")] if view.asker else []
    left = "" if now == "ready" else f" {say('changed.where')}"
    return message(f"{sentence}{left}", rich(line(*to, *said, *([span(left)] if left else []))))


def withheld(view: CardView, language: str = "en") -> Message:
    """Replaces the last change: the card no longer shows a verdict, and neither does this."""
    return _sentence(words(language)("card.hidden", key=key_of(view.verdict)))


def gone(verdict: Verdict, language: str = "en") -> Message:
    """Replaces the last change: Jira no longer gives the ticket."""
    return _sentence(words(language)("card.lost", key=key_of(verdict)))


def _sentence(sentence: str) -> Message:
    return message(sentence, rich(line(span(sentence))))


def card_above(verdict: Verdict, language: str = "en") -> Message:
    """To whoever asked again in a card's thread: what the card says now, and that it is further up."""
    say = words(language)
    return _sentence(f"{headline(verdict, say)} {say('changed.above')}")
