"""
The work needs an environment, an account or data, and the ticket does not say how to get it.

## What it checks
Whether the work needs a test account, an environment, credentials, a customer's data, a licence or a device that an
outsider does not have, and the ticket says neither where it comes from nor whom to ask.

## Why it matters
Access takes days. Someone who finds out after starting spends them waiting.

## How to close the gap
Say where the access comes from or who grants it; never put the password itself in the ticket.
"""

from __future__ import annotations

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import having, quotes, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    needs = [sentence for sentence in case.text.sentences if _needs(sentence)]
    if not needs:
        return NotApplicable("The work asks for no special access.")
    sources = having(case.text, "access_source")
    sources = sources or tuple(one for one in case.text.said if _WHO_HAS.search(one.text))
    if sources:
        return Met(quotes(sources, 1))
    return Gap(
        message="The work needs access that an outsider does not have, and the ticket does not say who grants it.",
        remedy="Say where the access comes from or who grants it; never put the password itself into the ticket.",
        evidence=quotes(needs, 2),
        question="Who grants the access that this work needs?",
        template="Access: ‹what is needed› is given by ‹person or place to ask›.",
    )


_WHO_HAS = Phrased(r"\b(?:«has_access»)")
"""*Stefan has the credentials*: somebody to ask."""
LONGEST = 20
"""Words. Anything longer describes how things are, or is a log."""


def _needs(sentence: Sentence) -> bool:
    """It tells the reader to use something, rather than saying what the product does or what goes wrong."""
    return (
        sentence.words <= LONGEST
        and "needs_access" in sentence.signals
        and bool(sentence.signals & {"action", "want", "verification", "steps"})
        and "problem" not in sentence.signals
    )


RULE = Rule(
    code="CTX111",
    name="missing-access",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "off", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    examples=(
        Example(
            "needs a database nobody can reach",
            "Find out why old refunds are slow",
            "Refunds older than a year take a minute. You need to run the query against the production database.",
            issue_type="Task",
            says="The work needs access that an outsider does not have, and the ticket does not say who grants it.",
            cure="Access: read-only access is granted by the platform team through the service desk.",
        ),
        Example(
            "says whom to ask",
            "Check the invoice of the pilot customer",
            "Log in with the test account of the pilot customer; Maija in support gives the password, ask her.",
            issue_type="Task",
            outcome="met",
        ),
        Example(
            "needs nothing special",
            "Show the order number in the title of the receipt",
            "Support cannot tell receipts apart. The title shows the order number.",
            outcome="not_applicable",
        ),
    ),
)
