"""Fits one question of the model: which indicators it may look at, and how much each comes to weigh."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from checks.language.analyse import analyse
from checks.language.facts import facts_of
from checks.language.model.features import ALONE, ANYWHERE, TITLE, WORD, indicators_of, names_of_indicators
from tools.labelled import MISSING, Labelled
from tools.meanings import Meanings
from tools.priors import priors

KINDS = ("bug", "feature", "task", "spike", "docs", "epic")
QUESTIONS = (*MISSING, "applies", *(f"kind.{kind}" for kind in KINDS), "readiness")
STRENGTH = 0.06
"""Inverse of the L2 penalty. Between 0.03 and 0.12 it makes no difference that matters."""
SPOKEN = 0.7
"""How much English words count compared with concepts: they help, but say nothing about a ticket in another
language."""
ASIDE = 0.35
"""How much indicators count that have nothing to do with the question's prior."""
WORSE = 0.4
"""How much *not ready* weighs against *ready* in the estimate of readiness."""
MEANING = {
    "CTX101": 3, "CTX102": 6, "CTX103": 3, "CTX105": 8, "CON201": 4, "CON202": 3, "CON203": 3, "DOD301": 8, "DOD302": 5,
    "DOD304": 4, "readiness": 5, "not_ready": 6, "kind.bug": 4, "kind.feature": 2, "kind.task": 2, "kind.spike": 4,
    "kind.docs": 3, "kind.epic": 5,
}  # fmt: skip
"""How much the meaning of words counts, where it helped in unseen projects."""
LEAST = {"word": (8, 4), "title": (6, 3)}
"""Tickets and projects in which a word must occur before it may count."""
COUNTED = {"applies": 1.0, "CON201": 1.0, "readiness": 0.0, "not_ready": 0.0}
"""How much a ticket of our own writing counts compared with a labelled one; 0.5 where nothing is given. How ready the
whole is, tickets of real trackers alone show better."""
WORDLESS = frozenset({"CTX102", "CTX103"})
"""Questions that are answered worse with single words."""
ENGLISH = "english"
COMMON = 0.05
"""Share of tickets below which an indicator is not counted as any rarer."""
PRIOR = 4.0
"""How much prior knowledge counts: so much that it may weigh almost freely."""

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights that one question came to: of each indicator, of each axis of the words' meaning, and the bias."""

    weights: Vector
    meaning: Vector
    bias: float

    def less(self, other: Fitted, share: float) -> Fitted:
        return Fitted(
            self.weights - share * other.weights, self.meaning - share * other.meaning, self.bias - share * other.bias
        )


