"""
A comment changes what is wanted, and the description does not say so.

## What it checks
Whether a comment states a decision or a change of plan whose words are not in the description. Comments that not
everyone may read are left out.

## Why it matters
People build what the description says. The decision comes to light at the review, when the work has been done the old
way.

## How to close the gap
Add the decision to the description, and correct what it overrules.
"""

from __future__ import annotations

from pydantic import Field

from checks.language.text import Sentence
from checks.language.words import words_of
from checks.observing import quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.templates import plain


class Overlap(Options):
    shared: float = Field(0.6, ge=0, le=1, description="Share of a decision's words that must be in the description.")


def check(case: Case, options: Overlap) -> Observation:
    if "comments" not in case.ticket.looked_in:
        return NotApplicable("No comments were read.")
    if not case.text.comments:
        return NotApplicable("Nobody has commented.")
    known = _words(*(sentence.text for sentence in case.text.sentences))
    decisions = [sentence for sentence in case.text.comments if _decides(sentence)]
    unsaid = [sentence for sentence in decisions if _share(sentence, known) < options.shared]
    if not unsaid:
        return Met(quotes(decisions, 1))
    return Gap(
        message="A comment changes what is wanted, and the description does not say so.",
        remedy="Carry the decision of the comments into the description, and correct what it overrules.",
        evidence=quotes(unsaid[-2:]),
        question="Does the comment overrule the description?",
        template=f"Decided: {plain(unsaid[-1].text, 200)}",
    )


def _decides(sentence: Sentence) -> bool:
    """A statement, not a question, that something is decided or is to change."""
    return (
        bool(sentence.signals & {"plan_change"})
        and not sentence.text.rstrip().endswith("?")
        and SHORTEST <= sentence.words <= LONGEST
    )


SHORTEST, LONGEST = 5, 40
"""Words of a sentence that states a decision."""


def _share(sentence: Sentence, known: frozenset[str]) -> float:
    content = _words(sentence.text)
    return len(content & known) / len(content) if content else 1.0


def _words(*texts: str) -> frozenset[str]:
    """Words that carry content: long ones and numbers."""
    return frozenset(word for text in texts for word in words_of(text) if len(word) > 3 or word.isdigit())


_OLD = "Support cannot see why a refund was made. Add a text field `reason` of 200 characters to `POST /refunds`."

RULE = Rule(
    code="CTX110",
    name="decision-in-comments",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    options=Overlap(),
    examples=(
        Example(
            "overrules the description in a comment",
            "Store the refund reason",
            _OLD,
            fields={
                "comment": {"comments": [{"body": "We agreed with legal that reasons become a fixed list of codes."}]}
            },
            says="A comment changes what is wanted, and the description does not say so.",
            cure="Reasons are a fixed list of codes, as agreed with legal; they become the values of `reason`.",
        ),
        Example(
            "repeats in a comment what the description says",
            "Store the refund reason",
            _OLD,
            fields={"comment": {"comments": [{"body": "We agreed: a text field `reason` of 200 characters."}]}},
            outcome="met",
        ),
        Example("has no comments", "Store the refund reason", _OLD, outcome="not_applicable"),
        Example(
            "ändrar planen i en kommentar",
            "Spara orsaken till återbetalningen",
            "Supporten ser inte varför en återbetalning gjordes. Lägg till ett textfält `reason` i `POST /refunds`.",
            fields={
                "comment": {
                    "comments": [{"body": "Vi bestämde med juristerna att orsaken väljs ur en fast lista med koder."}]
                }
            },
            says="A comment changes what is wanted, and the description does not say so.",
            cure="Orsaken väljs ur en fast lista med koder, som vi bestämde med juristerna; koderna är värdena i `reason`.",
        ),
    ),
)
