"""
A bug gives no conditions, steps or input to try it with, or no actual behaviour.

## What it checks
For bugs: whether someone else could try to make it happen (from steps, the failing call, the input or the conditions
under which it happens) and would recognise it by the actual behaviour. The expected behaviour need not be spelled out.

A gap is to be answered first where the ticket as a whole seems unlikely to be ready and no weightier gap explains why,
or where nobody could tell what is to be achieved either; otherwise it is a suggestion.

## Why it matters
A bug that cannot be made to happen cannot be shown to be fixed.

## How to close the gap
Add the steps or the input, and what happens then.
"""

from __future__ import annotations

from checks.estimate import leans_missing, strength, unexplained
from checks.language.statements import opening, put_right, stated, statements, telling
from checks.language.text import Sentence, Text
from checks.observing import quote, titled, wordless
from checks.outright import criterion, tried
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.templates import reproduction_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if case.kind != "bug":
        return NotApplicable("Only a bug needs a way to reproduce it.")
    steps = _steps(case.text) or put_right(case.text)  # everybody can see a wrong word or value
    if steps is None and leans_missing(case, "CTX105"):
        return _gap(case)
    shown = steps or telling(case.text, "attempt") or opening(case.text)
    return Met((quote(shown),) if shown else ())


def _steps(text: Text) -> Sentence | None:
    """Steps stated outright: at least two of them, or one followed by what happens."""
    steps = list(statements(text, "steps", least=2))
    steps += [one for one in text.said if one.listed and "action" in one.opens and one not in steps]
    if len(steps) > 1 or (steps and stated(text, "actual", "expected")):
        return steps[0]
    return tried(text)


def _gap(case: Case) -> Gap:
    shown = telling(case.text, "problem") or opening(case.text)
    return Gap(
        message="Someone else could not try this bug: steps, input or conditions are missing, or what happens then.",
        remedy="Add the steps or the input that show the bug, and what happens then.",
        evidence=(quote(shown),) if shown else (),
        question=f"What has to be done to see {titled(case)}, and what happens then?",
        template=reproduction_template(),
        severity=None
        if _elusive(case.text) or unexplained(case) or _nothing_to_start_from(case)
        else strength(case, "CTX105"),
    )


def _nothing_to_start_from(case: Case) -> bool:
    """Nobody could start, because nothing says what is to be achieved: of ten such bugs, eight could not be reproduced
    either."""
    return leans_missing(case, "DOD302") and criterion(case) is None and strength(case, "DOD302") == "blocker"


def _elusive(text: Text) -> bool:
    """It happens only sometimes, and nothing in the code or on the screen is named: nobody would know where to look."""
    return bool(text.having("sometimes")) and not text.identifiers


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
            says="Someone else could not try this bug: steps, input or conditions are missing, or what happens then.",
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
            "is not a bug",
            "Add a dark theme to the reader",
            "People read in bed. Add a dark theme to the reader's settings page.",
            outcome="not_applicable",
        ),
        Example(
            "names a failure but nothing to try",
            "Threads are not always stopped",
            "The notification server does not always go down.",
            issue_type="Bug",
            says="Someone else could not try this bug: steps, input or conditions are missing, or what happens then.",
            cure="Steps to reproduce:\n1. Start the server with two subscribers.\n2. Run `mule stop` while a message is on its "
            "way.\n\nActual: the process stays, with one thread named `notify-2`.\nExpected: the process ends within ten seconds.",
        ),
        Example(
            "says only that it happens at times",
            "Sporadic timeouts in production",
            "Sometimes we seem to see timeouts. Probably something with the network, not sure.",
            issue_type="Bug",
            says="Someone else could not try this bug: steps, input or conditions are missing, or what happens then.",
            cure="Steps to reproduce:\n1. Send 200 orders in one second to `POST /orders`.\n2. Read the log of the gateway.\n\n"
            "Actual: about one order in fifty is answered with 504.\nExpected: all are answered within two seconds.",
        ),
        Example(
            "gives the steps and what happens",
            "Preferences lose the chosen font",
            "1. Open Preferences > Editor.\n2. Choose the font `Courier` and press OK.\n3. Open a file.\n\n"
            "The file is shown in the old font.",
            issue_type="Bug",
            outcome="met",
        ),
        Example(
            "visar anropet som misslyckas",
            "Sökningen tappar å i namn",
            "1. Öppna kundlistan.\n2. Skriv `Åkerlund` i sökfältet och tryck på Enter.\n\nInga träffar visas, men kunden finns.",
            issue_type="Bug",
            outcome="met",
        ),
        Example(
            "asks for something new",
            "Archive workspaces",
            "As an administrator I want to archive workspaces, so that the list fits on one page.",
            outcome="not_applicable",
        ),
    ),
)
