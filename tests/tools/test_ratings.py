"""The graded readings that thresholds are chosen by: their form, and what is made of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tools.labelled import MISSING, own_tickets, tickets
from tools.ratings import RATINGS, likely
from tools.train import expected_kappa

HEAD, *LINES = [line.split("\t") for line in RATINGS.read_text(encoding="utf-8").splitlines()]


def test_every_ticket_is_graded_once_in_hundredths_for_each_label() -> None:
    assert ["key", *MISSING.values()] == HEAD
    assert len({line[0] for line in LINES}) == len(LINES)
    for key, *numbers in LINES:
        assert len(numbers) == len(MISSING), key
        assert all(number == "-" or 0 <= int(number) <= 100 for number in numbers), key


@pytest.mark.shared
@pytest.mark.usefixtures("shared")
def test_every_labelled_jira_ticket_is_graded_and_no_other() -> None:
    assert {line[0] for line in LINES} == {row.ticket.key for row in tickets() if row.board}


@pytest.mark.shared
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("question", MISSING)
def test_graders_and_labels_agree_far_more_often_than_not(question: str) -> None:
    rows = [row for row in tickets() if row.board and row.answer(question) is not None]
    answers = np.array([bool(row.answer(question)) for row in rows])
    found = likely(question, rows, answers)
    assert found[answers].mean() > found[~answers].mean() + 0.4
    assert found.mean() == pytest.approx(answers.mean(), abs=0.01)


def test_an_ungraded_ticket_keeps_its_label() -> None:
    rows = own_tickets()[:4]
    answers = np.array([True, False, False, True])
    assert list(likely("CTX101", rows, answers)) == [1, 0, 0, 1]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_the_expected_kappa_of_sure_answers_is_cohens(pairs: list[tuple[bool, bool]]) -> None:
    answers, told = (np.array(side) for side in zip(*pairs, strict=True))
    if len(set(answers)) + len(set(told)) > 2:  # Cohen's is undefined where both sides say one thing throughout
        assert expected_kappa(answers.astype(float), told) == pytest.approx(cohen_kappa_score(answers, told), abs=1e-9)
