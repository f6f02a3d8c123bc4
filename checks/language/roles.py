"""What each sentence does in a ticket (its *role*, as in argumentative zoning), scored so that a rule can quote the
best.

A score is a sum of whole numbers: the weights of the features that the sentence has, which are the same in every
language (concepts, heading, place, length, names). `roles.tsv` has one line per feature, one column per role;
`tools/roles.py` makes it from sentences that were marked by hand. A score only chooses among a ticket's sentences: it
decides no outcome and means nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Literal

from checks.language.lanes import Lanes
from checks.language.memo import Memo
from checks.language.names import is_code

if TYPE_CHECKING:
    from checks.language.text import Sentence

Role = Literal[
    "problem",
    "place",
    "unseen",
    "attempt",
    "interface",
    "name",
    "shape",
    "failure",
    "outcome",
    "mended",
    "edge",
    "check",
]
"""What is wrong or why; where to start; a thing the reader cannot see; a way to reproduce a bug; that an interface is
touched; which one; its inputs and outputs; what it does on errors; the outcome; the outcome of a bug; an edge case; how
it is checked."""
FURTHEST = 100
"""Sentences looked at, from the top: a ticket with thousands is mostly pasted, and says what matters before that."""
LENGTHS = (3, 5, 8, 12, 18, 26, 40)
"""Words from which on a sentence counts as longer."""

_SIGNAL = Memo(lambda concept: f"signal.{concept}")
_OPENS = Memo(lambda concept: f"opens.{concept}")
_LABEL = Memo(lambda meaning: f"label.{meaning}")
_LONGER = tuple(tuple(f"words>={least}" for least in LENGTHS if count >= least) for count in range(LENGTHS[-1] + 1))
"""By number of words."""
_DIGIT = re.compile(r"[0-9]")


class Roles:
    """The weights of every role."""

    def __init__(self, roles: Sequence[str], weights: Mapping[str, Sequence[int]]) -> None:
        self.place = {role: place for place, role in enumerate(roles)}
        """A role's position among a sentence's scores."""
        self.weights = weights
        self._lanes = Lanes(len(roles), max(sum(map(abs, column)) for column in zip(*weights.values(), strict=True)))
        self._rows = {feature: self._lanes.packed(row) for feature, row in weights.items()}
        self._start = self._lanes.lifted([0] * len(roles))

    def scores(self, said: Sequence[Sentence]) -> tuple[tuple[int, ...], ...]:
        """Each sentence's score in each role, for the first `FURTHEST` sentences."""
        sums, weights, start = self._lanes.sums, self._rows.get, self._start
        return tuple([sums(filter(None, map(weights, held)), start) for held in islice(features_of(said), FURTHEST)])


def features_of(said: Sequence[Sentence]) -> Iterator[list[str]]:
    """The features of each sentence that says something; `said` is all of them, in reading order."""
    last = len(said) - 1
    first = 1 if said and said[0].block < 0 else 0
    for index, sentence in enumerate(said):
        place = "later" if index > first + 1 else "second" if index > first else "first" if index == first else "title"
        held = [
            place,
            *_LONGER[min(sentence.words, LENGTHS[-1])],
            *map(_SIGNAL.__getitem__, sentence.signals),
            *map(_OPENS.__getitem__, sentence.opens),
            *map(_LABEL.__getitem__, sentence.labels),
        ]
        if index == last:
            held.append("last")
        if sentence.listed:
            held.append("listed")
        if _DIGIT.search(sentence.text):
            held.append("number")
        if "://" in sentence.text:
            held.append("address")
        if sentence.names:
            held += _naming(sentence.names)
        yield held


def _naming(names: Sequence[str]) -> Iterator[str]:
    yield "names"
    if len(names) > 1:
        yield "names>=2"
    if any(map(is_code, names)):
        yield "names.code"
    if any(" " in name and "/" not in name for name in names):
        yield "names.label"


@cache
def roles() -> Roles:
    """The weights of the package. Read once, when a rule first looks for a quote."""
    head, *lines = files("checks.language").joinpath("roles.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return Roles(head.split("\t")[1:], {feature: [int(weight) for weight in row] for feature, *row in rows})
