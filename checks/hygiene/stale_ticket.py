"""
The ticket has not been changed for a long time, while work it is linked to has been finished.

## What it checks
Whether nobody has changed the ticket for months, and a linked ticket or its parent has been finished. The rule does not
apply where the time of judging or the date of the last change is unknown.

## Why it matters
What was true when it was written may be done, dropped or different. Someone from outside cannot see that.

## How to close the gap
Read it again, correct what has changed, and say that it is still valid.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import Field

from checks.observing import listed
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule

DAYS_A_MONTH = 30


class Age(Options):
    months: int = Field(6, ge=1, description="After how many months without a change the ticket counts as old.")


def check(case: Case, options: Age) -> Observation:
    ticket = case.ticket
    if case.as_of is None or ticket.updated is None:
        return NotApplicable("The date of the last change is not known.")
    age = (_utc(case.as_of) - _utc(ticket.updated)).days
    finished = [other for other in (*ticket.related, ticket.parent) if other is not None and other.done]
    if age < options.months * DAYS_A_MONTH or not finished:
        return Met()
    return Gap(
        message=f"Nobody changed the ticket for {_months(age // DAYS_A_MONTH)}, and linked work is done: {listed(o.key for o in finished)}.",
        remedy="Read the ticket again, correct what changed, and say that it still holds.",
        evidence=tuple(Evidence(f"{other.relation} {other.key}: {other.summary}", "links") for other in finished[:3]),
        question="Does the ticket still hold as it is written?",
    )


def _months(count: int) -> str:
    return "a month" if count == 1 else f"{count} months"


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _old(updated: str) -> dict[str, object]:
    category = {"name": "Done", "statusCategory": {"key": "done"}}
    other = {"key": "PAY-7", "fields": {"summary": "Move refunds to the new ledger", "status": category}}
    link = {"type": {"inward": "is blocked by", "outward": "blocks"}, "inwardIssue": other}
    return {"updated": updated, "issuelinks": [link]}


_TEXT = "Support cannot see why a refund was made. Add a text field `reason` to `POST /refunds`."

RULE = Rule(
    code="HYG406",
    name="stale-ticket",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    options=Age(),
    examples=(
        Example(
            "is old, and what it waited for is done",
            "Store the refund reason",
            _TEXT,
            fields=_old("2025-01-10T09:00:00.000+0000"),
            as_of="2026-03-01T09:00:00+00:00",
            says="Nobody changed the ticket for 13 months, and linked work is done: PAY-7.",
            cure_fields=_old("2026-03-01T08:00:00.000+0000"),
        ),
        Example(
            "was changed last month",
            "Store the refund reason",
            _TEXT,
            fields=_old("2026-02-10T09:00:00.000+0000"),
            as_of="2026-03-01T09:00:00+00:00",
            outcome="met",
        ),
        Example("has no dates", "Store the refund reason", _TEXT, outcome="not_applicable"),
    ),
)
