"""The model is whole numbers, in order, and the same everywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.issue import ticket_of
from checks.language.analyse import analyse
from checks.language.kind import kind_of
from checks.language.model import WHOLE, model, read_off
from checks.language.model.features import names_of_indicators


def test_every_weight_belongs_to_an_indicator_that_exists() -> None:
    known = set(names_of_indicators()) | {"english"}
    for question in model().questions.values():
        strangers = {
            name for name in question.weights if name not in known and not name.startswith(("word.", "title."))
        }
        assert not strangers


@pytest.mark.parametrize("name", sorted(model().questions))
def test_a_calibration_curve_rises_strictly(name: str) -> None:
    curve = model().questions[name].curve
    assert all(left[0] < right[0] and left[1] < right[1] for left, right in pairwise(curve))
    assert all(0 <= share <= WHOLE for _, share in curve)


@given(st.integers(-100_000, 100_000), st.integers(0, 5_000))
def test_a_higher_score_never_reads_lower(score: int, more: int) -> None:
    curve = model().questions["readiness"].curve
    assert read_off(curve, score) <= read_off(curve, score + more)


def test_an_estimate_is_the_same_each_time_and_has_four_digits() -> None:
    ticket = ticket_of(
        {"key": "T-1", "fields": {"summary": "Add POST /refunds", "description": "It should return 201."}}
    )
    first, second = analyse(ticket).estimates, analyse(ticket).estimates
    assert first == second
    assert all(round(value, 4) == value and 0 <= value <= 1 for value in first.values())


@pytest.mark.parametrize(
    ("issue_type", "summary", "description", "kind"),
    [
        (
            "Bug",
            "Export fails with NullPointerException",
            "When I click Export, the export fails with an error.",
            "bug",
        ),
        (
            "Task",
            "Export fails with NullPointerException",
            "When I click Export, the export fails with an error. It crashes.",
            "bug",
        ),
        (
            "Story",
            "Add an export of invoices",
            "As an accountant I want to export invoices, so that I need not copy them.",
            "feature",
        ),
        ("Task", "Upgrade the build to Java 21", "Update the build scripts and remove the old flags.", "task"),
        ("Spike", "Investigate options for the cache", "Find out which cache to use and compare them.", "spike"),
        ("Documentation", "Document the export", "Write a page of the manual on the export.", "docs"),
        ("", "", "", "unclear"),
    ],
)
def test_the_kind_follows_type_and_words(issue_type: str, summary: str, description: str, kind: str) -> None:
    fields = {"summary": summary, "description": description, "issuetype": {"name": issue_type}}
    ticket = ticket_of({"key": "T-1", "fields": fields})
    assert kind_of(ticket, analyse(ticket)) == kind
