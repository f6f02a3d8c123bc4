"""
Another open ticket asks for the same work.

## What it checks
Whether a link says that the ticket duplicates one that is open, or a linked ticket or the parent has nearly the same
title. It does not search Jira.

## Why it matters
Two people do the work, or each waits for the other.

## How to close the gap
Close one of the two, and copy what only it says to the other.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from pydantic import Field

from checks.language.phrasing import Phrased
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.ticket import RelatedTicket

_DUPLICATE = Phrased(r"\b(?:«duplicate_link»)")
_WORD = re.compile(r"\w+")


class Likeness(Options):
    alike: float = Field(
        0.92, ge=0.5, le=1, description="How alike two titles must be to count as the same; 1 means the same words."
    )


def check(case: Case, options: Likeness) -> Observation:
    if not case.ticket.related:
        return NotApplicable("The ticket is linked to no other.")
    for other in case.ticket.related:
        if other.done is True or other.relation in ("parent", "subtask", "epic"):
            continue
        if _DUPLICATE.search(other.relation) or _alike(case.ticket.summary, other.summary) >= options.alike:
            return _gap(other)
    return Met()


def _alike(one: str, other: str) -> float:
    """Between 0 and 1, by words; short titles are alike by chance and give 0."""
    left, right = _WORD.findall(one.lower()), _WORD.findall(other.lower())
    return SequenceMatcher(None, left, right, autojunk=False).ratio() if min(len(left), len(right)) >= SHORTEST else 0.0


SHORTEST = 4
"""Least words of a title that can be compared."""


def _gap(other: RelatedTicket) -> Gap:
    return Gap(
        message=f"The same work stands in {other.key}, which is open.",
        remedy=f"Close this ticket or {other.key}, and carry over what only the closed one says.",
        evidence=(Evidence(f"{other.relation} {other.key}: {other.summary}", "links"),),
        question=f"Which of the two stays, this ticket or {other.key}?",
    )


def _link(status: str) -> dict[str, object]:
    category = {"name": status, "statusCategory": {"key": status}}
    other = {"key": "PAY-7", "fields": {"summary": "Receipt total is cut off", "status": category}}
    return {"issuelinks": [{"type": {"inward": "is duplicated by", "outward": "duplicates"}, "outwardIssue": other}]}


RULE = Rule(
    code="HYG405",
    name="duplicate-ticket",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="certain",
    effort="a decision",
    options=Likeness(),
    examples=(
        Example(
            "duplicates an open ticket",
            "Total cut off on receipts",
            "The total is cut off when it has more than six digits.",
            issue_type="Bug",
            fields=_link("new"),
            says="The same work stands in PAY-7, which is open.",
            cure_fields=_link("done"),
        ),
        Example(
            "duplicates a ticket that is closed",
            "Total cut off on receipts",
            "The total is cut off when it has more than six digits.",
            issue_type="Bug",
            fields=_link("done"),
            outcome="met",
        ),
        Example(
            "is linked to nothing",
            "Total cut off on receipts",
            "The total is cut off when it has more than six digits.",
            issue_type="Bug",
            outcome="not_applicable",
        ),
    ),
)
