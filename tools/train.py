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
from sklearn.metrics import cohen_kappa_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from checks.language.analyse import analyse
from checks.language.facts import facts_of
from checks.language.features import indicators_of, names_of_indicators
from checks.language.model import WHOLE
from tools.labelled import MISSING, Labelled, tickets

WEIGHTS = Path(__file__).resolve().parents[1] / "checks" / "language" / "weights.json"
SCALE = 256
"""Units of a weight in one unit of log-odds."""
KINDS = ("bug", "feature", "task", "spike", "docs", "epic")
QUESTIONS = (*MISSING, "applies", *(f"kind.{kind}" for kind in KINDS), "readiness")
STRENGTH = 0.06
"""Inverse of the L2 penalty. Between 0.03 and 0.15 nothing changes that matters."""
WORD = 0.7
"""How far English words count beside concepts: they help, but say nothing of a ticket in another language."""
ASIDE = 0.4
"""How far concepts count that a question has no business with."""
WORSE = 0.4
"""How far *not ready* weighs against *ready* in the estimate of readiness."""
SMALLEST = 6
"""Weights nearer to nothing are left out."""
LEAST = {"word": (8, 4), "title": (6, 3)}
"""Tickets and projects in which a word must stand before it may count."""
WORDLESS = frozenset({"CTX103"})
"""Questions that single words answer worse."""
FOCUS = {
    "CTX102": tuple(
        """
        both. places names summary screen_labels paths dotted calls code words new_words sentences components acronyms flags read_ opening
        body.admin act. dates numbers body.system body.ui body.interface body.vague body.research label. traces log first
        """.split()
    ),
    "CTX103": tuple(
        """
        body.dangling summary.dangling first.dangling body.attached first.attached tickets links inside bare only_links both.
        pair.dangling pair.attached body.see_link first.see_link body.reference body.decision body.admin body.docs media words
        new_words sentences code dates body.steps label. names body.current body.actual traces log body.deliverable
        body.first_person body.pointing body.negation
        """.split()
    ),
    "DOD302": tuple(
        """
        both. words new_words sentences label. body.vague summary opening act. pair.want body.expected body.actual body.want code names
        numbers listed body.research body.hedge questions first body.problem traces log dates body.admin steps screen_labels
        body.shape body.imprecise body.negation body.contrast body.alternative
        """.split()
    ),
}
"""Beginnings of the indicators that a question with few labelled gaps is to be answered by."""
NEAR = 0.95
"""Share of the best kappa that counts as near it."""
NEIGHBOURS = 5
"""Hundredths of the tickets to each side over which a threshold's kappa is averaged."""
FOLDS = 8
PRECISE = 0.66
"""Precision, out of fold, from which a gap is said as blocker or major: a margin over the 0.60 promised."""

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


def main() -> None:
    warnings.filterwarnings("ignore")
    rows = tickets()
    held = [frozenset(indicators_of(facts_of(row.ticket, analyse(row.ticket)))) for row in rows]
    names = [*names_of_indicators(), "english", *vocabulary(held, rows)]
    matrix = matrix_of(held, names)
    questions = {question: train(question, rows, matrix, names) for question in QUESTIONS}
    WEIGHTS.write_text(dump(questions), encoding="utf-8")


def vocabulary(held: list[frozenset[str]], rows: list[Labelled]) -> list[str]:
    """Words of enough tickets and projects to mean the same in a project to come."""
    tickets_with: Counter[str] = Counter()
    projects_with: dict[str, set[str]] = defaultdict(set)
    for indicators, row in zip(held, rows, strict=True):
        for name in indicators:
            part, _, word = name.partition(".")
            if part in LEAST and word.isalpha():
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
    word = 0.0 if question in WORDLESS else WORD
    return np.array(
        [word if name.startswith(("word.", "title.")) else 1 if not focus or name.startswith(focus) else ASIDE for name in names],
        np.float32,
    )


