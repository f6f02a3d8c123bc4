"""Templates hold what the ticket already says, and what they leave open counts as unfilled."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks import templates
from checks.evaluate import evaluate
from checks.language.analyse import analyse
from checks.language.kind import kind_of
from checks.rule import Case


def case_of(summary: str, description: str, markup: str = "markdown") -> Case:
    fields = {"summary": summary, "description": description, "issuetype": {"name": "Story"}}
    ticket = ticket_of({"key": "X-1", "markup": markup, "fields": fields})
    text = analyse(ticket)
    return Case(ticket, text, kind_of(ticket, text), "contractor")


REFUNDS = case_of("Add POST /refunds", "It takes `order` (string, required) and `amount` (integer).")
ALL = {
    "name": templates.name_template(),
    "shape": templates.shape_template(REFUNDS),
    "failure": templates.failure_template(REFUNDS),
    "access": templates.access_template(REFUNDS),
    "outcome": templates.outcome_template(REFUNDS),
    "criteria": templates.criteria_template(REFUNDS),
    "edge": templates.edge_template(REFUNDS),
    "verification": templates.verification_template(REFUNDS),
    "reproduction": templates.reproduction_template(),
}


def test_the_endpoint_and_the_fields_of_the_ticket_stand_in_the_template() -> None:
    assert templates.shape_template(REFUNDS).splitlines() == [
        "POST /refunds takes:",
        "- order — string, required",
        "- amount — integer",
        "- ‹further field› — ‹its type› — ‹required or optional›",
        "POST /refunds returns: ‹status or type, and one example of the answer›",
    ]
    assert templates.access_template(REFUNDS).startswith("POST /refunds may be called by ‹")


def test_a_field_without_a_type_asks_for_it() -> None:
    case = case_of("Add POST /refunds", '```json\n{"order": null}\n```')
    assert "- order — ‹its type› — ‹required or optional›" in templates.shape_template(case)


def test_a_ticket_that_names_nothing_gets_blanks_for_the_name() -> None:
    case = case_of("Make refunds faster", "Support waits.")
    assert "‹the interface by name›" in templates.shape_template(case)
    assert "Make refunds faster" in templates.outcome_template(case)


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
@pytest.mark.parametrize("markup", ["markdown", "wiki"])
def test_every_template_is_unfilled_as_it_stands_in_every_markup(text: str, markup: str) -> None:
    pasted = case_of("Something", f"First words.\n\n{text}", markup)
    open_lines = [line for line in text.splitlines() if "‹" in line]
    assert open_lines
    blanks = [sentence.text for sentence in pasted.text.sentences if sentence.blank]
    assert len([blank for blank in blanks if "‹" in blank]) >= len(open_lines)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("Limit: ‹number and unit›; beyond it ‹what happens›.", ("‹number and unit›", "‹what happens›")),
        ("Limit: 500 EUR; beyond it ‹what happens›.", ("‹what happens›",)),
        ("Limit: 500 EUR; beyond it the page ‹Sorry› is shown.", ()),
        ("Limit: 500 EUR; what happens beyond it stays.", ()),
    ],
)
def test_only_a_blank_that_was_offered_is_left_blank(answer: str, left: tuple[str, ...]) -> None:
    assert templates.left_blank("Limit: ‹number and unit›; beyond it ‹what happens›.", answer) == left


def test_a_decision_to_carry_over_has_no_blank_whatever_its_words() -> None:
    comment = {"body": "We agreed with legal that reasons become a fixed list of ‹codes› instead."}
    fields = {"summary": "Store the reason", "description": "Add a text field.", "comment": {"comments": [comment]}}
    verdict = evaluate(ticket_of({"key": "X-1", "markup": "markdown", "fields": fields}))
    [carried] = [finding.template for finding in verdict.findings if finding.code == "CTX110"]
    assert carried == "Decided: We agreed with legal that reasons become a fixed list of {codes} instead."


def test_words_of_the_ticket_cannot_open_or_close_a_blank() -> None:
    case = case_of("Add ‹x› to\nthe list", "")
    assert templates.outcome_template(case).count("‹") == 1
