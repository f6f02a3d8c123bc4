"""Which kind of work a title tells of, whatever the type says that it was filed under."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from tests.fakes.tickets import worded


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        (
            "Delete rejected applicants after 6 months",
            "Art. 17 audit finding #4: rejected applicants stay in `applicants` forever. We promised the auditor deletion six months after the rejection date.",
        ),
        ("Abgelehnte Bewerber löschen", "Befund: abgelehnte Bewerber bleiben für immer in `applicants`."),
    ],
)
def test_a_task_that_takes_something_away_is_no_bug(summary: str, told: str) -> None:
    assert evaluate(worded(summary, told, "Task")).kind == "task"


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("As a user I want to pass a file with properties so I don't have to escape JSON in the shell", "feature"),
        ("As a user I can't pass a file with properties to the shell", "bug"),
    ],
)
def test_a_story_in_a_title_without_a_type_is_no_bug(summary: str, kind: str) -> None:
    told = "Keys given by `--properties` win over the file. If the file can't be read the command fails with its path."
    assert evaluate(worded(summary, told, "")).kind == kind


def test_a_task_that_says_what_does_not_work_is_a_bug() -> None:
    assert evaluate(worded("Delete does not work for folders", "Nothing happens.", "Task")).kind == "bug"
