"""The modals of one gap: answer it, see what the answer changes in the ticket, send it again, or accept the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.message import Modal
from bot.render.actions import Click, Verb, encode
from bot.render.blocks import Block, code, context, header, line, rich, section, span
from bot.render.card.finding import MESSAGE, finding_parts
from bot.render.modals.forms import day, field, submitted, words_input
from bot.render.modals.frame import modal
from bot.render.modals.sides import MOST, changed_part, pieces
from bot.render.phrases import phrase
from bot.render.text import one_line, visible
from bot.render.words import Words, words
from bot.views import ChangeView, GapView

REASON = 500
NAMED = 3
"""Blanks that are named one by one; if there are more, only the first is."""


def answer_modal(view: GapView, language: str = "en") -> Modal:
    """What is missing, and a field with the template to fill in. What is submitted is shown before it is written."""
    say = words(language)
    template = words_input(view.gap.template or "", long=True)
    blocks = [_gap(view, say), field("answer", say("form.answer"), template, hint=say("form.answer_hint"))]
    title = say("form.answer_title", key=one_line(view.key, 14))
    return modal("answer", title, blocks, say, submit=say("form.preview"), metadata=_click(view, "answer"))


def change_modal(view: ChangeView, language: str = "en") -> Modal:
    """The exact change to the ticket, before and after, to be confirmed."""
    say = words(language)
    blocks = [section(say("form.change", where=say(f"form.in_{view.where}")))]
    if view.name:
        blocks.append(section(say("form.written_as", name=one_line(view.name, 80))))
    if view.conflict:
        blocks.append(section(say("form.conflict")))
    whole = visible(view.before), visible(view.after)
    before, after = changed_part(*whole)
    if before:
        blocks += [header(say("form.before")), rich(*map(code, pieces(before)))]
    blocks += [header(say("form.after")), rich(*map(code, pieces(after) if after else ("",)))]
    if max(len(before), len(after)) > MOST:
        blocks.append(context(say("form.cut")))
    elif (before, after) != whole:
        blocks.append(context(say("form.around")))
    click = encode(Click("answer", view.handle, view.code))
    return modal("change", say("form.change_title"), blocks, say, submit=say("form.write"), metadata=click)


def again_modal(handle: str, code: str, word: str, typed: str, language: str = "en", **values: str) -> Modal:
    """Why an answer was not written, with the answer as typed, to be sent again."""
    say = words(language)
    answer = field("answer", say("form.answer"), words_input(typed, long=True), hint=say("form.answer_hint"))
    click = encode(Click("answer", handle, code))
    blocks = [rich(phrase(say, f"told.{word}", **values)), answer]
    return modal("answer", say("form.reply_title"), blocks, say, submit=say("form.preview"), metadata=click)


def unfilled(blanks: Sequence[str], language: str = "en") -> str:
    """The blanks of its template that an answer still leaves, as the error of its field."""
    say = words(language)
    if len(blanks) > NAMED:
        return say("form.blanks_many", first=blanks[0], number=len(blanks))
    return say("form.blanks", blanks=", ".join(blanks))


def accept_modal(view: GapView, language: str = "en") -> Modal:
    """Why the gap is accepted, and until when."""
    say = words(language)
    reason = field("reason", say("form.reason"), words_input(most=REASON))
    until = field("until", say("form.until"), day(), hint=say("form.until_hint"))
    title = say("form.accept_title")
    blocks = [_gap(view, say), reason, until]
    return modal("accept", title, blocks, say, submit=say("form.accept"), metadata=_click(view, "accept"))


def answered(view: Mapping[str, Any]) -> str:
    """The answer that was typed."""
    return submitted(view, "answer").strip()


def accepted(view: Mapping[str, Any]) -> tuple[str, str | None]:
    """The reason, and the ISO date after which the gap counts again."""
    return submitted(view, "reason").strip(), submitted(view, "until") or None


def _gap(view: GapView, say: Words) -> Block:
    question = (line(span(view.gap.question, bold=True, limit=MESSAGE)),) if view.gap.question else ()
    return rich(*question, *finding_parts(view.gap, say))


def _click(view: GapView, verb: Verb) -> str:
    return encode(Click(verb, view.handle, view.gap.code))
