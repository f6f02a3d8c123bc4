"""Trains the readiness model on the labelled tickets and writes `checks/language/weights.json`.

    .venv/bin/python -m tools.train

Every question is a logistic regression over the indicators of `checks.language.features`, its weights rounded to
whole numbers. Strength of regularisation, calibration and thresholds come from folds that never share a project,
because the tickets to come are of other projects. The development sets are not read.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupKFold

from checks.language.analyse import analyse
from checks.language.facts import facts_of
from checks.language.features import indicators_of, names_of_indicators
from checks.language.lexicon import lexicons
from checks.language.model import WHOLE
from tools.labelled import MISSING, Labelled, tickets

WEIGHTS = Path(__file__).resolve().parents[1] / "checks" / "language" / "weights.json"
SCALE = 256
"""Units of a weight in one unit of log-odds."""
KINDS = ("bug", "feature", "task", "spike", "docs", "epic")
QUESTIONS = (*MISSING, "applies", "readiness", "not_ready", *(f"kind.{kind}" for kind in KINDS))
STRENGTH = 0.06
"""Inverse of the L2 penalty. Between 0.03 and 0.15 nothing changes that matters."""
WORD = 0.7
"""How far English words count beside concepts: they help, but say nothing of a ticket in another language."""
ASIDE = 0.4
"""How far concepts count that a question has no business with."""
SMALLEST = 4
"""Weights nearer to nothing are left out."""
LEAST = {"word": (16, 8), "title": (8, 4)}
"""Tickets and projects in which a word must stand before it may count."""
FOCUS = {
    "CTX102": tuple(
        """
        names summary screen_labels paths dotted calls code words new_words sentences components acronyms flags read_ opening
        body.admin act. dates numbers body.system body.ui body.interface body.vague body.research label. traces log first
        """.split()
    ),
    "CTX103": tuple(
        """
        body.dangling summary.dangling first.dangling body.attached first.attached tickets links inside bare only_links
        pair.dangling pair.attached body.see_link first.see_link body.reference body.decision body.admin body.docs media words
        new_words sentences code dates body.steps label. names body.current body.actual traces log body.deliverable
        body.first_person body.pointing body.negation
        """.split()
    ),
    "DOD302": tuple(
        """
        words new_words sentences label. body.vague summary opening act. pair.want body.expected body.actual body.want code names
        numbers listed body.research body.hedge questions first body.problem traces log dates body.admin steps screen_labels
        body.shape body.imprecise body.negation body.contrast body.alternative
        """.split()
    ),
}
"""Beginnings of the indicators that a question with few labelled gaps is to be answered by."""
FOLDS = 8
PRECISE = 0.66
"""Precision, out of fold, from which a gap is said as blocker or major: a margin over the 0.60 promised."""

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


def main() -> None:
    warnings.filterwarnings("ignore")
    rows = tickets()
    held = [frozenset(indicators_of(facts_of(row.ticket, analyse(row.ticket)))) for row in rows]
    names = names_of_indicators() + vocabulary(held, rows)
    matrix = matrix_of(held, names)
    groups = np.array([row.project for row in rows])
    questions = {question: train(question, rows, matrix, names, groups) for question in QUESTIONS}
    WEIGHTS.write_text(dump(questions), encoding="utf-8")


def vocabulary(held: list[frozenset[str]], rows: list[Labelled]) -> list[str]:
    """Words of enough tickets and projects to mean the same in a project to come; function words are concepts already."""
    common = lexicons()["en"].function_words
    tickets_with: Counter[str] = Counter()
    projects_with: dict[str, set[str]] = defaultdict(set)
    for indicators, row in zip(held, rows, strict=True):
        for name in indicators:
            part, _, word = name.partition(".")
            if part in LEAST and word.isalpha() and word not in common:
                tickets_with[name] += 1
                projects_with[name].add(row.project)
    return sorted(
        name
        for name, count in tickets_with.items()
        if count >= LEAST[name.partition(".")[0]][0] and len(projects_with[name]) >= LEAST[name.partition(".")[0]][1]
    )


def matrix_of(held: list[frozenset[str]], names: list[str]) -> Matrix:
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(held), len(names)), np.float32)
    for index, indicators in enumerate(held):
        for name in indicators:
            if name in column:
                matrix[index, column[name]] = 1
    return matrix


def scale_of(question: str, names: list[str]) -> Matrix:
    """How far each indicator may count for a question."""
    focus = FOCUS.get(question)
    return np.array(
        [WORD if name.startswith(("word.", "title.")) else 1 if not focus or name.startswith(focus) else ASIDE for name in names],
        np.float32,
    )


def train(
    question: str, rows: list[Labelled], matrix: Matrix, names: list[str], groups: NDArray[Any]
) -> dict[str, Any]:
    answers = [row.answer(question) for row in rows]
    asked = np.array([answer is not None for answer in answers])
    scale = scale_of(question, names)
    x, y, g = (matrix * scale)[asked], np.array([bool(answer) for answer in answers])[asked], groups[asked]
    board = np.array([row.board for row in rows])[asked]
    scores = out_of_fold(x, y, g)
    slope, offset = platt(scores, y)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(x, y)
    whole = {
        name: round(float(weight * factor) * SCALE)
        for name, weight, factor in zip(names, model.coef_[0], scale, strict=True)
    }
    weights = {name: weight for name, weight in whole.items() if abs(weight) >= SMALLEST}
    shares = logistic(slope * scores + offset)
    gap_at = best_threshold(y[board], shares[board])
    sure_at = precise_threshold(y, shares, gap_at)
    print(
        f"{question:10s} n={int(y.sum())}/{len(y)} weights={len(weights)}"
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


def out_of_fold(x: Matrix, y: NDArray[np.bool_], groups: NDArray[Any]) -> Vector:
    """Each ticket's score from a model that saw no ticket of its project."""
    scores = np.zeros(len(y))
    for seen, unseen in GroupKFold(FOLDS).split(x, y, groups):
        fold = LogisticRegression(C=STRENGTH, max_iter=1000).fit(x[seen], y[seen])
        scores[unseen] = fold.decision_function(x[unseen])
    return scores


def logistic(scores: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-scores)))


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
