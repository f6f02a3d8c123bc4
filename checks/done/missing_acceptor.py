"""
Nobody is named to accept the result.

## What it checks
Whether the reporter, who usually accepts the result, is still active, or the text names a person, role or team that
accepts.

## Why it matters
Someone outside the team delivers and waits. Work that nobody accepts is not done, and is not paid for.

## How to close the gap
Name the person or role who says that it is done.
"""

from __future__ import annotations

from checks.observing import having, quotes
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule


def check(case: Case, options: Options) -> Observation:
    ticket = case.ticket
    if acceptors := having(case.text, "acceptor"):
        return Met(quotes(acceptors, 1))
    if "reporter" not in ticket.fields:
        return NotApplicable("The reporter was not read.")
    if ticket.reporter and ticket.reporter.active:
        return Met((Evidence(ticket.reporter.name, "field reporter"),), "The reporter accepts the result.")
    return Gap(
        message="Nobody is named who accepts the result, and the ticket has no active reporter.",
        remedy="Name the person or role who says that the work is done.",
        question="Who says that the work is done?",
        template="Accepted by: ‹person or role›.",
    )


RULE = Rule(
    code="DOD308",
    name="missing-acceptor",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "off", "agent": "advice"},
    confidence="certain",
    effort="a word",
    examples=(
        Example(
            "has no reporter and names nobody",
            "Show the order number on receipts",
            "Support cannot tell receipts apart. The title shows the order number.",
            fields={"reporter": None},
            says="Nobody is named who accepts the result, and the ticket has no active reporter.",
            cure="Accepted by the product owner of receipts, Maija.",
        ),
        Example(
            "has a reporter",
            "Show the order number on receipts",
            "Support cannot tell receipts apart. The title shows the order number.",
            fields={"reporter": {"displayName": "Ada", "active": True}},
            outcome="met",
        ),
        Example(
            "was read without its people",
            "Show the order number on receipts",
            "Support cannot tell receipts apart.",
            outcome="not_applicable",
        ),
    ),
)
