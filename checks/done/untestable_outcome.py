"""
A reviewer could not decide done or not done from the text without asking.

## What it checks
Whether what is wanted is said so that two people would agree on whether it was reached: which cases, which values, what is
seen. "Support X" without saying what of it, or "improve Y" without how much, is not.

## Why it matters
Review turns into negotiation, and the work is taken back for reasons that nobody had written down.

## How to close the gap
Write two to five criteria, each of which someone can check with yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checks.estimate import leans_missing, strength
from checks.language.statements import only_talk, put_right, statements
from checks.language.text import Sentence, Text
from checks.observing import quote, titled, wanted, wordless
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule
from checks.templates import criteria_template

_SHOULD = re.compile(
    r"(?i)^\W*(?:what|vad|mitä|was|ce que?|ce qui|lo que|qué|así)\b.{0,30}"
    r"\b(?:should|ought|supposed|borde|ska|skulle|pitäisi|tulisi|sollte|soll|müsste|devrait|doit|debería|debe)\b"
)
"""A heading that asks what should happen, whichever way it is put."""
_WORKS = re.compile(r"(?i)\b(?:works?|working|toimi\w*|funger\w*|funktion\w*|fonctionn\w*|marche\w*|funcion\w*)\b")


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    criterion = (
        _outright(case) or _handed_back(case) or (put_right(case.text) if case.kind in ("bug", "docs") else None)
    )
    if criterion is None and only_talk(case.text):
        return replace(_gap(case), severity="blocker")
    if criterion is None and leans_missing(case, "DOD302"):
        return _gap(case)
    criterion = criterion or wanted(case)
    return Met((quote(criterion),) if criterion else ())


def _outright(case: Case) -> Sentence | None:
    """Criteria said outright and not vague: two at least, or one that names something, holds a number or is long. Of a bug,
    any sentence that says what should be there instead."""
    said = [*statements(case.text, "acceptance", "expected", least=4), *_under_should(case.text)]
    firm = [one for one in said if _firm(one)]
    exact = next((one for one in firm if one.names or one.words > SHORT or any(map(str.isdigit, one.text))), None)
    return exact or (firm[0] if len(firm) > 1 else _put_right_by(case))


def _under_should(text: Text) -> Iterator[Sentence]:
    return (one for one in text.said if one.heading and _SHOULD.match(one.heading) and "filler" not in one.signals)


def _put_right_by(case: Case) -> Sentence | None:
    if case.kind != "bug":
        return None
    said = (*statements(case.text, "expected", least=3), *_under_should(case.text))
    return next(
        (one for one in said if "vague" not in one.signals and not (one.words < SHORT and _WORKS.search(one.text))),
        None,
    )


def _handed_back(case: Case) -> Sentence | None:
    """Of a spike with an end: what is to be handed back, which a reviewer can ask for."""
    timed = case.kind == "spike" and case.text.having("time_box")
    return case.text.first("handover") if timed else None


def _firm(sentence: Sentence) -> bool:
    return bool("vague" not in sentence.signals or sentence.names or sentence.words > SHORT)


SHORT = 8
"""Words. A longer sentence says what is to hold even where it holds a vague word."""


def _gap(case: Case) -> Gap:
    shown = wanted(case)
    return Gap(
        message="A reviewer could not tell from this text whether the work is done.",
        remedy="Write two to five criteria, each of which someone can check with yes or no.",
        evidence=(quote(shown),) if shown else (),
        question=f"What exactly must hold before {titled(case)} counts as done?",
        template=criteria_template(case),
        severity=strength(case, "DOD302"),
    )


RULE = Rule(
    code="DOD302",
    name="untestable-outcome",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "major"},
    confidence="likely",
    effort="a paragraph",
    core=True,
    examples=(
        Example(
            "wants a better search",
            "Improve the search",
            "The search should be better and find more things. It should work properly.",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="Acceptance criteria:\n- Searching for `tampere` finds the stop Tampere and nothing else.\n- Searching for `tampre` finds it too.\n- A search without hits shows “Nothing found”.",
        ),
        Example(
            "wants the problems solved",
            "Improve the export",
            "## Problem\nThe export has problems.\n\n## Acceptance criteria\n- The problems are solved\n- Everything works as expected\n- All tests pass",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="## Acceptance criteria\n- The file holds one line an invoice, with number, date and total.\n- An export of 10,000 invoices ends within 30 seconds.",
            instead="## Acceptance criteria\n- The problems are solved\n- Everything works as expected\n- All tests pass",
        ),
        Example(
            "says what a reviewer will see",
            "Find stops in spite of one wrong letter",
            "The search of the timetable finds nothing for `Tampre`. Acceptance criteria:\n- Searching for `Tampre` finds the stop Tampere.\n- Searching for `xyz` shows “Nothing found”.\n- `SearchTest` covers both.",
            outcome="met",
        ),
        Example(
            "wants it better",
            "Improve the import",
            "The import should be improved and handle various things better.",
            issue_type="Task",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="Acceptance criteria:\n- A file of 10,000 rows is imported in less than 60 seconds.\n"
            "- A row with an unknown currency is listed in `errors.csv`, and the others are imported.",
        ),
        Example(
            "wants to look into something",
            "Look into possible integration options",
            "Figure out whether we could maybe use some other system for this.",
            issue_type="Task",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="Acceptance criteria:\n- A page compares Kafka and RabbitMQ by price, operation and ordering.\n"
            "- It recommends one of them and names what would have to change in `billing`.",
        ),
        Example(
            "lists what can be checked",
            "Limit the size of receipts",
            "Large receipts stop the nightly job.\n\nAcceptance criteria:\n- A receipt above 10 MB is refused with 413.\n"
            "- One of 10 MB exactly is taken.",
            outcome="met",
        ),
        Example(
            "says it without a heading",
            "Preferences lose the chosen font",
            "When a font is chosen in Preferences > Editor and the dialog is closed with OK, the editor still shows `Arial`. It "
            "should show the chosen font at once and after a restart.",
            issue_type="Bug",
            outcome="met",
        ),
        Example(
            "nombra los criterios en español",
            "Limitar el tamaño de los recibos",
            "Los recibos grandes detienen el proceso nocturno.\n\nCriterios de aceptación:\n- Un recibo de más de 10 MB se "
            "rechaza con 413.\n- Uno de 10 MB exactos se acepta.",
            outcome="met",
        ),
    ),
)
