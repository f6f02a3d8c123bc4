"""
A bug gives no conditions, steps or input to try it with, or no actual behaviour.

## What it checks
For bugs: whether someone else could try to make it happen (steps, the failing call, the input, the conditions under which
it happens) and would know it when it does, from the actual behaviour. What was expected may be obvious.

## Why it matters
A bug that cannot be made to happen cannot be shown to be fixed.

## How to close the gap
Add the steps or the input, and what happens then.
"""

from __future__ import annotations

from checks.estimate import leans_missing, strength
from checks.language.statements import opening, stated, statements
from checks.language.text import Sentence, Text
from checks.observing import quote, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.templates import reproduction_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if case.kind != "bug":
        return NotApplicable("Only a bug needs a way to reproduce it.")
    steps = _steps(case.text)
    if steps is None and leans_missing(case, "CTX105"):
        return _gap(case)
    shown = steps or _trying(case.text)
    return Met((quote(shown),) if shown else ())


def _steps(text: Text) -> Sentence | None:
    """Steps said outright: at least two, or one that is followed by what happens."""
    steps = list(statements(text, "steps", least=2))
    if len(steps) > 1 or (steps and stated(text, "actual", "expected")):
        return steps[0]
    return None


def _trying(text: Text) -> Sentence | None:
    told = text.having("steps", "condition", "action", "actual", "problem")
    return next((sentence for sentence in told if not sentence.blank), None) or opening(text)


def _gap(case: Case) -> Gap:
    shown = opening(case.text)
    return Gap(
        message="Nothing lets someone else try this bug: no steps, input or conditions with what happens then.",
        remedy="Add the steps or the input, and what happens then.",
        evidence=(quote(shown),) if shown else (),
        question=f"What has to be done to see “{case.ticket.summary.strip()}”, and what happens then?",
        template=reproduction_template(case),
        severity=strength(case, "CTX105"),
    )


RULE = Rule(
    code="CTX105",
    name="missing-reproduction",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "major"},
    confidence="likely",
    effort="a paragraph",
    core=True,
    examples=(
        Example(
            "says only that it crashes",
            "App sometimes crashes",
            "Some customers say that the app crashes now and then. Please fix it as soon as possible.",
            issue_type="Bug",
            says="Nothing lets someone else try this bug: no steps, input or conditions with what happens then.",
            cure="Steps to reproduce:\n1. Open the list of receipts with more than 500 entries.\n2. Scroll to the end.\n\nActual: the app closes with `OutOfMemoryError`.\nExpected: the list ends with the oldest receipt.",
        ),
        Example(
            "says what to do and what happens",
            "Renewal charges a late fee on the due date",
            "Steps:\n1. Set the due date of a loan to today.\n2. Press Renew on the page My loans.\n\nActual: a fee of 0.50 is booked.\nExpected: no fee until tomorrow.",
            issue_type="Bug",
            outcome="met",
        ),
        Example(
            "is no bug",
            "Add a dark theme to the reader",
            "People read in bed. Add a dark theme to the reader's settings page.",
            outcome="not_applicable",
        ),
    ),
)