def train(question: str, rows: list[Labelled], matrix: Matrix, names: list[str]) -> dict[str, Any]:
    scale = scale_of(question, names)
    scale[names.index("english")] = 0
    folded = Folded(rows, matrix * scale)
    scores, weights, bias = folded.answer(question)
    if question == "readiness":  # a ticket that nobody could start is further from ready than one with a question
        worse = folded.answer("not_ready")
        scores, weights, bias = scores - WORSE * worse[0], weights - WORSE * worse[1], bias - WORSE * worse[2]
    asked, y = answers(question, rows)
    slope, offset = platt(scores[asked], y[asked])
    shares = logistic(slope * scores + offset)
    board = asked & np.array([row.board for row in rows])
    if question == "readiness":
        sure_at, gap_at = verdict_thresholds(rows, shares)
    else:
        sure_at, gap_at = precise_threshold(y[asked], shares[asked]), best_threshold(y[asked], shares[asked])
    weights = weights * scale
    spoken = word_share(weights, matrix, names)
    weights[names.index("english")], bias = -spoken, bias + spoken
    whole = [round(float(weight) * SCALE) for weight in weights]
    kept = {name: weight for name, weight in zip(names, whole, strict=True) if abs(weight) >= SMALLEST}
    print(
        f"{question:12s} {int(y[asked].sum())}/{int(asked.sum())} weights={len(kept)}"
        f" auc={roc_auc_score(y[board], shares[board]):.3f} kappa={cohen_kappa_score(y[board], shares[board] >= gap_at):.2f}"
        f" gap_at={gap_at:.2f} sure_at={sure_at:.2f}",
        flush=True,
    )
    return {
        "bias": round(bias * SCALE),
        "curve": curve(slope, offset),
        "gap_at": gap_at,
        "sure_at": sure_at,
        "weights": kept,
    }


def word_share(weights: Vector, matrix: Matrix, names: list[str]) -> float:
    """What English words add to an average ticket. It goes into the bias and is taken off English tickets, so that a
    ticket in another language is judged as if its words were average."""
    words = np.array([name.startswith(("word.", "title.")) for name in names])
    return float((weights[words] * matrix[:, words].mean(axis=0)).sum())


class Folded:
    """One matrix, asked several questions: out-of-fold scores, and the weights of a fit on everything."""

    def __init__(self, rows: list[Labelled], matrix: Matrix) -> None:
        self._rows, self._matrix = rows, matrix
        self._projects = np.array([row.project for row in rows])

    def answer(self, question: str) -> tuple[Vector, Vector, float]:
        """Each ticket's score from a model that saw no ticket of its project; weights; bias."""
        asked, y = answers(question, self._rows)
        scores = np.zeros(len(self._rows))
        for seen, unseen in GroupKFold(FOLDS).split(self._matrix, groups=self._projects):
            scores[unseen] = self._fit(seen[asked[seen]], y).decision_function(self._matrix[unseen])
        whole = self._fit(np.flatnonzero(asked), y)
        return scores, whole.coef_[0].astype(float), float(whole.intercept_[0])

    def _fit(self, where: NDArray[Any], y: NDArray[np.bool_]) -> LogisticRegression:
        model = LogisticRegression(C=STRENGTH, max_iter=500)
        return model.fit(self._matrix[where], y[where])


def answers(question: str, rows: list[Labelled]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tickets the question was asked of, and the answers."""
    given = [row.answer(question) for row in rows]
    return np.array([answer is not None for answer in given]), np.array([bool(answer) for answer in given])


def verdict_thresholds(rows: list[Labelled], shares: Vector) -> tuple[float, float]:
    """Below the first a ticket is not ready, below the second there are questions: best quadratic weighted kappa."""
    board = np.array([row.board for row in rows])
    levels = np.array([("not_ready", "questions", "ready").index(row.gold["verdict"]) for row in rows])[board]
    low = np.quantile(shares[board], np.linspace(0.03, 0.35, 17))
    high = np.quantile(shares[board], np.linspace(0.3, 0.75, 17))

    def agreement(pair: tuple[float, float]) -> float:
        return float(cohen_kappa_score(levels, np.digitize(shares[board], pair), weights="quadratic"))

    best = max(((a, b) for a in low for b in high if a < b), key=agreement)
    print(f"verdict      kappa={agreement(best):.3f}")
    return round(float(best[0]), 3), round(float(best[1]), 3)


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
    """The middle of the thresholds whose kappa, averaged over its neighbours, is near the best: few tickets decide
    which is best, and the middle is steadier from set to set."""
    grid = np.unique(np.quantile(shares, np.linspace(0.02, 0.98, 97)))
    kappas = np.array([cohen_kappa_score(y, shares >= at) for at in grid])
    smooth = np.convolve(np.pad(kappas, NEIGHBOURS, mode="edge"), np.ones(2 * NEIGHBOURS + 1), mode="valid")
    return round(float(grid[smooth >= NEAR * smooth.max()].mean()), 3)


def precise_threshold(y: NDArray[np.bool_], shares: Vector) -> float:
    """The lowest threshold from which on gaps are right often enough; 1.01 where there is none to be sure of."""
    for at in np.sort(np.unique(shares[shares >= 0.3])):
        told = shares >= at
        if told.sum() < 6:
            break
        if y[told].mean() >= PRECISE:
            return round(float(at), 3)
    return 1.01


def dump(questions: dict[str, dict[str, Any]]) -> str:
    """JSON with one weight a line, so that a change of the model reads as a change of its weights."""
    return json.dumps({"scale": SCALE, "questions": questions}, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
