"""
The ticket states no desired end state at all.

## What it checks
Whether the ticket says what there will be when the work is done: expected behaviour, criteria, or a deliverable. For a bug, a
clear wrong behaviour whose opposite is obviously wanted is enough.

A gap is a suggestion unless a policy says otherwise: what holds a ticket back is whether a reviewer could decide that
it is done (DOD302).

## Why it matters
Without an end state the work ends when somebody loses patience.

## How to close the gap
Add one sentence that will be true when the work is done.
"""

from __future__ import annotations

from checks.estimate import leans_missing, strength
from checks.language.statements import opening, saying, stated
from checks.language.text import Sentence, Text
from checks.observing import quote, titled, wanted, wordless
from checks.outright import handed_back
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule
from checks.templates import outcome_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    outcome = _outright(case.text) or handed_back(case)
    if outcome is None and leans_missing(case, "DOD301"):
        return _gap(case)
    outcome = outcome or wanted(case)
    return Met((quote(outcome),) if outcome else ())


def _outright(text: Text) -> Sentence | None:
    return stated(text, "expected", "acceptance", "deliverable") or saying(text, "expected", "want")


def _gap(case: Case) -> Gap:
    shown = opening(case.text)
    message, question = _words(case)
    return Gap(
        message=message,
        remedy="Add one sentence that will be true when the work is done.",
        evidence=(quote(shown),) if shown else (),
        question=question,
        template=outcome_template(case),
        severity=strength(case, "DOD301"),
    )


def _words(case: Case) -> tuple[str, str]:
    """A bug's title names what should not happen."""
    title = titled(case)
    if case.kind == "bug":
        return "The ticket does not say what should happen instead.", f"{title}: what should happen instead?"
    return (
        "The ticket does not say what there will be when the work is done.",
        f"What will be true when {title} is done?",
    )


RULE = Rule(
    code="DOD301",
    name="missing-outcome",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "major"},
    confidence="likely",
    effort="a sentence",
    core=True,
    examples=(
        Example(
            "describes a situation and asks for nothing",
            "Planning meeting on caching",
            "There are several caches in the shop, and some of them are old. We talked about them in the planning meeting.",
            issue_type="Task",
            says="The ticket does not say what there will be when the work is done.",
            cure="Expected: the product page reads prices from one cache, `PriceCache`, and the class `OldPriceCache` is deleted.",
        ),
        Example(
            "says how it should be",
            "Keep prices in one cache",
            "The shop has two caches for prices, and they disagree for minutes. The product page should read prices from `PriceCache` only, and `OldPriceCache` should be deleted.",
            outcome="met",
        ),
        Example(
            "reports on last week",
            "New equipment, week end 14 February",
            "Still pushing to get the license. Added 5 systems. Staff: Don, Margaret.",
            issue_type="Task",
            says="The ticket does not say what there will be when the work is done.",
            cure="Expected: the five systems answer to `ping` from the build host and are listed in `inventory.yml`.",
        ),
        Example(
            "is a heading and a name",
            "Configuration management",
            "Start March, finish May. Mather 40%.",
            issue_type="Task",
            says="The ticket does not say what there will be when the work is done.",
            cure="Expected: every web server is installed by the playbook `site.yml`, and a second run changes nothing.",
        ),
        Example(
            "says what there will be",
            "Show the plan's price in the header",
            "Customers do not see what they pay. The header of the account page should show the price with its currency.",
            outcome="met",
        ),
        Example(
            "is a bug whose opposite is plain",
            "Export loses the time zone",
            "The CSV export writes local times without a zone, so accountants see every booking an hour early.",
            issue_type="Bug",
            outcome="met",
        ),
    ),
)
