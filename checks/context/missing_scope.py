"""
Large work does not say what is out of scope.

## What it checks
Whether an epic, or a ticket whose own words call it large, says what is not part of it: *out of scope*, *not part of
this*, *only*, *without*. Small work need not say it.

## Why it matters
Large work grows. Someone outside the team cannot know which neighbouring wish was left out on purpose, so they either
build too much or stop to ask.

## How to close the gap
Name one or two things that people might expect here and that are not part of it.
"""

from __future__ import annotations

from pydantic import Field

from checks.language.kind import kind_named
from checks.language.phrasing import Phrased
from checks.language.text import Sentence, Text
from checks.observing import having, quotes, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_LEFT_OUT = Phrased(r"^\W*(?:«only_for»)\b|\b(?:«left_out»)\b")
"""Ways to say in a sentence what is not part of the work."""


class Size(Options):
    long_words: int = Field(
        250,
        ge=20,
        description="From how many words a ticket counts as large, if its title has a word such as *redesign*.",
    )


def check(case: Case, options: Size) -> Observation:
    if case.kind in ("bug", "docs", "spike"):
        return NotApplicable("The scope of this kind of work is plain from what it is about.")
    if unread := wordless(case):
        return unread
    large = _large(case, options)
    if not large:
        return NotApplicable("The work is not large.")
    bounds = case.text.under("scope_out") or having(case.text, "scope_out") or _left_out(case.text)
    if bounds:
        return Met(quotes(bounds, 1))
    return Gap(
        message="This is large work, and the ticket does not say what is out of scope.",
        remedy="Name one or two things that people might expect from this work and that are not part of it.",
        evidence=quotes(large, 1),
        question="What might people expect from this work that is not part of it?",
        template="Out of scope: ‹what people might expect here and is left out›.",
    )


def _left_out(text: Text) -> tuple[Sentence, ...]:
    return tuple(one for one in text.said if one.block >= 0 and _LEFT_OUT.search(one.text))


def _large(case: Case, options: Size) -> tuple[Sentence, ...]:
    summary = tuple(sentence for sentence in case.text.sentences if sentence.block == -1)
    marked = tuple(sentence for sentence in summary if sentence.signals & {"large", "epic"})
    if "epic" in (case.kind, kind_named(case.ticket.issue_type)):
        return summary
    words = sum(sentence.words for sentence in case.text.said)
    return marked if words >= options.long_words else ()


RULE = Rule(
    code="CTX108",
    name="missing-scope",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "off", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    options=Size(),
    examples=(
        Example(
            "is an epic without bounds",
            "Customers can pay by invoice",
            "Business customers cannot pay by card, so we lose them at the check-out. They can choose an invoice instead and "
            "pay within 30 days.",
            issue_type="Epic",
            says="This is large work, and the ticket does not say what is out of scope.",
            cure="Out of scope: reminders and debt collection, and customers outside Finland.",
        ),
        Example(
            "is an epic that says what it leaves out",
            "Customers can pay by invoice",
            "Business customers cannot pay by card. They can choose an invoice instead. Not in scope: reminders.",
            issue_type="Epic",
            outcome="met",
        ),
        Example(
            "rajaa jotain pois omalla lauseellaan",
            "Maksu laskulla",
            "Yritysasiakkaat eivät voi maksaa kortilla. Muistutukset eivät kuulu tähän.",
            issue_type="Epic",
            outcome="met",
        ),
        Example(
            "covers one country only",
            "Invoice payments",
            "Business customers cannot pay by card. This covers Finland only; other countries follow next year.",
            issue_type="Epic",
            outcome="met",
        ),
        Example(
            "is a small change",
            "Show the order number in the title of the receipt",
            "Support cannot tell receipts apart. The title shows the order number.",
            outcome="not_applicable",
        ),
        Example(
            "ist ein Epic ohne Grenzen",
            "Kunden können auf Rechnung zahlen",
            "Geschäftskunden können nicht mit Karte zahlen und brechen den Kauf ab. Sie sollen stattdessen eine Rechnung wählen.",
            issue_type="Epic",
            says="This is large work, and the ticket does not say what is out of scope.",
            cure="Nicht im Umfang: Mahnungen und Inkasso sowie Kunden außerhalb Finnlands.",
        ),
    ),
)
