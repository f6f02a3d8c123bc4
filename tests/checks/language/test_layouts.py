"""Criteria are criteria however a ticket's page is laid out: in an expand, a panel, a table, below an item of a list."""

from __future__ import annotations

from typing import Any

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.language.analyse import analyse
from checks.language.text import Text

ONE, OTHER = "A receipt of more than 10 MB is rejected with status 413", "The run goes on with the next receipt"
WHY = "Large receipts stop the nightly run in billing-worker, and support restarts it by hand."
Node = dict[str, Any]


def words(text: str, **marks: Any) -> Node:
    return {"type": "text", "text": text, **marks}


def node(kind: str, *content: Node, **attrs: Any) -> Node:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def paragraph(text: str) -> Node:
    return node("paragraph", words(text))


def items(*texts: str) -> Node:
    return node("bulletList", *[node("listItem", paragraph(text)) for text in texts])


def row(*cells: str, heads: int = 0) -> Node:
    return node(
        "tableRow",
        *[node("tableHeader" if at < heads else "tableCell", paragraph(cell)) for at, cell in enumerate(cells)],
    )


ADF = {
    "expand": [node("expand", items(ONE, OTHER), title="Acceptance criteria")],
    "panel": [node("panel", paragraph("Acceptance criteria"), items(ONE, OTHER), panelType="info")],
    "paragraphs of a panel": [
        node("panel", paragraph("Acceptance criteria"), paragraph(ONE), paragraph(OTHER), panelType="info")
    ],
    "column": [node("table", row("Acceptance criteria", "Owner", heads=2), row(ONE, "Ann"), row(OTHER, "Bo"))],
    "head of a row": [node("table", row("Problem", WHY, heads=1), row("Acceptance criteria", ONE, heads=1))],
    "item of a list": [
        node("bulletList", node("listItem", paragraph("Acceptance criteria"), items(ONE, OTHER)))
    ],
    "expand in a cell": [
        node("table", row("Why", WHY), node("tableRow", node("tableCell", paragraph("Details")),
            node("tableCell", node("nestedExpand", items(ONE, OTHER), title="Acceptance criteria"))))
    ],
    "lozenge": [node("paragraph", node("status", text="ACCEPTANCE CRITERIA")), items(ONE, OTHER)],
    "scenario": [
        node("codeBlock", words("Given a receipt of 11 MB\nWhen it is uploaded\nThen it is rejected"), language="gherkin")
    ],
}  # fmt: skip
WIKI = {
    "panel": "{panel:title=Acceptance criteria}\n* %s\n* %s\n{panel}",
    "column": "||Acceptance criteria||Owner||\n|%s|Ann|\n|%s|Bo|",
    "head of a row": "||Acceptance criteria|%s. %s.|",
    "numbered": "AC1: %s\nAC2: %s",
    "underlined": "+Acceptance criteria+\n* %s\n* %s",
    "between dashes": "-- Acceptance criteria --\n* %s\n* %s",
    "item of a list": "* Acceptance criteria\n** %s\n** %s",
}


def _issue(description: Any) -> dict[str, Any]:
    fields = {"summary": "Limit receipts", "description": description, "issuetype": {"name": "Story"}}
    return {"key": "PAY-1", "fields": fields}


def _read(*content: Node) -> Text:
    return analyse(ticket_of(_issue(node("doc", *content))))


def _outcome(description: Any) -> str:
    return next(one.outcome for one in evaluate(ticket_of(_issue(description))).findings if one.code == "DOD302")


def test_without_criteria_the_same_ticket_has_a_gap() -> None:
    assert _outcome(node("doc", paragraph(WHY))) == "gap"


@pytest.mark.parametrize("layout", ADF)
def test_criteria_are_read_in_any_layout_of_jira_cloud(layout: str) -> None:
    assert _outcome(node("doc", paragraph(WHY), *ADF[layout])) == "met"


@pytest.mark.parametrize("layout", WIKI)
def test_criteria_are_read_in_any_layout_of_wiki_markup(layout: str) -> None:
    assert _outcome(f"{WHY}\n\n{WIKI[layout] % (ONE, OTHER)}") == "met"


def test_what_follows_an_expand_does_not_belong_to_it() -> None:
    text = _read(
        node("expand", items(ONE), title="Acceptance criteria"), paragraph("The old limit was never written down.")
    )
    assert [one.text for one in text.under("acceptance")] == [ONE]


def test_what_follows_an_items_own_list_does_not_belong_to_it() -> None:
    label = node("listItem", paragraph("Acceptance criteria"), items(ONE))
    text = _read(node("bulletList", label, node("listItem", paragraph("The old limit was never written down."))))
    assert [one.text for one in text.under("acceptance")] == [ONE]


def test_a_table_of_other_columns_stays_a_line_of_words_a_row() -> None:
    text = _read(node("table", row("City", "Orders", heads=2), row("Turku", "210 a day")))
    assert [one.text for one in text.sentences if one.block >= 0] == ["City | Orders", "Turku | 210 a day"]


def test_a_long_first_paragraph_of_an_expand_is_no_title() -> None:
    told = "The nightly run stops whenever somebody has uploaded a receipt that is larger than ten megabytes."
    assert told in [one.text for one in _read(node("expand", title=told)).said]
