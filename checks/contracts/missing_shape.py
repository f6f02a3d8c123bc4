"""
The inputs, outputs, types or format of an interface are not given well enough to build against.

## What it checks
Where the work touches an interface: whether the ticket says what goes in and what comes out: fields with types, the
format, allowed values and defaults, or one example. "Same as the other one" or "in a suitable format" is not a shape.

A gap is to be answered first where the ticket names the endpoint or topic that is to be made, or leaves the shape to
whoever builds it; otherwise it is a suggestion.

## Why it matters
A caller is written against the shape. What the ticket leaves open comes to light when the two sides are put together.

## How to close the gap
Give the fields with their types, or one example of the request and of the response.
"""

from __future__ import annotations

from dataclasses import replace

from checks.estimate import leans_missing, strength
from checks.interface import SHAPES, left_open, made, member, named, renamed, showing, taken_away, untouched
from checks.language.statements import opening, statements, telling
from checks.observing import Wording, listed, quote, titled, wordless
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.templates import shape_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if spared := untouched(case):
        return spared
    if taken_away(case):
        return NotApplicable("What is taken away takes nothing in and gives nothing back.")
    if renamed(case):
        return NotApplicable("What gets another name takes in and gives back what it did.")
    shape = _outright(case)
    if shape is None and (opened := left_open(case)):
        return replace(_gap(case), evidence=(quote(opened),), severity=None)
    if shape is None and leans_missing(case, "CON202"):
        return _gap(case)
    return Met((shape or _showing(case),))


def _outright(case: Case) -> Evidence | None:
    """A snippet in an interface format, typed fields, or a part of the ticket about inputs and outputs."""
    snippet = next((one for one in case.text.snippets if one.kind in SHAPES and not one.problem), None)
    if snippet and case.kind != "bug":
        return Evidence(snippet.text, snippet.where)
    typed = [f"{one.name} ({one.detail})" for one in case.text.contracts if one.kind == "field" and one.detail]
    if len(typed) > 1:
        return Evidence(listed(typed), "description")
    parts = list(statements(case.text, "interface", least=3))
    return quote(parts[0]) if len(parts) > 1 or (parts and parts[0].signals & {"shape", "shape_strong"}) else None


def _showing(case: Case) -> Evidence:
    best = telling(case.text, "shape") or opening(case.text)
    return quote(best) if best else Evidence(case.ticket.summary, "summary")


def _gap(case: Case) -> Gap:
    shown, meant = showing(case), named(case)
    name = meant.name if meant else member(case)
    asks = _FAULTY if case.kind == "bug" else _ASKED.get(meant.kind if meant else "", _FIELDS) if name else _UNNAMED
    about = name if name and asks is not _FAULTY else titled(case)
    return Gap(
        message=asks.message.format(about),
        remedy=asks.remedy.format(about),
        evidence=(quote(shown),) if shown else (),
        question=asks.question.format(about),
        template=shape_template(case),
        severity=None if _weighs(case) else strength(case, "CON202"),
    )


_FIELDS = Wording(
    "{0} is named, but not what goes in and what comes out.",
    "Give the fields of {0} with their types, or one example of the request and of the answer.",
    "What does {0} take and return: which fields, of which types?",
)
"""`{0}`, here and below, is the interface's name, or the ticket's title."""
_ASKED = {
    "flag": Wording(
        "{0} is named, but not which values it takes and what each of them does.",
        "Say which values {0} takes, what it does then, and what holds without it; one example call is enough.",
        "Which values does {0} take, what does it do then, and what holds without it?",
    ),
    "command": Wording(
        "{0} is named, but not what it takes and what it prints.",
        "Say which arguments and options {0} takes and what it prints, or show one call with its output.",
        "Which arguments and options does {0} take, and what does it print?",
    ),
    "event": Wording(
        "{0} is named, but not what the message holds.",
        "Give the fields of a message of {0} with their types, or one example of it.",
        "Which fields does a message of {0} hold, of which types?",
    ),
    "table": Wording(
        "{0} is named, but not its columns and their types.",
        "Give the columns of {0} with their types and defaults, or one example row.",
        "Which columns of {0} are meant, of which types?",
    ),
}
_UNNAMED = Wording(
    "The ticket does not say what goes in and what comes out.",
    "Give the fields or options with their types, or one example of what goes in and of what comes out.",
    "What goes in and what comes out in {0}: which fields or options, of which types?",
)

