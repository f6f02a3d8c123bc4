"""A field for acceptance criteria says what its words are about, whatever it is called."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.language.analyse import analyse
from checks.ticket import Ticket

CRITERIA = "- A receipt of more than 10 MB is rejected with status 413\n- The run goes on with the next receipt"


def _ticket(criteria: str, name: str = "") -> Ticket:
    fields = {
        "summary": "Limit receipts",
        "description": "Large receipts stop the nightly run, and support restarts it by hand.",
        "issuetype": {"name": "Story"},
        "customfield_1": criteria,
    }
    issue = {"key": "PAY-1", "markup": "markdown", "fields": fields, "names": {"customfield_1": name} if name else {}}
    return ticket_of(issue, criteria_fields=("customfield_1",))


def _outcome(ticket: Ticket) -> str:
    return next(one.outcome for one in evaluate(ticket).findings if one.code == "DOD302")


@pytest.mark.parametrize("name", ["", "Acceptance criteria", "Tests we agreed on", "Zielbild der Abteilung"])
def test_criteria_of_a_field_count_under_any_name_of_it(name: str) -> None:
    assert _outcome(_ticket(CRITERIA, name)) == "met"


def test_a_heading_within_the_field_that_means_nothing_else_leaves_them_criteria() -> None:
    assert _outcome(_ticket(f"## Backend\n{CRITERIA}")) == "met"


def test_a_heading_within_the_field_that_means_something_else_is_believed() -> None:
    text = analyse(_ticket(f"{CRITERIA}\n\n## Out of scope\n- Receipts that are stored already are left alone"))
    assert [one.text for one in text.under("scope_out")] == ["Receipts that are stored already are left alone"]


@pytest.mark.parametrize("filler", ["- Works well\n- It is fast", "TBD", "<criteria>"])
def test_a_field_that_says_nothing_holds_no_criteria(filler: str) -> None:
    assert _outcome(_ticket(filler)) == "gap"
