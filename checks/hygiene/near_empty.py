"""
There is next to nothing to judge.

## What it checks
Whether the summary and description together have only a few words, not counting a template's prompts, and nothing else
(a parent, criteria, an attachment, a snippet) says more.

## Why it matters
A title is a reminder for whoever wrote it. Nobody else can start from it.

## How to close the gap
Say what is wrong or wanted, where, and how to tell that it is done: three sentences are enough to start with.
"""

from __future__ import annotations

from pydantic import Field

from checks.estimate import leans_missing
from checks.observing import quotes
from checks.outright import upgrade
from checks.rule import CannotTell, Case, Example, Gap, Met, Observation, Options, Rule

LETTERS = 20
"""Letters of a ticket in a script without spaces between words: this many say something."""


class Words(Options):
    fewest: int = Field(8, ge=1, description="How many words of summary and description together are enough to judge.")
    bare: int = Field(3, ge=0, description="Up to how many words the gap stops the work, because nobody could start.")


def check(case: Case, options: Words) -> Observation:
    ticket, text = case.ticket, case.text
    sentences = text.said
    words = sum(sentence.words for sentence in sentences)
    if text.language is None and len("".join(one.text for one in sentences)) >= LETTERS:
        return CannotTell("The ticket is written in a language that these rules do not read yet.")
    if (
        words >= options.fewest
        or upgrade(case)
        or text.snippets
        or ticket.attachments
        or ticket.criteria
        or text.parent
    ):
        return Met()
    asked = leans_missing(case, "CTX101") or leans_missing(case, "DOD302")  # they ask the same, each for its part
    return Gap(
        message="The ticket has next to no words, so there is nothing to judge.",
        remedy="Say what is wrong or wanted, where, and how one sees that it is done: three sentences are enough to begin with.",
        evidence=quotes(sentences, 1),
        question=None if asked else "What is wrong or wanted, and where?",
        template="Problem: ‹what is wrong today, and for whom›\nWhere: ‹screen, service or file›\nDone when: ‹what one then sees›",
        severity="blocker" if words <= options.bare else None,
    )


RULE = Rule(
    code="HYG403",
    name="near-empty",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "blocker"},
    confidence="certain",
    effort="a paragraph",
    options=Words(),
    examples=(
        Example(
            "is only a title",
            "Fix receipts",
            says="The ticket has next to no words, so there is nothing to judge.",
            cure="The total on receipts is cut off when it has more than six digits. It should be shown whole.",
        ),
        Example(
            "is written in a script without spaces",
            "ログインできない",
            "パスワードに記号が含まれるとログインできません。手順：記号を含むパスワードを入力する。",
            outcome="cannot_tell",
        ),
        Example(
            "says it in one sentence",
            "Total cut off on receipts",
            "The total is cut off when it has more than six digits.",
            outcome="met",
        ),
    ),
)
