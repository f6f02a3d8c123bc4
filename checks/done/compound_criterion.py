"""
One acceptance criterion hides several.

## What it checks
Whether a criterion joins three or more statements of what must hold in one long sentence, so that it can be half true.

## Why it matters
A criterion is ticked or not. One that contains several is ticked when most of it is true, and the rest is found later.

## How to close the gap
Write one statement per line, each of which is either true or not.
"""

from __future__ import annotations

from pydantic import Field

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import quotes, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_MODAL = Phrased(r"\b(?:«must»)\b")
_JOINED = Phrased(r"[,;]? ?\b(?:«joins»)\b|;")


class Statements(Options):
    most: int = Field(2, ge=1, description="How many statements of what must hold one criterion may join.")
    longest: int = Field(30, ge=10, description="Up to how many words a criterion is never called compound.")


def check(case: Case, options: Statements) -> Observation:
    if unread := wordless(case):
        return unread
    criteria = [one for one in case.text.under("acceptance") if one.listed or one.where.startswith("field")]
    if not criteria:
        return NotApplicable("The ticket lists no acceptance criteria.")
    compound = [one for one in criteria if _statements(one) > options.most and one.words > options.longest]
    if not compound:
        return Met()
    return Gap(
        message="One criterion holds several statements, so it can be half true.",
        remedy="Write one statement a line, each of which is true or not.",
        evidence=quotes(compound, 2),
    )


def _statements(criterion: Sentence) -> int:
    """Joined statements of what must hold, each with a verb of obligation."""
    return min(len(_MODAL.pattern.findall(criterion.text)), 1 + len(_JOINED.pattern.findall(criterion.text)))


_COMPOUND = (
    "- The file must hold one line an invoice with number, date, customer and total, and it must open in a spreadsheet "
    "without a warning, and cancelled invoices should be left out unless the box is ticked."
)

RULE = Rule(
    code="DOD310",
    name="compound-criterion",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    options=Statements(),
    examples=(
        Example(
            "joins three statements in one criterion",
            "Export invoices",
            f"Accountants copy invoices by hand.\n\n## Acceptance criteria\n{_COMPOUND}",
            says="One criterion holds several statements, so it can be half true.",
            cure="- The file must hold one line an invoice with number, date, customer and total.\n"
            "- It must open in a spreadsheet without a warning.\n"
            "- Cancelled invoices should be left out unless the box is ticked.",
            instead=_COMPOUND,
        ),
        Example(
            "lists its criteria one by one",
            "Export invoices",
            "Accountants copy invoices by hand.\n\n## Acceptance criteria\n- The file must hold one line an invoice.\n"
            "- It must open in a spreadsheet.",
            outcome="met",
        ),
        Example(
            "has no list of criteria",
            "Export invoices",
            "Accountants copy invoices by hand. The file must hold one line an invoice.",
            outcome="not_applicable",
        ),
    ),
)
