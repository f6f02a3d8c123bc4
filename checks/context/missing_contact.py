"""
Nobody who can answer a question is named.

## What it checks
Whether the reporter or the assignee is someone active, or the text names a person or a team to ask.

## Why it matters
However good a ticket is, questions come up. If nobody is named, they go to a channel and wait there.

## How to close the gap
Name one person or team who can answer questions about this ticket.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import having, quotes
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.ticket import Ticket

_NO_CONTACT = Phrased(r"\b(?:«asks_or_calls»)\b(?!:| (?:(?:is|are) )?(?-i:[A-ZÀ-Þ@#])| (?:«asked_person»))")
"""Words that name someone to ask only where a person or a team follows: programs also call, and users also ask."""
_OTHER = Phrased(r"\b(?:«contact»)")


def check(case: Case, options: Options) -> Observation:
    ticket = case.ticket
    if not {"reporter", "assignee"} & ticket.fields:
        return NotApplicable("Neither reporter nor assignee was read.")
    if person := next((person for person in (ticket.assignee, ticket.reporter) if person and person.active), None):
        return Met((Evidence(person.name, "field reporter" if person is ticket.reporter else "field assignee"),))
    if any(_mentions(ticket)) or (named := [one for one in having(case.text, "reachable") if _reaches(one)]):
        return Met(() if any(_mentions(ticket)) else quotes(named, 1))
    people = (("field reporter", ticket.reporter), ("field assignee", ticket.assignee))
    gone = [Evidence(person.name, where) for where, person in people if person]
    return Gap(
        message=f"Nobody can be asked: {_names(gone)} no longer active."
        if gone
        else "Nobody is named who can be asked.",
        remedy="Name one person or team who can answer questions about this ticket.",
        evidence=tuple(gone),
        question="Who answers questions about this ticket?",
        template="Contact: ‹person or team› answers questions about this ticket.",
    )


def _names(gone: list[Evidence]) -> str:
    names = list(dict.fromkeys(one.quote for one in gone))
    return f"{names[0]} is" if len(names) == 1 else f"{' and '.join(names)} are"


def _reaches(sentence: Sentence) -> bool:
    return not _NO_CONTACT.search(sentence.text) or _OTHER.search(sentence.text) is not None


def _mentions(ticket: Ticket) -> Iterator[str]:
    for document in (ticket.description, ticket.criteria):
        for block in document.blocks:
            yield from block.mentions


_ACTIVE = {"displayName": "Ada", "active": True}
_GONE = {"displayName": "Bo", "active": False}

RULE = Rule(
    code="CTX112",
    name="missing-contact",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "off"},
    confidence="certain",
    effort="a word",
    examples=(
        Example(
            "was reported by someone who left",
            "Show the order number on receipts",
            "Support cannot tell receipts apart.",
            fields={"reporter": _GONE, "assignee": None},
            says="Nobody can be asked: Bo is no longer active.",
            cure="Contact: the support team, in #support, answers questions about receipts.",
        ),
        Example(
            "was reported by and assigned to people who left, and calls a service",
            "Show the order number on receipts",
            "Support cannot tell receipts apart. We call the order service for the number.",
            fields={"reporter": None, "assignee": _GONE},
            says="Nobody can be asked: Bo is no longer active.",
            cure="Questions to the support team.",
        ),
        Example(
            "names a person to ask",
            "Show the order number on receipts",
            "Support cannot tell receipts apart. Ask Anna about the number.",
            fields={"reporter": _GONE, "assignee": None},
            outcome="met",
        ),
        Example(
            "has neither reporter nor assignee",
            "Show the order number on receipts",
            "Support cannot tell receipts apart.",
            fields={"reporter": None, "assignee": None},
            says="Nobody is named who can be asked.",
            cure_fields={"reporter": _ACTIVE},
        ),
        Example(
            "has a reporter who can be asked",
            "Show the order number on receipts",
            "Support cannot tell receipts apart.",
            fields={"reporter": _ACTIVE},
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
