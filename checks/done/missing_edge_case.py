"""
No negative, limit or edge case is among what is wanted.

## What it checks
Whether the ticket says at least one thing about the borders of what is wanted: what must not happen, an empty or invalid value,
a limit, what stays as it is, or what is left out on purpose. The case that a bug itself is about does not count.

## Why it matters
The straight path is what everyone imagines alike. The borders are where two careful people build different things.

## How to close the gap
Add one sentence: what happens with nothing, with too much, or with something wrong; or what is out of scope.
"""

from __future__ import annotations

from checks.estimate import leans_missing, risk_of
from checks.language.statements import opening, stated
from checks.language.text import Sentence
from checks.observing import quote, wordless
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule
from checks.templates import edge_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    edge = stated(case.text, "edge", "scope_out", "failure", least=4)
    if edge is None and leans_missing(case, "DOD303"):
        return _gap(case)
    edge = edge or _nearest(case)
    return Met((quote(edge),)) if edge else _gap(case)


def _nearest(case: Case) -> Sentence | None:
    return next((one for one in case.text.having("negative", "scope_out", "failure") if not one.blank), None)


def _gap(case: Case) -> Gap:
    shown = next((one for one in case.text.having("expected", "want", "acceptance") if not one.blank), None)
    shown = shown or opening(case.text)
    return Gap(
        message="The ticket names no negative, limit or edge case of what is wanted.",
        remedy="Add one sentence: what happens with nothing, with too much or with something wrong; or what is out of scope.",
        evidence=(quote(shown),) if shown else (),
        question="What must not happen, and what happens with an empty, wrong or very large value?",
        template=edge_template(case),
        severity="major" if case.kind != "bug" and risk_of(case) else None,
    )


RULE = Rule(
    code="DOD303",
    name="missing-edge-case",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    core=True,
    examples=(
        Example(
            "speaks of the sunny day only",
            "Let readers renew a loan",
            "Readers call the desk to renew loans. Add a button Renew to the page My loans that moves the due date by two weeks.",
            says="The ticket names no negative, limit or edge case of what is wanted.",
            cure="A loan that somebody else has reserved must not be renewed; the button is then disabled. At most three renewals.",
        ),
        Example(
            "says where it ends",
            "Let readers renew a loan",
            "Readers call the desk to renew loans. Add a button Renew to the page My loans that moves the due date by two weeks. Edge cases: a reserved loan must not be renewed, the button is then disabled; no loan is renewed more than three times; without loans there is no button.",
            outcome="met",
        ),
    ),
)
