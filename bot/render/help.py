"""What the bot can be asked: the answer to `/handoff`, `/handoff help` and a direct message."""

from __future__ import annotations

from bot.message import Message
from bot.render.blocks import Block, bullets, context, header, line, message, rich, span
from bot.render.phrases import phrase, spoken
from bot.render.words import Words, words
from bot.views import ChannelSetView, WelcomeView

SECTIONS = {
    "ask": ("judge", "receiver", "mention", "shortcut"),
    "channel": ("on", "digest", "settings", "mute"),
}


def help_message(here: ChannelSetView | None = None, language: str = "en") -> Message:
    """How to ask. `here` is what the channel agreed to, where that is known."""
    say = words(language)
    texts = [say("help.title"), say("help.lead")]
    for heading, lines in SECTIONS.items():
        texts += [f"{say(f'help.{heading}')}:", *(f"- {say(f'help.{name}')}" for name in lines)]
    small = [say("help.privacy"), *_here(here, say)]
    return message("\n".join([*texts, *small]), *help_blocks(say), context(*small))


def help_blocks(say: Words) -> list[Block]:
    """The help without its small print; App Home shows it too."""
    parts = [line(span(say("help.lead")))]
    for heading, lines in SECTIONS.items():
        parts.append(line(span(say(f"help.{heading}"), bold=True)))
        parts.append(bullets(phrase(say, f"help.{name}") for name in lines))
    return [header(say("help.title")), rich(*parts)]


def _here(here: ChannelSetView | None, say: Words) -> list[str]:
    if here is None or not here.watching:
        return []
    receiver = say(f"receiver.{here.receiver}")
    return [spoken(say, "help.watching", projects=", ".join(here.projects), receiver=receiver)]


def welcome(view: WelcomeView, language: str = "en") -> Message:
    """Said once when the bot is invited: what it does, how to let it answer, how to silence it."""
    say = words(language)
    projects = view.answered or view.projects[:3] or ("PAY", "WEB")
    named = ", ".join(projects) if view.answered else ",".join(projects)
    values = {"example": f"{projects[0]}-12", "projects": named}
    keys = ("welcome.lead", "welcome.try", "welcome.answered" if view.answered else "welcome.on", "welcome.off")
    return message(
        "\n".join(spoken(say, key, **values) for key in keys), rich(*(phrase(say, key, **values) for key in keys))
    )