_FAULTY = Wording(
    "The ticket does not show what goes in and what should come out instead.",
    "Give the call, the request or the file that fails, and what must come back, with its type or format.",
    "What goes in to see {0}, and what should come out instead, in which format?",
)


def _weighs(case: Case) -> bool:
    """A missing shape was too often not a gap worth holding work back for, even where the model is surest. It is one
    where an endpoint or topic is to be made under the name that the ticket gives it: its callers wait for the shape."""
    return made(case) and any(contract.kind in ("endpoint", "event") for contract in case.text.contracts)


RULE = Rule(
    code="CON202",
    name="missing-shape",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "major"},
    confidence="likely",
    effort="a paragraph",
    core=True,
    examples=(
        Example(
            "leaves the format to whoever builds it",
            "Show delivery times to partners",
            "Partner shops ask for delivery times by mail. `GET /products/{sku}` also returns the delivery time in a suitable format.",
            says="GET /products/{sku} is named, but not what goes in and what comes out.",
            cure='Answer of `GET /products/{sku}`: `{"sku": "A-17", "delivery_days": 3}`, `delivery_days` an integer of at least 0.',
        ),
        Example(
            "names the endpoint, but not what goes in or comes out",
            "Add POST /refunds to payments-api",
            "Support staff refund orders by editing the database by hand. Add an endpoint `POST /refunds` to `payments-api` so that the support tool can do it.",
            says="POST /refunds is named, but not what goes in and what comes out.",
            cure='Request: `order` (string, required) and `amount` (integer, cents, required).\n\nResponse:\n\n```json\n{"refund": "R-77", "state": "pending"}\n```',
        ),
        Example(
            "shows one request and one answer",
            "Add POST /refunds to payments-api",
            'Support staff refund orders by hand. Add `POST /refunds`:\n\n```json\n{"order": "A-17", "amount": 1250}\n```\n\nIt answers 201 with `{"refund": "R-77"}`.',
            outcome="met",
        ),
        Example(
            "says that no interface changes",
            "Split OrderMapper by market",
            "`OrderMapper` has grown to 1,900 lines. Split it into one class for each market. No interface change: callers stay as they are.",
            issue_type="Task",
            outcome="met",
        ),
        Example(
            "names an endpoint and nothing else about it",
            "Add POST /refunds",
            "As a partner I want to create refunds through the API, so that I need not write mails. Add `POST /refunds`.",
            says="POST /refunds is named, but not what goes in and what comes out.",
            cure="POST /refunds takes:\n- order — string, required\n- amount — integer, in cents\n\n"
            'POST /refunds returns: 201 and `{"id": "r1"}`',
        ),
        Example(
            "adds support for a format in general",
            "Add support for an XML sink",
            "As a user, I would like to have an option to write data into an XML sink, so that other tools can read it.",
            says="The ticket does not say what goes in and what comes out.",
            cure="The sink takes:\n- rootElement — string, default `records`\n- encoding — string, default `UTF-8`\n\n"
            "It writes one `<record>` for each message.",
        ),
        Example(
            "shows the request and the answer",
            "Add POST /refunds",
            'Partners create refunds by mail today.\n\n```json\n{"order": "o1", "amount": 1200}\n```\n\n'
            "`POST /refunds` answers with 201 and the refund's `id` (string).",
            outcome="met",
        ),
        Example(
            "corrects a page",
            "Correct the wording of the welcome page",
            "The welcome page greets customers with the old name of the company. Show the new one.",
            issue_type="Task",
            outcome="not_applicable",
        ),
    ),
)
