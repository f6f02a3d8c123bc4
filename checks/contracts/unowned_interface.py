"""
The other side of the interface belongs to someone else, and neither its owner nor its version is named.

## What it checks
Whether a ticket that relies on another team's or another company's interface says who is responsible for it, which
version is meant or where it is described.

## Why it matters
The first surprise where the two sides meet stops the work: a missing field, an undocumented error. Without a name there
is nobody to ask, and without a version nobody can say which side is right.

## How to close the gap
Name the owner or the contact, the version, and a description or test environment that the receiver can reach.
"""

from __future__ import annotations

import re

from checks.observing import quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.touching import spared, stating

VERSIONED = re.compile(r"(?<!\w)v\d+(?:\.\d+)*(?!\w)|(?<![\w.])\d+\.\d+(?:\.\d+)?(?![\w.])")


def check(case: Case, options: Options) -> Observation:
    if spare := spared(case):
        return spare
    others = stating(case, "counterpart")
    if not others:
        return NotApplicable("The work leans on no interface of another team or company.")
    if said := stating(case, "ownership"):
        return Met(quotes(said))
    if case.text.links or any(VERSIONED.search(sentence.text) for sentence in others):
        return Met(quotes(others))
    return Gap(
        message="The work leans on somebody else's interface; who answers for it and which version is meant is not said.",
        remedy="Name the owner or the contact, the version, and a description or test environment that the receiver can reach.",
        evidence=quotes(others),
        question="Who answers for the other side of the interface, and which version is meant?",
        template="The other side: ‹team or person›, version ‹number or date›, described at ‹address that the receiver can open›.",
    )


RULE = Rule(
    code="CON211",
    name="unowned-interface",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    examples=(
        Example(
            "calls an API without saying who is responsible for it",
            "Take exchange rates from the external API",
            "Rates are typed in by hand. Fetch them from the external API of the bank every morning at six.",
            says="The work leans on somebody else's interface; who answers for it and which version is meant is not said.",
            cure="Contact: rates@bank.example; version 3 of the API is meant.",
        ),
        Example(
            "names the version and the contact",
            "Take exchange rates from the external API",
            "Fetch them from the external API of the bank (v3). Contact: the treasury team.",
            outcome="met",
        ),
        Example(
            "stays within its own walls",
            "Round exchange rates to four digits",
            "Rates are shown with seven digits. Round them to four in the list and in the export.",
            outcome="not_applicable",
        ),
    ),
)
