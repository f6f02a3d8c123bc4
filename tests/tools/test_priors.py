"""What training knows of a question beforehand."""

from __future__ import annotations

import pytest

from checks.language.model.features import names_of_indicators
from tools.fitting import QUESTIONS
from tools.priors import Prior, indicator_of, priors


def test_every_question_has_a_prior_that_speaks_for_and_against() -> None:
    for question in (*QUESTIONS, "not_ready"):
        weights = priors()[question].terms.values()
        assert min(weights) < 0 < max(weights), question


def test_every_term_is_an_indicator_that_the_model_can_weigh() -> None:
    known = set(names_of_indicators())
    unknown = {name for prior in priors().values() for name in prior.terms if name not in known}
    assert not unknown


@pytest.mark.parametrize(
    ("term", "indicator"),
    [
        ("problem", "any.problem"),
        ("words", "words>=8"),
        ("label.steps", "label.steps>=1"),
        ("act.verification", "act.verification>=1"),
        ("want+negative", "pair.want+negative>=1"),
        ("opening.create", "opening.create"),
        ("thin", "thin"),
    ],
)
def test_a_term_stands_for_one_indicator(term: str, indicator: str) -> None:
    assert indicator_of(term) == indicator


@pytest.mark.parametrize(
    ("indicator", "touched"),
    [
        ("body.problem>=2", True),
        ("summary.problem", True),
        ("pair.problem+condition>=1", True),
        ("body.want>=1", False),
    ],
)
def test_an_indicator_about_something_else_is_told_apart(indicator: str, touched: bool) -> None:
    assert Prior({"any.problem": -1.0}, frozenset({"problem"})).touches(indicator) is touched
