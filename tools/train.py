"""Trains the readiness model on the labelled tickets; writes `weights.json` and `leanings.tsv` of `checks/language/model`.

    .venv/bin/python -m tools.train

Every question is a logistic regression over the indicators of `checks.language.model.features` and over what the words
mean, with weights rounded to whole numbers. It learns from the labelled tickets and from those of our own writing.
Calibration and thresholds come from the labelled ones alone, in folds that never share a project, because future
tickets come from other projects. The development sets are not read.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from checks.language.model import DOUBT, DOUBTS, WHOLE
from tools.fitting import QUESTIONS, Chosen, Fitted, Sheet, Vector
from tools.labelled import Labelled, own_tickets, tickets
from tools.meanings import table_of
from tools.ratings import likely

FOLDER = Path(__file__).resolve().parents[1] / "checks" / "language" / "model"
SCALE = 256
"""Units of a weight in one unit of log-odds."""
SMALLEST = 6
"""Weights closer to zero are left out."""
FOLDS = 8
NEVER = 1.01
"""A threshold that no estimate reaches."""
FEWEST = 20
"""Gaps that must have been reported before their precision is believed."""
RARE = 50
"""Labelled gaps below which no precision is believed at all."""
NEAR = 0.95
"""Share of the best kappa that counts as near it."""
NEIGHBOURS = 5
"""Hundredths of the tickets on each side over which a threshold's kappa is averaged."""
PRECISE = 0.66
"""Precision, out of fold, from which a gap is reported as blocker or major: a margin over the promised 0.60."""


def main() -> None:
    warnings.filterwarnings("ignore")
    sheet = Sheet([*tickets(), *own_tickets()])
    fitted = {question: sheet.fit(question, np.arange(len(sheet.rows))) for question in QUESTIONS}
    questions: dict[str, dict[str, Any]] = {}
    shares: dict[str, Vector] = {}
    for question in QUESTIONS:  # readiness comes last: it uses the others
        questions[question], shares[question] = train(question, sheet, fitted[question], shares)
    FOLDER.joinpath("weights.json").write_text(dump(questions), encoding="utf-8")
    FOLDER.joinpath("leanings.tsv").write_text(leanings_table(sheet, fitted), encoding="utf-8")


def leanings_table(sheet: Sheet, fitted: Mapping[str, Fitted]) -> str:
    words = {question: sheet.meanings.weights(one.meaning) for question, one in fitted.items()}
    return table_of(sheet.meanings, words, SCALE)


def train(question: str, sheet: Sheet, fitted: Fitted, others: Mapping[str, Vector]) -> tuple[dict[str, Any], Vector]:
    """One question in the file's form (bias, weights, calibration curve, thresholds), and each ticket's estimate."""
    scores = out_of_fold(question, sheet) - (doubts(others) if question == "readiness" else 0)
    asked, answers = sheet.answers(question)
    asked &= sheet.board
    slope, offset = platt(scores[asked], answers[asked])
    shares = logistic(slope * scores + offset)
    if question == "readiness":
        sure_at, gap_at = verdict_thresholds(sheet, shares)
    else:
        # Whether a contract or a way to reproduce is asked for at all is also the model's guess, so it is never sure
        # about one.
        sure_at = NEVER if question.startswith(("CON", "CTX105")) else precise_threshold(answers[asked], shares[asked])
        rows = [row for row, one in zip(sheet.rows, asked, strict=True) if one]
        gap_at = best_threshold(likely(question, rows, answers[asked]), shares[asked])
    print(
        f"{question:12s} {int(answers[asked].sum())}/{int(asked.sum())} gap_at={gap_at:.2f} sure_at={sure_at:.2f}"
        f" auc={roc_auc_score(answers[asked], shares[asked]):.3f}"
        f" kappa={cohen_kappa_score(answers[asked], shares[asked] >= gap_at):.2f}",
        flush=True,
    )
    kept = {
        "bias": round(fitted.bias * SCALE),
        "curve": curve(slope, offset),
        "gap_at": gap_at,
        "sure_at": sure_at,
        "weights": whole(sheet.names, fitted.weights),
    }
    return kept, shares


def doubts(shares: Mapping[str, Vector]) -> Vector:
    """How much the package lowers the score of readiness (`checks.language.model.doubt`), in log-odds."""
    gaps = [np.prod([shares[one] for one in asked], axis=0) for asked in DOUBTS]
    return np.asarray(np.sum(gaps, axis=0) * DOUBT / SCALE)


