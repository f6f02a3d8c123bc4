"""
Something essential depends on what the receiver cannot see.

## What it checks
Whether the ticket relies on a conversation, a meeting, what somebody knows, another ticket, a design or an attachment,
without saying what is in it: "as discussed", "same as the other one", "the new design", "see attached", "texts from
Dieter".

A gap is to be answered first where the words say outright that something is to be found elsewhere or that somebody has
it; where they only suggest this, it is a suggestion.

## Why it matters
The receiver was not there. Work stops at that sentence until someone who was can be reached.

## How to close the gap
Write in the ticket what the reference stands for: two or three sentences, or the values that matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from functools import cache

from checks.estimate import leans_missing, strength
from checks.language.facts import TICKET
from checks.language.lexicon import lexicons
from checks.language.phrasing import Phrased, phrasings
from checks.language.statements import reference_told, telling
from checks.language.text import Sentence
from checks.language.words import without_urls
from checks.observing import quote, shortened, wordless
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule

_LEANING = frozenset({"dangling", "reference", "see_link", "decision"})
_HERE = Phrased(r"\b(?:«this_ticket»)\b|\b(?:«nearby»)\b(?=\s*(?:[.,;:)]|$))")
"""Words that point at the ticket itself, which its receiver has."""
_HANDS = Phrased(r"\b(?:«in_somebodys_hands»)", flags=re.MULTILINE)
"""Somebody has what is needed: *see her notes*, *texts from Dieter*."""
_ITSELF = Phrased(r"\b(?:«itself»)\b")
_ASKS_USERS = Phrased(r"\b(?:«asks_users»)\b")
"""What the product asks of those who use it."""
_SOFTWARE_IMAGE = Phrased(r"\b(?:«software_image»)\b")
"""An image to run, not to look at."""


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if told := reference_told(case.text):
        return Met((quote(told),))
    if outright := next(_outright(case), None):
        return replace(_gap(case, outright), severity=None)
    if not leans_missing(case, "CTX103"):
        return Met()
    reference = _reference(case)
    return _gap(case, reference) if reference else Met()


def _outright(case: Case) -> Iterator[Sentence]:
    if "unseen" in case.text.signals:
        yield from (one for one in case.text.said if "unseen" in one.signals and not _HERE.search(one.text))
    if _HANDS.search(case.text.spoken):
        yield from (one for one in case.text.said if _HANDS.search(one.text))


def _reference(case: Case) -> Sentence | None:
    """Of the sentences that rely on something, name another ticket or contain a link, the one whose target is most
    likely unseen."""
    return telling(case.text, "unseen", lambda one: _leans(case, one))


def _leans(case: Case, one: Sentence) -> bool:
    if "://" in one.text or _another(one, case.ticket.key):
        return True
    if _HERE.search(one.text) or _ASKS_USERS.search(one.text):
        return False
    signals: Set[str] = one.signals
    if "story" in one.opens:  # what somebody wants to refer to or to see is part of what is wanted
        return "dangling" in signals and case.kind != "docs"
    if _points_at_an_attachment(one):
        return True
    letters = _letters_and_seeing()
    bare = frozenset[str]() if _ITSELF.search(one.text) else _bare()
    if not letters.isdisjoint(one.tokens[1:]) or not bare.isdisjoint(one.tokens):
        lexicon, idle = lexicons().get(case.text.language or ""), letters | bare
        signals = lexicon.signals.in_words([word for word in one.tokens if word not in idle]) if lexicon else signals
    return not _LEANING.isdisjoint(signals) or "see_link" in one.opens


def _points_at_an_attachment(one: Sentence) -> bool:
    """It sends its reader to one, rather than being about pictures that the product shows."""
    signals = one.signals
    sends = "attached" in signals and not signals.isdisjoint({"see_link", "enclosed"})
    return sends and not _SOFTWARE_IMAGE.search(one.text)


@cache
def _letters_and_seeing() -> frozenset[str]:
    """Most sentences that contain one of them are about what the product sends and what users see."""
    return frozenset(phrasings()["letters_and_seeing"])


@cache
def _bare() -> frozenset[str]:
    """*Each story*, *the issue*: of the tickets with a sentence that had nothing else to refer to, none relied on
    anything. What opens with *this story* is about itself, and often about what was agreed."""
    return frozenset(phrasings()["bare_reference"])


def _another(sentence: Sentence, own: str) -> str | None:
    """The first other ticket that the sentence names."""
    return next((key for key in TICKET.findall(without_urls(sentence.text)) if key != own), None)


def _gap(case: Case, reference: Sentence) -> Gap:
    return Gap(
        message="The ticket leans on something that its receiver cannot see.",
        remedy="Write into the ticket what is meant by the reference: two or three sentences, or the values that matter.",
        evidence=(quote(reference),),
        question=_asked(case, reference),
        template="What was decided there: ‹the decision, with the values, names and limits that matter here›",
        severity=strength(case, "CTX103"),
    )


def _asked(case: Case, reference: Sentence) -> str:
    said = f"“{shortened(reference.text)}”"
    if other := _another(reference, case.ticket.key):
        return f"What of {other} matters for this work?"
    if "://" in reference.text:
        return f"What does the page say that {said} sends its reader to?"
    if _points_at_an_attachment(reference):
        return f"What is to be seen where the ticket says {said}?"
    return f"What does someone outside the team need to know to follow {said}?"


RULE = Rule(
    code="CTX103",
    name="dangling-reference",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="likely",
    effort="a paragraph",
    core=True,
    examples=(
        Example(
            "leans on a meeting",
            "Change the checkout to the new design",
            "The checkout of the shop loses buyers at the address step. As discussed in Tuesday's meeting, change the page `checkout.html` to the new design.",
            says="The ticket leans on something that its receiver cannot see.",
            cure="Put name and address on one page `checkout.html`, with the button “Pay” below; the separate address page goes.",
            instead="As discussed in Tuesday's meeting, change the page `checkout.html` to the new design.",
        ),
        Example(
            "says what was decided",
            "Put name and address of the checkout on one page",
            "The checkout of the shop loses buyers at the address step. Put name and address on one page `checkout.html`, with the button “Pay” below. The address page goes.",
            outcome="met",
        ),
        Example(
            "builds what was discussed",
            "Change the retention of audit logs",
            "Change the retention of audit logs as discussed in the meeting with Steve.",
            issue_type="Task",
            says="The ticket leans on something that its receiver cannot see.",
            cure="What was decided there: audit logs are kept for 400 days instead of 90, in every region, and older ones "
            "are deleted each night.",
        ),
        Example(
            "refers to another ticket without saying what is in it",
            "Add the filter to the invoice list",
            "The invoice list needs a filter. Same as the other one, Anna knows the details.",
            says="The ticket leans on something that its receiver cannot see.",
            cure="What was agreed: the filter offers paid, open and overdue; several can be chosen, and the choice stays "
            "in the address of the page.",
        ),
        Example(
            "tut, was besprochen wurde",
            "Aufbewahrung der Protokolle ändern",
            "Die Aufbewahrung der Protokolle ist wie besprochen zu ändern.",
            issue_type="Task",
            says="The ticket leans on something that its receiver cannot see.",
            cure="Was beschlossen wurde: Protokolle werden 400 statt 90 Tage aufbewahrt, in jeder Region, ältere werden jede "
            "Nacht gelöscht.",
        ),
        Example(
            "says what was agreed",
            "Keep audit logs for 400 days",
            "Audit logs are deleted after 90 days, and auditors ask for those of a whole year. Keep them for 400 days.",
            outcome="met",
        ),
        Example(
            "names a class as the place to start",
            "Retry uploads after a lost connection",
            "`Uploader.send()` gives up after the first lost connection. It should try three times, a second apart.",
            issue_type="Bug",
            outcome="met",
        ),
    ),
)
