"""The modals around an answer: which gap a reply closes, to whom a ticket goes, a ticket to look at, the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Literal, TypeAlias

from bot.errors import JiraOutcome
from bot.message import Message, Modal
from bot.render.actions import Click, encode
from bot.render.blocks import actions, button, code, context, header, message, rich, section
from bot.render.headline import title_of
from bot.render.modals.forms import LONGEST_TYPED, choice, field, submitted, words_input
from bot.render.modals.frame import modal
from bot.render.phrases import phrase, spoken
from bot.render.text import one_line
from bot.render.words import words
from checks.verdict import Verdict

Failure: TypeAlias = JiraOutcome | Literal["internal"]
SHOWN = 2900
"""Characters of each version when two are shown side by side; Slack takes 3,000 in one text."""
TICKET_LIMIT = 300
"""Most characters of a link or key that may be typed."""
OPTIONS = 100
"""Gaps to choose from: as many as Slack allows in one select."""


def reply_modal(handle: str, tickets: Sequence[tuple[str, Verdict]], text: str, language: str = "en") -> Modal:
    """A reply in the thread, and the gap that it closes in one of these tickets, each given with the handle of its
    card. With several tickets, each gap says which one it belongs to."""
    say = words(language)
    several = len(tickets) > 1
    gaps = ((of, f"{judged.key}: " if several else "", gap) for of, judged in tickets for gap in judged.gaps)
    options = [
        (f"{of} {gap.code}", one_line(f"{lead}{gap.question or title_of(gap)}", 75))
        for of, lead, gap in islice(gaps, OPTIONS)
    ]
    chosen = options[0][0] if options else ""
    blocks = [
        field("gap", say("form.gap"), choice(options, chosen)),
        field("answer", say("form.answer"), words_input(text, long=True), hint=say("form.answer_hint")),
    ]
    if len(text) > LONGEST_TYPED:
        blocks.append(context(say("form.reply_cut")))
    title = say("form.reply_title") if several else say("form.answer_title", key=one_line(tickets[0][1].key, 14))
    return modal("reply", title, blocks, say, submit=say("form.preview"), metadata=encode(Click("answer", handle)))


def hand_modal(handle: str, key: str, language: str = "en") -> Modal:
    """To whom the ticket was given, if that is somebody in Slack."""
    say = words(language)
    person = field("person", say("form.given_to"), {"type": "users_select"}, optional=True)
    title = say("form.hand_title", key=one_line(key, 12))
    click = encode(Click("handed_off", handle))
    return modal("hand", title, [person], say, submit=say("form.hand"), metadata=click)


def look_modal(language: str = "en") -> Modal:
    """Which ticket to look at."""
    say = words(language)
    typed = words_input(most=TICKET_LIMIT, placeholder="PAY-12")
    ticket = field("ticket", say("form.ticket"), typed, hint=say("form.ticket_hint"))
    return modal("look", say("form.look_title"), [ticket], say, submit=say("form.look"))


def told_modal(word: str, language: str = "en", **values: str) -> Modal:
    """The result, in one sentence."""
    say = words(language)
    return modal("told", say("form.told_title"), [rich(phrase(say, f"told.{word}", **values))], say)


def failed_modal(outcome: Failure, language: str = "en") -> Modal:
    """Why Jira gave no ticket, in place of what would be shown about it."""
    say = words(language)
    return modal("told", say("form.look_title"), [rich(phrase(say, f"trouble.{outcome}"))], say)


def told(word: str, language: str = "en", *, typed: str = "", **values: str) -> Message:
    """The same as a message, for whoever pressed a message's button, or closed the modal. `typed`: their words, to
    copy."""
    say = words(language)
    key = f"told.{word}"
    copy = [rich(phrase(say, "form.typed"), code(typed))] if typed else []
    return message(spoken(say, key, **values), rich(phrase(say, key, **values)), *copy)


def shown_modal(shown: Message, language: str = "en") -> Modal:
    """A card for one person in a modal, without anything that works only on a message."""
    say = words(language)
    blocks = [block for block in shown.blocks if block["type"] != "actions"]
    return modal("shown", say("form.look_title"), blocks, say)


def both_modal(handle: str, where: str, theirs: str, ours: str, language: str = "en") -> Modal:
    """Somebody changed the same text while the answer was being written: both versions, and the way back."""
    say = words(language)
    ways = [
        button(say("form.restore"), Click("restore", handle)),
        button(say("button.keep_both"), Click("keep_both", handle), style="primary"),
    ]
    blocks = [
        section(say("told.overtaken", where=say(f"form.in_{where}"))),
        actions(*ways),
        header(say("form.theirs")),
        rich(code(theirs, SHOWN)),
        header(say("form.ours")),
        rich(code(ours, SHOWN)),
    ]
    return modal("told", say("form.told_title"), blocks, say)


def handed_to(view: Mapping[str, Any]) -> str:
    """The person chosen; empty for none."""
    return submitted(view, "person")


def replied(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """The handle of the ticket's card, the gap's code, and the answer."""
    handle, _, code = submitted(view, "gap").rpartition(" ")
    return handle, code, submitted(view, "answer").strip()
