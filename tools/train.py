"""Trains the readiness model on the labelled tickets and writes `checks/language/weights.json`.

    .venv/bin/python -m tools.train

Every question is a logistic regression over the indicators of `checks.language.features`, its weights rounded to
whole numbers. Strength of regularisation, calibration and thresholds come from folds that never share a project,
because the tickets to come are of other projects. The development sets are not read.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupKFold

from checks.language.analyse import analyse
from checks.language.facts import facts_of
from checks.language.features import FEATURES, indicators_of
from checks.language.model import WHOLE
from tools.labelled import MISSING, Labelled, tickets

WEIGHTS = Path(__file__).resolve().parents[1] / "checks" / "language" / "weights.json"
SCALE = 256
"""Units of a weight in one unit of log-odds."""
KINDS = ("bug", "feature", "task", "spike", "docs", "epic")
QUESTIONS = (*MISSING, "applies", "readiness", "not_ready", *(f"kind.{kind}" for kind in KINDS))
STRENGTHS = (0.02, 0.05, 0.1, 0.2)
FOLDS = 8
PRECISE = 0.66
"""Precision, out of fold, from which a gap is said as blocker or major: a margin over the 0.60 promised."""

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


def main() -> None:
    warnings.filterwarnings("ignore")
    rows = tickets()
    names = [name for feature in FEATURES for name in feature.indicators]
    matrix = matrix_of(rows, names)
    groups = np.array([row.project for row in rows])
    questions = {question: train(question, rows, matrix, names, groups) for question in QUESTIONS}
    WEIGHTS.write_text(dump(questions), encoding="utf-8")


def matrix_of(rows: list[Labelled], names: list[str]) -> Matrix:
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)), np.float32)
    for index, row in enumerate(rows):
        for name in indicators_of(facts_of(row.ticket, analyse(row.ticket))):
            matrix[index, column[name]] = 1
    return matrix


def train(
    question: str, rows: list[Labelled], matrix: Matrix, names: list[str], groups: NDArray[Any]
) -> dict[str, Any]:
    answers = [row.answer(question) for row in rows]
    asked = np.array([answer is not None for answer in answers])
    x, y, g = matrix[asked], np.array([bool(answer) for answer in answers])[asked], groups[asked]
    board = np.array([row.board for row in rows])[asked]
    best = min(STRENGTHS, key=lambda strength: log_loss(y, out_of_fold(x, y, g, strength)))
    scores = out_of_fold(x, y, g, best)
    slope, offset = platt(scores, y)
    model = LogisticRegression(C=best, max_iter=1000).fit(x, y)
    weights = {
        name: round(float(weight) * SCALE)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if round(float(weight) * SCALE)
    }
    shares = logistic(slope * scores + offset)
    gap_at = best_threshold(y[board], shares[board])
    sure_at = precise_threshold(y, shares, gap_at)
    print(
        f"{question:10s} C={best:<5} n={int(y.sum())}/{len(y)} weights={len(weights)}"
        f" kappa={cohen_kappa_score(y[board], shares[board] >= gap_at):.2f} gap_at={gap_at:.2f} sure_at={sure_at:.2f}",
        flush=True,
    )
    return {
        "bias": round(float(model.intercept_[0]) * SCALE),
        "curve": curve(slope, offset),
        "gap_at": gap_at,
        "sure_at": sure_at,
        "weights": weights,
    }


def out_of_fold(x: Matrix, y: NDArray[np.bool_], groups: NDArray[Any], strength: float) -> Vector:
    """Each ticket's score from a model that saw no ticket of its project."""
    scores = np.zeros(len(y))
    for seen, unseen in GroupKFold(FOLDS).split(x, y, groups):
        fold = LogisticRegression(C=strength, max_iter=1000).fit(x[seen], y[seen])
        scores[unseen] = fold.decision_function(x[unseen])
    return scores


def logistic(scores: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-scores)))


def log_loss(y: NDArray[np.bool_], scores: Vector) -> float:
    return float(np.logaddexp(0, np.where(y, -scores, scores)).mean())


def platt(scores: Vector, y: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make out-of-fold scores honest probabilities."""
    fit = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), y)
    return max(float(fit.coef_[0][0]), 0.05), float(fit.intercept_[0])


def curve(slope: float, offset: float) -> list[list[int]]:
    """Knots of the calibration curve, strictly rising so that it never changes the order of tickets."""
    knots: list[list[int]] = []
    for log_odds in np.linspace(-6, 6, 25):
        score = round((log_odds - offset) / slope * SCALE)
        share = round(WHOLE / (1 + float(np.exp(-log_odds))))
        if not knots or (score > knots[-1][0] and share > knots[-1][1]):
            knots.append([score, share])
    return knots


def best_threshold(y: NDArray[np.bool_], shares: Vector) -> float:
    """The threshold of the best kappa, averaged over its neighbours so that no single ticket decides."""
    grid = np.unique(np.quantile(shares, np.linspace(0.02, 0.98, 97)))
    kappas = np.array([cohen_kappa_score(y, shares >= at) for at in grid])
    smooth = np.convolve(np.pad(kappas, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    return round(float(grid[int(np.argmax(smooth))]), 3)


def precise_threshold(y: NDArray[np.bool_], shares: Vector, low: float) -> float:
    """The lowest threshold, `low` or above, from which on gaps are right often enough; 1.01 where none is."""
    order = np.sort(np.unique(shares[shares >= low]))
    for at in order:
        told = shares >= at
        if told.sum() < 8:
            break
        if y[told].mean() >= PRECISE:
            return round(float(at), 3)
    return 1.01


def dump(questions: dict[str, dict[str, Any]]) -> str:
    """JSON with one weight a line, so that a change of the model reads as a change of its weights."""
    return json.dumps({"scale": SCALE, "questions": questions}, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
