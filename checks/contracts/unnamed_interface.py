"""
The work touches an interface that the ticket does not name.

## What it checks
Where the work adds, changes or must honour an interface: whether the ticket names which one: the endpoint and method,
the function, command, option, topic, table or file format. Naming the existing thing that is to be extended is enough.

A gap is a suggestion unless a policy says otherwise.

## Why it matters
Otherwise two people invent two names, and the callers wait for a third.

## How to close the gap
Name it as callers will write it: `POST /refunds`, `--dry-run`, `Order.cancel()`, table `orders`.
"""

from __future__ import annotations

from checks.estimate import leans_missing, strength
from checks.interface import NAMING, member, untouched
from checks.language.statements import opening, stated, telling
from checks.language.text import Sentence
from checks.observing import listed, quote, wordless
from checks.rule import Case, Evidence, Example, Gap, Met, Observation, Options, Rule
from checks.templates import name_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if spared := untouched(case):
        return spared
    read = [contract.name for contract in case.text.contracts if contract.kind in NAMING]
    outright = stated(case.text, "interface", least=2)
    if not read and outright is None and member(case) is None and leans_missing(case, "CON201"):
        return _gap(case)
    return _met(case, read, outright)


def _met(case: Case, read: list[str], outright: Sentence | None) -> Met:
    if outright is None and read and not case.text.identifiers:  # it occurs only in a snippet
        return Met((Evidence(listed(read), "description"),))
    named = outright or telling(case.text, "name")
    return Met((quote(named),) if named else ())


def _gap(case: Case) -> Gap:
    shown = telling(case.text, "interface", _of_interfaces) or telling(case.text, "interface") or opening(case.text)
    return Gap(
        message="The work touches an interface, and the ticket does not name it.",
        remedy="Name the interface as callers will write it: endpoint and method, function, command, option, topic or table.",
        evidence=(quote(shown),) if shown else (),
        question="Which endpoint, function, command, option, topic or table is meant, by name?",
        template=name_template(),
        severity=strength(case, "CON201"),
    )


def _of_interfaces(sentence: Sentence) -> bool:
    return "interface" in sentence.signals


RULE = Rule(
    code="CON201",
    name="unnamed-interface",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="likely",
    effort="a word",
    core=True,
    examples=(
        Example(
            "wants an API and names none",
            "Let partners read their orders over an API",
            "Partners phone us to ask for the state of their orders. Provide an API so that their systems can read it.",
            says="The work touches an interface, and the ticket does not name it.",
            cure="Interface: `GET /partners/{id}/orders`, which takes `state` (string, optional) and returns a JSON list of orders.",
        ),
        Example(
            "names the endpoint that partners will call",
            "Let partners read their orders",
            "Partners phone us to ask for the state of their orders. Add `GET /partners/{id}/orders`, which returns id, state and date of each order as JSON.",
            outcome="met",
        ),
        Example(
            "touches no interface",
            "Fix the spelling on the welcome page",
            "The welcome page says “Welcom”. It should say “Welcome”.",
            issue_type="Bug",
            outcome="not_applicable",
        ),
        Example(
            "adds an endpoint without saying which",
            "Add an API for refunds",
            "The shop needs an API endpoint so that partners can create refunds.",
            says="The work touches an interface, and the ticket does not name it.",
            cure="Interface: `POST /refunds`",
        ),
        Example(
            "adds an option that has no name",
            "Add a command line option for the output folder",
            "Add a command line option so that users can choose the folder that reports are written to.",
            says="The work touches an interface, and the ticket does not name it.",
            cure="Interface: the command `report build` with the option `--output-dir`",
        ),
        Example(
            "names the endpoint",
            "Add POST /refunds",
            "Partners create refunds by mail today. Add `POST /refunds`, which takes the order and the amount.",
            outcome="met",
        ),
        Example(
            "says that no interface changes",
            "Split the refund service in two classes",
            "`RefundService` has 900 lines. Move the mail part to a class of its own. No interface changes.",
            issue_type="Task",
            outcome="met",
        ),
        Example(
            "changes words on a page",
            "Correct the wording of the welcome page",
            "The welcome page greets customers with the old name of the company. Show the new one.",
            issue_type="Task",
            outcome="not_applicable",
        ),
    ),
)
