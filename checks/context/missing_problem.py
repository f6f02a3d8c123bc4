"""
The ticket does not say why the work is wanted or what is wrong today.

## What it checks
Whether a reader learns, in any words and anywhere in the ticket, what is wrong today or who gains what from the change.
For a bug, that is the wrong behaviour itself. A title alone is enough when it makes the wrong behaviour plain; so is a
story that spells out who wants what, or a sentence that says how things are today, when something happens, who asks for
it ("partners ask for invoices by mail") or what forces it ("the contract ends in June").

A gap is to be answered first where it is plain, or where it is the main reason to doubt the ticket as a whole. It stops
the work where it is the main reason why nobody could start from the ticket; otherwise it is a suggestion.

## Why it matters
Someone who does not know the reason cannot choose between two ways of doing the work, and cannot notice that the
ticket asks for the wrong thing.

## How to close the gap
Add one sentence: who is affected, what happens to them today, and what it costs.
"""

from __future__ import annotations

from checks.estimate import leans_missing, strength
from checks.language.kind import kind_named
from checks.language.statements import opening, telling
from checks.observing import quote, titled, wanted, wordless
from checks.outright import problem, reason, upgrade
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if leans_missing(case, "CTX101") and reason(case) is None and not _wrong_and_right(case):
        return _gap(case)
    told = problem(case) or telling(case.text, "problem") or opening(case.text)
    return Met((quote(told),) if told else ())


def _wrong_and_right(case: Case) -> bool:
    """For a bug, even in the text of documentation: what is, when the last words say what should be instead."""
    body = [one for one in case.text.said if one.block >= 0]
    right = len(body) > 1 and (body[-1].signals & {"want", "expected"} or "expected" in body[-1].labels)
    return case.kind in ("bug", "docs") and bool(right)


def _gap(case: Case) -> Gap:
    shown = wanted(case)
    message, question = _words(case)
    return Gap(
        message=message,
        remedy="Add one sentence: who is affected, what happens to them today, and what it costs.",
        evidence=(quote(shown),) if shown else (),
        question=question,
        template="Problem: ‹who is affected› ‹what happens to them today, and what it costs›.",
        severity="advice" if upgrade(case) else strength(case, "CTX101"),  # to begin, nobody needs to know why
    )


def _words(case: Case) -> tuple[str, str]:
    """The message and the question that fit the kind of work: a bug does not say what to do, a story says who."""
    if case.kind == "bug" or kind_named(case.ticket.issue_type) == "bug":
        return (
            "The ticket does not say what goes wrong today, or for whom.",
            f"What goes wrong today in {titled(case)}, and for whom?",
        )
    if any("story" in one.opens for one in case.text.said):
        return (
            "The ticket says who wants what, but not what is wrong today or what is gained.",
            f"What is hard or impossible today that calls for {titled(case)}?",
        )
    return (
        "The ticket says what to do, but not what is wrong today or who needs it.",
        f"Why is {titled(case)} wanted: what is wrong today, and for whom?",
    )


RULE = Rule(
    code="CTX101",
    name="missing-problem",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="likely",
    effort="a sentence",
    core=True,
    examples=(
        Example(
            "asks for a change without a reason",
            "Firewall configuration on the build hosts",
            "Configure the firewall on the build hosts.",
            issue_type="Task",
            says="The ticket says what to do, but not what is wrong today or who needs it.",
            cure="Problem: release engineers cannot reach the build hosts from the new office, so every release waits for a VPN account.",
        ),
        Example(
            "repeats its title",
            "Add XML sink",
            "Add an XML sink.",
            says="The ticket says what to do, but not what is wrong today or who needs it.",
            cure="Today customers who archive in XML convert our CSV files by hand every night, and the time zone is lost.",
        ),
        Example(
            "is a story of half a line",
            "As a reader I want books sorted by title",
            "Shelf view only",
            says="The ticket says who wants what, but not what is wrong today or what is gained.",
            cure="Problem: readers scroll through 400 books of a shelf to find the one that they came for.",
        ),
        Example(
            "spells out who wants what",
            "As a librarian I would like the statuses of all loans to be sorted by name in the loan view",
            "Loan view only",
            outcome="met",
        ),
        Example(
            "says when something happens",
            "Leave the build folder out of the file list",
            "While an application is being built, the list flickers and jumps to its top.",
            issue_type="Task",
            outcome="met",
        ),
        Example(
            "says in half a line what people do today",
            "Add POST /refunds to payments-api",
            "Support staff refund orders by hand. Add `POST /refunds` so that the support tool can do it.",
            outcome="met",
        ),
        Example(
            "says what happens today and whom it hurts",
            "Export loses the time zone",
            "Accountants see every booking an hour early, because the CSV export writes local times without a zone.",
            outcome="met",
        ),
        Example(
            "gives the benefit in a user story",
            "Archive read-only workspaces",
            "As an administrator I want to archive workspaces that nobody has opened for a year, so that the list of "
            "active ones fits on one page again.",
            outcome="met",
        ),
        Example(
            "kertoo, mikä on vialla",
            "Vienti kadottaa aikavyöhykkeen",
            "Kirjanpitäjät näkevät jokaisen kirjauksen tunnin liian aikaisin, koska CSV-vienti kirjoittaa paikallisen ajan "
            "ilman aikavyöhykettä.",
            issue_type="Bug",
            outcome="met",
        ),
    ),
)
