"""The model: weights in the package, summed in whole numbers so that the answer is the same on every machine.

Each question has a score: a bias and the weights of the indicators that hold (see `features`). The score is read off
the question's calibration curve, knots of (score, ten-thousandths) joined by straight lines. `tools/train.py` makes
the weights; `docs/reference/accuracy.md` says how right they are.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from struct import iter_unpack

from checks.language.facts import Facts
from checks.language.features import indicators_of

VERSION = "1"
WHOLE = 10_000
"""An estimate of one, in the units of a calibration curve."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the model estimates, and the thresholds that rules decide by."""

    bias: int
    weights: Mapping[str, int]
    curve: tuple[tuple[int, int], ...]
    gap_at: float
    """From this estimate on the answer is *missing* (or *applies*)."""
    sure_at: float
    """From this estimate on a gap is said as a blocker or major; below it is advice."""


@dataclass(frozen=True, slots=True)
class Model:
    questions: Mapping[str, Question]
    rows: Mapping[str, int]
    """Indicator to its weights in all questions, side by side in one whole number (see `_packed`): one addition adds an
    indicator to every question's score."""
    start: int
    """The questions' biases, side by side in the same way, each lifted by `MIDDLE`: a score below zero would borrow from
    its neighbour."""

    def estimates(self, indicators: Iterable[str]) -> dict[str, float]:
        held = filter(None, map(self.rows.get, indicators))
        lanes = sum(held, self.start).to_bytes(len(self.questions) * LANE // 8, "little")
        return {
            name: read_off(question.curve, lane - MIDDLE) / WHOLE
            for (name, question), (lane,) in zip(self.questions.items(), iter_unpack("<Q", lanes), strict=True)
        }


LANE = 64
"""Bits of one score in a packed number: far more than any sum of weights takes."""
MIDDLE = 1 << (LANE - 1)


def _packed(numbers: Sequence[int]) -> int:
    return sum(number << (LANE * place) for place, number in enumerate(numbers))


def read_off(curve: Sequence[tuple[int, int]], score: int) -> int:
    """The calibration curve at a score, in whole numbers; flat beyond its ends."""
    place = bisect_right(curve, (score, WHOLE))
    if place == 0:
        return curve[0][1]
    if place == len(curve):
        return curve[-1][1]
    (left, low), (right, high) = curve[place - 1], curve[place]
    return low + (high - low) * (score - left) // (right - left)


@cache
def model() -> Model:
    """The model of the package. Read once, at the first ticket."""
    data = json.loads(files("checks.language").joinpath("weights.json").read_text(encoding="utf-8"))
    questions = {
        name: Question(
            bias=one["bias"],
            weights=one["weights"],
            curve=tuple((score, share) for score, share in one["curve"]),
            gap_at=one["gap_at"],
            sure_at=one["sure_at"],
        )
        for name, one in data["questions"].items()
    }
    return model_of(questions)


def model_of(questions: Mapping[str, Question]) -> Model:
    known = {indicator for question in questions.values() for indicator in question.weights}
    asked = questions.values()
    rows = {indicator: _packed([question.weights.get(indicator, 0) for question in asked]) for indicator in known}
    return Model(questions, rows, _packed([MIDDLE + question.bias for question in asked]))


def estimates_of(facts: Facts) -> Mapping[str, float]:
    """What the model makes of the facts: an estimate between 0 and 1 for each question."""
    return model().estimates(indicators_of(facts))