def whole(names: list[str], weights: Vector) -> dict[str, int]:
    """The weights as whole numbers, without small ones."""
    rounded = {name: round(float(weight) * SCALE) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= SMALLEST}


def out_of_fold(question: str, sheet: Sheet) -> Vector:
    """Each ticket's score from a model that saw no ticket of its project."""
    scores = np.zeros(len(sheet.rows))
    for seen, unseen in folds(sheet.rows):
        scores[unseen] = sheet.scores(sheet.fit(question, seen), unseen)
    return scores


def folds(rows: Sequence[Labelled]) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """What is learned from and what is then judged, by index: labelled tickets of unseen projects."""
    ours, projects = np.array([row.own for row in rows]), np.array([row.project for row in rows])
    labelled, own = np.flatnonzero(~ours), np.flatnonzero(ours)
    for seen, unseen in GroupKFold(FOLDS).split(labelled, groups=projects[labelled]):
        yield np.concatenate([labelled[seen], own]), labelled[unseen]


def logistic(scores: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-scores)))


def platt(scores: Vector, answers: Chosen) -> tuple[float, float]:
    """Slope and offset that turn out-of-fold scores into calibrated probabilities."""
    fit = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), answers)
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


def verdict_thresholds(sheet: Sheet, shares: Vector) -> tuple[float, float]:
    """Below the first a ticket is not ready, below the second there are questions: best quadratic weighted kappa."""
    order = ("not_ready", "questions", "ready")
    levels = np.array([order.index(row.gold["verdict"]) for row in sheet.rows])[sheet.board]
    shares = shares[sheet.board]

    def agreement(pair: tuple[float, float]) -> float:
        return float(cohen_kappa_score(levels, np.digitize(shares, pair), weights="quadratic"))

    low, high = (np.quantile(shares, np.linspace(*ends, 17)) for ends in ((0.03, 0.35), (0.3, 0.75)))
    pairs = [(float(a), float(b)) for a in low for b in high if a < b]
    agreements = np.array([agreement(pair) for pair in pairs])
    print(f"verdict      kappa={agreements.max():.3f}")
    near = np.array(pairs)[agreements >= NEAR * agreements.max()].mean(axis=0)
    return round(float(near[0]), 3), round(float(near[1]), 3)


def best_threshold(likely: Vector, shares: Vector) -> float:
    """From how likely each answer is yes, and the model's estimate of it. Halfway, counted in tickets, between two
    definitions of best: where kappa is near its maximum on these tickets, and where as many gaps are reported as there
    are. Few tickets decide the first, none the second, and from set to set the middle is steadier than either."""
    told = (np.mean(shares < _near_best(likely, shares)) + 1 - likely.mean()) / 2
    return round(float(np.quantile(shares, told)), 3)


def _near_best(likely: Vector, shares: Vector) -> float:
    """The middle of the thresholds whose kappa, averaged over its neighbours, is near the best."""
    grid = np.unique(np.quantile(shares, np.linspace(0.02, 0.98, 97)))
    kappas = np.array([expected_kappa(likely, shares >= at) for at in grid])
    smooth = np.convolve(np.pad(kappas, NEIGHBOURS, mode="edge"), np.ones(2 * NEIGHBOURS + 1), mode="valid")
    return float(grid[smooth >= NEAR * smooth.max()].mean())


def expected_kappa(likely: Vector, told: Chosen) -> float:
    """Cohen's kappa where each answer is only more or less likely; the usual one where all are certain."""
    agreed = float(np.where(told, likely, 1 - likely).mean())
    yes, said = float(likely.mean()), float(told.mean())
    chance = yes * said + (1 - yes) * (1 - said)
    return 0.0 if chance == 1 else (agreed - chance) / (1 - chance)


def precise_threshold(answers: Chosen, shares: Vector) -> float:
    """The lowest threshold above which gaps are right often enough; `NEVER` where there is none to be sure of."""
    if answers.sum() < RARE:
        return NEVER
    for at in np.sort(np.unique(shares[shares >= 0.3])):
        told = shares >= at
        if told.sum() < FEWEST:
            break
        if answers[told].mean() >= PRECISE:
            return round(float(at), 3)
    return NEVER


def dump(questions: dict[str, dict[str, Any]]) -> str:
    """JSON with one weight per line, so that a change of the model reads as a change of its weights."""
    return json.dumps({"scale": SCALE, "questions": questions}, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
