"""App Home: what is waiting for a person, what they asked about, the channels they may change, and the help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.conversation.views import HomeView
from bot.render.actions import Click, Verb
from bot.render.blocks import Block, actions, bullets, button, context, divider, header, line, rich, span
from bot.render.headline import rule_title
from bot.render.help import help_blocks
from bot.render.jira_home import jira_home
from bot.render.listing import Entry, Listing
from bot.render.text import one_line
from bot.render.words import Words, words
from bot.views import CardView

EACH = 10
TITLE = 80
CHANNELS = 20


def home(view: HomeView, language: str = "en") -> dict[str, Any]:
    """The view as `views.publish` takes it."""
    say = words(language)
    verb: Verb = "unmute" if view.muted else "mute"
    quiet = actions(button(say(f"home.{verb}"), Click(verb, "")))
    mine, jira = list(_mine(view, say)), list(_jira(view, say))
    if mine or view.muted:
        blocks = [*mine, quiet, divider(), *jira, *help_blocks(say)]
    elif _lacking(view):
        blocks = [*jira, *help_blocks(say), quiet]
    else:
        # A newcomer sees the help first. The button is always there, because otherwise nobody could undo muting.
        blocks = [*help_blocks(say), quiet, *([divider(), *jira] if jira else [])]
    return {"type": "home", "blocks": [*blocks, context(say("help.privacy"))]}


def _lacking(view: HomeView) -> bool:
    """Nothing can be answered before somebody connects a Jira, or reconnects it."""
    sites = view.jira.sites if view.jira else ()
    return view.jira is not None and all(site.state == "refused" for site in sites)


def _mine(view: HomeView, say: Words) -> Iterator[Block]:
    lists = [*_cards("home.waiting", view.waiting, say), *_cards("home.asked", view.asked, say)]
    if lists:
        yield header(say("home.title"))
        yield rich(*(part for listing in lists for part in listing.drawn(say)))
    for channel in view.channels[:CHANNELS]:
        yield rich(line(span(say("home.channel")), {"type": "channel", "channel_id": channel}))
        yield actions(button(say("button.settings"), Click("settings", channel)))
    if view.rates:
        yield header(say("home.rates"))
        named = ((rule_title(code), wrong, shown) for code, wrong, shown in view.rates)
        yield rich(
            bullets(line(span(say("home.rate", name=name, wrong=wrong, n=shown))) for name, wrong, shown in named)
        )


def _jira(view: HomeView, say: Words) -> Iterator[Block]:
    if view.jira is not None:
        yield from jira_home(view.jira, say)
        yield divider()


def _cards(heading: str, cards: tuple[CardView, ...], say: Words) -> Iterator[Listing]:
    if cards:
        entries = tuple(Entry(card.verdict, _after(card, say)) for card in cards[:EACH])
        yield Listing(say(heading), entries, more=len(cards) - len(entries))


def _after(card: CardView, say: Words) -> str:
    """The ticket's title, its verdict and the first open question."""
    said = [say(f"decision.{card.verdict.verdict}"), *(one_line(one, 200) for one in card.verdict.questions[:1])]
    title = one_line(card.title, TITLE)
    return f"{title and ' '}{title}: {'. '.join(said)}"
