"""The model: weights in the package, summed in whole numbers so that the answer is the same on every machine.

Each question has a score: a bias, the weights of the indicators that hold (see `features`), and what an English
ticket's words lean towards (see `leanings`). The score is looked up on the question's calibration curve, knots of
(score, ten-thousandths) joined by straight lines. Readiness falls with the gaps that are likely: without a place to
start, the rest is of little use. `tools/train.py` makes the weights; `docs/reference/accuracy.md` says how accurate
they are.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from checks.language.facts import Facts
from checks.language.lanes import Lanes
from checks.language.model.features import TITLE, WORD, held_by
from checks.language.model.leanings import Leanings, leanings

VERSION = "6"
WHOLE = 10_000
"""An estimate of one, in the units of a calibration curve."""
DOUBTS = (("CTX102",), ("CTX103",), ("DOD302",), ("applies", "CON202"), ("kind.bug", "CTX105"))
"""What lowers readiness: each of these gaps; those of a contract or a bug only as far as there is one."""
DOUBT = 1024
"""How much such a gap lowers the score of readiness when it is certain: four units of log-odds."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the model estimates, and the thresholds that rules use."""

    bias: int
    weights: Mapping[str, int]
    curve: tuple[tuple[int, int], ...]
    gap_at: float
    """From this estimate up, the answer is *missing* (or *applies*)."""
    sure_at: float
    """From this estimate up, a gap is a blocker or major; below it, advice."""


@dataclass(frozen=True, slots=True)
class Model:
    questions: Mapping[str, Question]
    lanes: Lanes
    rows: Mapping[str, int]
    """Indicator to its weights in all questions, side by side (see `lanes`)."""
    words: Mapping[str, int]
    """The same for the indicators that are words, by the word alone."""
    title: Mapping[str, int]
    """The same for the words of a title."""
    start: int
    """The questions' biases, side by side in the same way."""
    leanings: Leanings

    def estimates(self, facts: Facts) -> dict[str, float]:
        held = chain(
            map(self.rows.get, held_by(facts)), map(self.words.get, facts.words), map(self.title.get, facts.title)
        )
        scores = self.lanes.sums(filter(None, held), self.start)
        said = self.leanings.of(facts.title, facts.words)
        total = {name: score + said[name] for name, score in zip(self.questions, scores, strict=True)}
        shares = {name: read_off(question.curve, total[name]) for name, question in self.questions.items()}
        shares["readiness"] = read_off(self.questions["readiness"].curve, total["readiness"] - doubt(shares))
        return {name: share / WHOLE for name, share in shares.items()}


def doubt(shares: Mapping[str, int]) -> int:
    """How much the likely gaps lower the score of readiness; `shares` in ten-thousandths."""
    return sum(math.prod(shares[one] for one in asked) * DOUBT // WHOLE ** len(asked) for asked in DOUBTS)


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
    data = json.loads(files("checks.language.model").joinpath("weights.json").read_text(encoding="utf-8"))
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
    return model_of(questions, leanings())


def model_of(questions: Mapping[str, Question], words: Leanings) -> Model:
    known = {indicator for question in questions.values() for indicator in question.weights}
    asked = questions.values()
    # An indicator holds once or not at all, so a score never exceeds all its weights together.
    lanes = Lanes(len(asked), max(abs(one.bias) + sum(map(abs, one.weights.values())) for one in asked))
    rows = {indicator: lanes.packed([one.weights.get(indicator, 0) for one in asked]) for indicator in known}
    return Model(
        questions,
        lanes,
        rows,
        _named(WORD, rows),
        _named(TITLE, rows),
        lanes.lifted([question.bias for question in asked]),
        words,
    )


def _named(prefix: str, rows: Mapping[str, int]) -> dict[str, int]:
    return {indicator[len(prefix) :]: row for indicator, row in rows.items() if indicator.startswith(prefix)}


def estimates_of(facts: Facts) -> Mapping[str, float]:
    """What the model makes of the facts: an estimate between 0 and 1 for each question."""
    return model().estimates(facts)
