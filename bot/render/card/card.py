"""The card: the one living message of a ticket in a thread."""

from __future__ import annotations

from collections.abc import Iterator

from bot.message import Message
from bot.render.actions import Click, Verb
from bot.render.blocks import MENU, Block, Part, actions, button, context, line, link, message, overflow, rich, span
from bot.render.card.finding import REMEDY, quoted, quoted_once
from bot.render.card.footer import footer, footnotes
from bot.render.card.gaps import DETAILED, gap_blocks
from bot.render.card.notes import notes, spoken_notes, suggestions
from bot.render.headline import glance, headline, key_of, title_of
from bot.render.text import cut, one_line
from bot.render.words import Words, words
from bot.views import CardView
from checks.ticket import project_in

CARD_VERBS: tuple[Verb, ...] = ("ask", "handed_off", "brief", "mute")
"""What a whole card can offer besides *Re-check* and sharing."""
SPOKEN = 150
"""Characters of the ticket's own words that are read out for a gap."""
PERSON = "slack:"
"""Prefix of the name of a waiver's maker when it was a person in Slack, so that it can be undone there."""


def card(view: CardView, language: str = "en") -> Message:
    """A ticket's verdict for its receiver. Stays within Slack's limits for any ticket."""
    say = words(language)
    if view.show == "silent":
        return _hidden(view, say)
    if view.show != "full":
        return _verdict_only(view, say)
    if view.done:
        return _done(view, say)
    if view.condensed:
        return _condensed(view, say)
    return message(_spoken(view, say), *_whole(view, say))


def _whole(view: CardView, say: Words) -> Iterator[Block]:
    gaps = view.verdict.weighty_gaps
    yield _head(view, headline(view.verdict, say))
    yield context(glance(view.verdict, say))
    for number, gap in enumerate(quoted_once(gaps[:DETAILED]), 1):
        yield from gap_blocks(gap, number, view, say)
    if noted := tuple(notes(view, say)):
        yield rich(*noted)
    yield from footer(view, say)
    yield from _row(view, say, *_suggested(view, say))


def _head(view: CardView, sentence: str) -> Block:
    """The sentence, with the ticket's key as the link to it."""
    key = key_of(view.verdict)
    before, _, after = sentence.partition(key)
    parts = [span(before, bold=True)] if before else []
    return rich(line(*parts, link(view.verdict.url, key, bold=True), span(after, bold=True)))


def _spoken(view: CardView, say: Words) -> str:
    """The whole card as text: what a screen reader, a notification and a search see."""
    parts = [headline(view.verdict, say), f"{glance(view.verdict, say)}."]
    if gaps := list(quoted_once(view.verdict.weighty_gaps[:DETAILED])):
        parts.append(say("card.text_gaps"))
    for number, gap in enumerate(gaps, 1):
        new = say("card.new") if gap.code in view.opened else ""
        weight = say(f"severity.{gap.severity}")
        said = new + one_line(gap.message, 200)
        parts.append(say("card.text_gap", number=number, severity=weight, message=said))
        parts += [quoted(piece, say, SPOKEN) for piece in gap.evidence[:1]]
        parts.append(say("card.text_remedy", remedy=one_line(gap.remedy or "", 200)))
    parts += [*spoken_notes(view, say), *footnotes(view, say)]
    return "\n".join(parts)


def _verdict_only(view: CardView, say: Words) -> Message:
    """Key and verdict, for people or places that may not be shown more."""
    sentence = headline(view.verdict, say)
    note = say("card.verdict_only")
    if view.way != "none":
        project = project_in(key_of(view.verdict))
        note = f"{note} {say(f'card.way_{view.way}', project=project)}"
    again = [actions(_recheck(view, say))] if view.show == "verdict_only" and view.follow else []
    return message(f"{sentence} {note}", rich(line(span(sentence, bold=True))), context(note), *again)


def _hidden(view: CardView, say: Words) -> Message:
    """What remains of a whole card: its key, which the thread contains anyway. *Re-check* answers whoever may see
    more."""
    sentence, note = say("card.hidden", key=key_of(view.verdict)), say("card.hidden_why")
    again = [actions(_recheck(view, say))] if view.follow else []
    return message(f"{sentence} {note}", rich(line(span(sentence, bold=True))), context(note), *again)


def _done(view: CardView, say: Words) -> Message:
    sentence = say("verdict.done", key=key_of(view.verdict))
    written = say("card.closed_ticket", verdict=headline(view.verdict, say))
    return message(f"{sentence} {written}", _head(view, sentence), context(written))


def _condensed(view: CardView, say: Words) -> Message:
    """The sentence, the dimensions at a glance and the first edit."""
    first = [say("card.text_remedy", remedy=cut(gap.remedy or "", REMEDY)) for gap in view.verdict.weighty_gaps[:1]]
    small = [glance(view.verdict, say), *first]
    sentence = headline(view.verdict, say)
    return message("\n".join([sentence, *small]), _head(view, sentence), context(*small), *_row(view, say))


def _row(view: CardView, say: Words, *further: tuple[str, Click]) -> Iterator[Block]:
    """The buttons, and a menu of the ways back, with as much of `further` as fits behind its dots."""
    buttons, ways = list(_buttons(view, say)), list(_ways_back(view, say))
    if menu := [*ways, *further[: max(0, MENU - len(ways))]]:
        buttons.append(overflow(menu, say("button.undo_which")))
    if buttons:
        yield actions(*buttons)


def _buttons(view: CardView, say: Words) -> Iterator[Part]:
    if view.share != "none":
        label = say("button.share" if view.share == "button" else "button.share_copy")
        yield button(label, Click("share", view.handle), style="primary", about=_of(label, view))
    if view.follow:
        yield _recheck(view, say)
    for verb in CARD_VERBS:
        if verb in view.offers:
            anyway = "_anyway" if verb == "brief" and view.verdict.verdict != "ready" else ""
            label = say(f"button.{verb}{anyway}")
            # A thread is muted, but everything else is about a ticket; with two cards in a thread the labels alone are
            # the same.
            about = "" if verb == "mute" else _of(label, view)
            yield button(label, Click(verb, view.handle), about=about)


def _ways_back(view: CardView, say: Words) -> Iterator[tuple[str, Click]]:
    """What people said about the ticket here, each with the click that takes it back."""
    if "undo" not in view.offers:
        return
    if view.handed:
        yield say("button.not_handed_off"), Click("not_handed_off", view.handle)
    for one in view.verdict.findings:
        if one.waived and one.waived.by.startswith(PERSON):
            yield say("button.undo_of", name=title_of(one)), Click("undo", view.handle, one.code)


def _suggested(view: CardView, say: Words) -> Iterator[tuple[str, Click]]:
    """The page of each suggestion, which the card only names."""
    for one in suggestions(view.verdict):
        yield say("button.why_suggested", name=title_of(one)), Click("why", view.handle, one.code)


def _of(label: str, view: CardView) -> str:
    return f"{label}: {key_of(view.verdict)}"


def _recheck(view: CardView, say: Words) -> Part:
    about = say("button.recheck_about", key=key_of(view.verdict))
    return button(say("button.recheck"), Click("recheck", view.handle), about=about)
