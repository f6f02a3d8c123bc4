"""What a card says after its gaps: remaining gaps, closed ones, questions, what is unclear, accepted or suggested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.render.blocks import Part, bullets, line, span
from bot.render.card.finding import MESSAGE
from bot.render.card.gaps import DETAILED
from bot.render.headline import title_of
from bot.render.text import cut, listed, one_line
from bot.render.words import Words
from bot.views import CardView
from checks.verdict import Finding, Verdict, Waived

NAMES = 6
"""Names listed on one line; the rest is only counted."""
EACH = 3
"""Findings of one sort that get a line each."""
QUESTION = 400


def notes(view: CardView, say: Words) -> Iterator[Part]:
    """The notes as elements of rich text."""
    if view.closed:
        yield line(span(say("card.closed_heading"), bold=True))
        yield bullets(_closed(gap, say) for gap in view.closed[:NAMES])
    if questions := view.verdict.questions:
        yield line(span(say("card.questions_heading", n=len(questions)), bold=True))
        yield bullets((line(span(question, limit=QUESTION)) for question in questions), ordered=True)
    for text in _lines(view.verdict, say):
        yield line(span(text))


def spoken_notes(view: CardView, say: Words) -> Iterator[str]:
    """The notes as sentences."""
    for gap in view.closed[:NAMES]:
        yield say("card.closed") + one_line(gap.message, 150)
    if view.verdict.questions:
        yield say("card.text_questions")
    for question in view.verdict.questions:
        yield f"- {one_line(question, 200)}"
    yield from _lines(view.verdict, say)


def _lines(verdict: Verdict, say: Words) -> Iterator[str]:
    if rest := verdict.weighty_gaps[DETAILED:]:
        yield _named("card.more_gaps", rest, say)
    for why in _unclear(verdict)[:EACH]:
        yield say("card.cannot_tell", why=cut(why, MESSAGE))
    if verdict.verdict == "undetermined":
        yield say("card.for_a_person")
    aside = [(found, found.waived) for found in verdict.findings if found.outcome == "gap" and found.waived]
    for found, waived in aside[:EACH]:
        yield set_aside(title_of(found), waived, say, cut(waived.reason, 200))
    if further := [found for found, _ in aside[EACH:]]:
        yield _named("card.accepted_more", further, say)
    if advice := suggestions(verdict):
        yield _named("card.advice", advice, say)


def suggestions(verdict: Verdict) -> list[Finding]:
    """Gaps that need not be closed."""
    return [gap for gap in verdict.gaps if gap.severity == "advice"]


def _unclear(verdict: Verdict) -> list[str]:
    """Reasons, each once: one limit of ours often keeps several rules from telling."""
    weighty = (found for found in verdict.findings if found.outcome == "cannot_tell" and found.severity != "advice")
    return list(dict.fromkeys(found.message for found in weighty))


def _closed(gap: Finding, say: Words) -> Part:
    return line(span(say("card.closed")), span(gap.message, strike=True, limit=200))


def _named(key: str, findings: Sequence[Finding], say: Words) -> str:
    return say(key, n=len(findings), names=listed(map(title_of, findings), NAMES))


def set_aside(name: str, waived: Waived, say: Words, reason: str) -> str:
    """A gap that does not count: called wrong, or accepted, with the reason and until when."""
    if waived.wrong:
        return say("card.called_wrong", until=waived.until or "", name=name)
    if waived.until:
        return say("card.accepted_until", until=waived.until, name=name, reason=reason)
    return say("card.accepted", name=name, reason=reason)
