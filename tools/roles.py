"""Trains the roles of sentences on `marks.tsv`; writes `checks/language/roles.tsv`.

    .venv/bin/python -m tools.roles

A line of `marks.tsv` is a ticket's key, how many of its sentences say something, and what a reader marked: `2:pw` is
the third such sentence (0 is the title), which states a problem and names a place. The tickets themselves are those of
`tools.labelled`. Every role is a logistic regression over the features of `checks.language.roles`, on the tickets that
have a marked sentence.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from checks.language.analyse import analyse
from checks.language.roles import Roles, features_of
from checks.language.text import Text
from tools.labelled import Labelled, own_tickets, tickets

MARKS = Path(__file__).with_name("marks.tsv")
TABLE = Path(__file__).resolve().parents[1] / "checks" / "language" / "roles.tsv"
LETTERS: Mapping[str, tuple[str, ...]] = {
    "problem": ("pa",), "place": ("w",), "unseen": ("u",), "attempt": ("r",), "interface": ("in",), "name": ("n",),
    "shape": ("s",), "failure": ("f",), "outcome": ("o", "g"), "mended": ("o", "g"), "edge": ("e",), "check": ("t",),
}  # fmt: skip
"""Role → the marks of its sentences; where no sentence of a ticket has the first, the next one is used. p problem or
reason, a faulty behaviour, w place, u something essential that the reader cannot see, r a way to reproduce, i
interface, n its name, s its shape, f its failures, o an outcome that can be checked, g one that cannot, e an edge case,
t a way to check."""
STRENGTH = 0.3
"""Inverse of the L2 penalty. Between 0.03 and 1 it makes no difference that matters."""
OWN = 0.5
"""How much a ticket of our own writing counts compared with a labelled one, as in `tools.fitting`."""
LOWERED = {"place": 150, "interface": 100}
"""How much the title's weight is lowered; 50 where nothing is given. The title is shown above every verdict, so a
sentence below it that says as much is worth more. When lowered further, one quote in a hundred became a wrong one."""
FEWEST = 8
"""Sentences that must have a feature before it may weigh."""
SCALE = 100
"""Units of a weight in one unit of log-odds."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Marked:
    """A ticket with the letters that a reader gave to each sentence that says something."""

    row: Labelled
    text: Text
    letters: tuple[str, ...]

    def plays(self, role: str) -> list[bool]:
        given = set().union(*self.letters)
        wanted = next((set(marks) for marks in LETTERS[role] if given & set(marks)), set[str]())
        return [not wanted.isdisjoint(one) for one in self.letters]

    def teaches(self, role: str) -> bool:
        """Whether the role can be learned here: a sentence has it, and, for outcomes, the work is of the right kind."""
        bug = self.row.gold["kind"] == "bug"
        return any(self.plays(role)) and not (role == "outcome" and bug) and not (role == "mended" and not bug)


class Sheet:
    """Marked tickets as a matrix, one row per sentence."""

    def __init__(self, marked: Sequence[Marked]) -> None:
        self.marked = marked
        held = [list(features) for one in marked for features in features_of(one.text.said)]
        counts = Counter(feature for features in held for feature in features)
        self.features = sorted(feature for feature, count in counts.items() if count >= FEWEST)
        column = {feature: index for index, feature in enumerate(self.features)}
        cells = [(line, column[one]) for line, features in enumerate(held) for one in features if one in column]
        ones = np.ones(len(cells))
        self._matrix = csr_matrix((ones, tuple(zip(*cells, strict=True))), shape=(len(held), len(column)))

    @cached_property
    def _ticket(self) -> NDArray[Any]:
        return np.repeat(np.arange(len(self.marked)), [len(one.letters) for one in self.marked])

    def fit(self, role: str, seen: Sequence[int] | NDArray[Any]) -> dict[str, int]:
        """The weight of each feature, learned only from the tickets `seen`."""
        useful = np.array([one.teaches(role) for one in self.marked]) & np.isin(range(len(self.marked)), seen)
        counted = np.array([OWN if one.row.own else 1.0 for one in self.marked])
        plays = np.array([answer for one in self.marked for answer in one.plays(role)])
        lines = useful[self._ticket]
        fit = LogisticRegression(C=STRENGTH, solver="liblinear", intercept_scaling=5)
        fit.fit(self._matrix[lines], plays[lines], sample_weight=counted[self._ticket][lines])
        weights = dict(zip(self.features, (round(float(weight) * SCALE) for weight in fit.coef_[0]), strict=True))
        return weights | {"title": weights["title"] - LOWERED.get(role, 50)}

    def roles(self, seen: Sequence[int] | NDArray[Any]) -> Roles:
        """What is learned about every role from only the tickets `seen`."""
        fitted = [self.fit(role, seen) for role in LETTERS]
        return Roles(list(LETTERS), {feature: [one[feature] for one in fitted] for feature in self.features})


def main() -> None:
    warnings.filterwarnings("ignore")
    sheet = Sheet(list(marked_tickets()))
    TABLE.write_text(written(sheet.roles(range(len(sheet.marked)))), encoding="utf-8")


def marked_tickets() -> Iterator[Marked]:
    """The marked tickets. One whose number of sentences has changed is left out and named: its marks would fall on
    other sentences."""
    rows = {row.ticket.key: row for row in (*tickets(), *own_tickets())}
    for line in MARKS.read_text(encoding="utf-8").splitlines()[1:]:
        key, count, marks = line.split("\t")
        text = analyse(rows[key].ticket)
        if len(text.said) != int(count):
            print(f"{key} is left out: marked as {count} sentences, read as {len(text.said)}")
            continue
        given = dict(mark.split(":") for mark in marks.split())
        yield Marked(rows[key], text, tuple(given.get(str(index), "") for index in range(int(count))))


def written(learned: Roles) -> str:
    """The roles in the package's format: one line per feature, one column per role."""
    lines = [("feature", *learned.place), *((feature, *map(str, row)) for feature, row in learned.weights.items())]
    return "".join("\t".join(line) + "\n" for line in lines)


if __name__ == "__main__":
    main()
