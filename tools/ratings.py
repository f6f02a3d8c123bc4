"""How likely each answer about a labelled Jira ticket is, by two more readings that graded instead of deciding.

A label says Y or N even where a careful reader may have been in two minds. Thresholds rest on the few tickets near
them, so they are chosen by how likely a gap is there (`tools/ratings.tsv`: keys and numbers from 0 to 100, no ticket's
words): this raised kappa in unseen projects from 0.430 to 0.436.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from tools.fitting import Chosen, Vector
from tools.labelled import MISSING, Labelled

RATINGS = Path(__file__).with_name("ratings.tsv")
EDGE = 0.01
"""How close to 0 and 1 a rating is believed."""


@cache
def ratings() -> Mapping[str, Mapping[str, float]]:
    """Label of the rubric → key of a ticket → how likely it is *missing*, as the mean of both readings."""
    head, *lines = [line.split("\t") for line in RATINGS.read_text(encoding="utf-8").splitlines()]
    return {
        label: {line[0]: 1 - int(line[at]) / 100 for line in lines if line[at] != "-"}
        for at, label in enumerate(head)
        if label != "key"
    }


def likely(question: str, rows: Sequence[Labelled], answers: Chosen) -> Vector:
    """How likely the answer is yes for each of these tickets; the label itself where nobody graded it.

    Graders have a scale of their own, so it is first fitted to the labels.
    """
    given = ratings().get(MISSING.get(question, ""), {})
    rated = np.array([row.ticket.key in given for row in rows])
    found = answers.astype(float)
    if rated.any():
        scale = _log_odds(np.array([given[row.ticket.key] for row in rows if row.ticket.key in given]))
        found[rated] = LogisticRegression(C=1e3).fit(scale, answers[rated]).predict_proba(scale)[:, 1]
    return found


def _log_odds(shares: Vector) -> Vector:
    return np.asarray(np.log((shares + EDGE) / (1 + EDGE - shares)))[:, None]