class Sheet:
    """The labelled tickets as a matrix of indicators and one of what their words mean, with the answers to each
    question."""

    def __init__(self, rows: Sequence[Labelled]) -> None:
        self.rows = rows
        facts = [facts_of(row.ticket, analyse(row.ticket)) for row in rows]
        held = [frozenset(indicators_of(one)) for one in facts]
        self.names = [*names_of_indicators(), ENGLISH, *vocabulary(held, rows)]
        self._column = column = {name: index for index, name in enumerate(self.names)}
        self.matrix: Matrix = np.zeros((len(rows), len(self.names)), np.float32)
        for index, indicators in enumerate(held):
            for name in indicators & column.keys():
                self.matrix[index, column[name]] = 1
        self.meanings = Meanings(facts)
        self.meant = self.meanings.matrix(facts)
        self.projects = np.array([row.project for row in rows])
        self.board = np.array([row.board for row in rows])
        self.own = np.array([row.own for row in rows])

    def answers(self, question: str) -> tuple[Chosen, Chosen]:
        """Which tickets the question was asked about, and the answers."""
        given = [row.answer(question) for row in self.rows]
        return np.array([answer is not None for answer in given]), np.array([bool(answer) for answer in given])

    def scores(self, fitted: Fitted, where: NDArray[Any]) -> Vector:
        return np.asarray(self.matrix[where] @ fitted.weights + self.meant[where] @ fitted.meaning + fitted.bias)

    def fit(self, question: str, seen: NDArray[Any]) -> Fitted:
        """What is learned from only the tickets `seen`."""
        fitted = self._fit(question, seen)
        # A ticket that nobody could start is further from ready than one with a question.
        return fitted.less(self._fit("not_ready", seen), WORSE) if question == "readiness" else fitted

    def _fit(self, question: str, seen: NDArray[Any]) -> Fitted:
        asked, answers = self.answers(question)
        counted = np.where(self.own, COUNTED.get(question, 0.5), 1)
        where, scale = seen[asked[seen] & (counted[seen] > 0)], scale_of(question, self.names)
        meaning, prior = MEANING.get(question, 0.0), self.prior(question)
        known = self.matrix[where] @ prior
        middle = float(known.mean())
        parts = (self.matrix[where] * scale, self.meant[where] * meaning, (known - middle)[:, None])
        fit = LogisticRegression(C=STRENGTH, solver="liblinear", intercept_scaling=10, tol=1e-4)
        fit.fit(hstack([csr_matrix(part) for part in parts]).tocsr(), answers[where], sample_weight=counted[where])
        *weights, trusted = fit.coef_[0].astype(float)
        indicators = np.array(weights[: len(self.names)]) * scale + trusted * prior
        meant = np.array(weights[len(self.names) :]) * meaning
        return self._evened(indicators, meant, float(fit.intercept_[0]) - trusted * middle)

    def prior(self, question: str) -> Vector:
        """The weight of each indicator in a question's prior: summed over a labelled ticket's indicators, it spreads by
        `PRIOR`. A rare indicator says more than one that most tickets have."""
        column, labelled = self._column, self.matrix[~self.own]
        weights = np.zeros(len(self.names))
        for indicator, weight in priors()[question].terms.items():
            share = float(labelled[:, column[indicator]].mean())
            weights[column[indicator]] = weight / np.sqrt(share + COMMON)
        return weights * PRIOR / float((labelled @ weights).std())

    def _evened(self, weights: Vector, meaning: Vector, bias: float) -> Fitted:
        """What English words add to an average ticket is put into the bias and subtracted from English tickets, so that
        a ticket in another language is judged as if its words were average."""
        words = np.array([name.startswith(("word.", "title.")) for name in self.names])
        spoken = float((weights[words] * self.matrix[:, words].mean(axis=0)).sum())
        spoken += float(self.meant.mean(axis=0) @ meaning)
        weights[self.names.index(ENGLISH)] = -spoken
        return Fitted(weights, meaning, bias + spoken)


def vocabulary(held: Sequence[frozenset[str]], rows: Sequence[Labelled]) -> list[str]:
    """Words in enough tickets and projects to mean the same in a future project."""
    tickets: Counter[str] = Counter()
    projects: dict[str, set[str]] = defaultdict(set)
    for indicators, row in zip(held, rows, strict=True):
        for name in indicators:
            part, _, word = name.partition(".")
            if part in LEAST and word.isalpha():
                tickets[name] += 1
                projects[name].add(row.project)
    return sorted(name for name, count in tickets.items() if _common(name, count, len(projects[name])))


def _common(name: str, tickets: int, projects: int) -> bool:
    least = LEAST[name.partition(".")[0]]
    return tickets >= least[0] and projects >= least[1]


def scale_of(question: str, names: Sequence[str]) -> Matrix:
    """How much each indicator may count for a question."""
    return np.array([_scale(question, name) for name in names], np.float32)


def _scale(question: str, name: str) -> float:
    if name == ENGLISH or name.startswith(ANYWHERE) or name in ALONE:  # these count only through the prior
        return 0
    if name.startswith((WORD, TITLE)):
        return 0 if question in WORDLESS else SPOKEN
    return 1 if priors()[question].touches(name) else ASIDE
