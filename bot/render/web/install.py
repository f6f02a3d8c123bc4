"""The pages of an installation: before Slack asks, once it is done, and what can go wrong between."""

from __future__ import annotations

from typing import Literal

from bot.render.text import one_line
from bot.render.web.page import Press, WebPage
from bot.render.words import words

START = "/slack/install"
NAME = 80
Mishap = Literal["cancelled", "stale", "stateless", "everywhere", "unverified", "refused", "setup", "silent"]
"""`setup` is for the operator to fix; all others say what the person can do."""
CANNOT = ("setup", "everywhere")
"""Where starting again would lead the person back to the same place."""


def start_page(language: str) -> WebPage:
    say = words(language)
    told = tuple(say(f"install.{part}") for part in ("what", "ahead", "rights", "kept"))
    return WebPage(say("install.title"), told, (), Press(say("install.begin"), START, posts=True), say.language)


def done_page(language: str, name: str, href: str) -> WebPage:
    """`href` opens the bot in Slack."""
    say = words(language)
    known = one_line(name, NAME)
    title = say("install.done", name=known) if known else say("install.done_unnamed")
    steps = tuple(say(f"install.next_{step}") for step in ("jira", "invite", "turn_on"))
    return WebPage(title, (say("install.next"),), steps, Press(say("install.open"), href), say.language)


def mishap_page(language: str, mishap: Mishap, error: str = "") -> WebPage:
    """`error`: Slack's name for it, which nobody can have written."""
    say = words(language)
    after = say(f"install.{mishap}_next", error=error)
    press = None if mishap in CANNOT else Press(say("install.again"), START)
    return WebPage(say(f"install.{mishap}"), (after,), (), press, say.language)
