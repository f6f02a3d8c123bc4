"""What an English ticket's words lean towards, in whole numbers.

Each common word has a weight in each question, learned from words with a similar meaning (`tools/train.py`), so that
even a word in no training ticket says something. `leanings.tsv` has one line per word: its share, larger for rarer
words, then its weights in the order of the questions on the first line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from checks.language.lanes import Lanes
from checks.language.memo import Memo

TITLE, WHOLE_TEXT = 1, 2
"""How much the average of the title's words counts, and that of all words."""
CALM = 200
"""A neutral share in every average: a few rare words are weak evidence."""


class Leanings:
    """Words with their weights. A word's line is read when a ticket first contains it."""

    def __init__(self, questions: Sequence[str], lines: Mapping[str, str]) -> None:
        self.questions = tuple(questions)
        self._lines = lines
        self._lanes = Lanes(1 + len(self.questions), _most(lines.values()))
        self._start = self._lanes.lifted([CALM] + [0] * len(self.questions))
        self._rows = Memo(self._read)

    def knows(self, word: str) -> bool:
        return word in self._lines

    def of(self, title: Collection[str], words: Collection[str]) -> dict[str, int]:
        """What the words add to each question's score."""
        averages = zip(self.questions, self._average(title), self._average(words), strict=True)
        return {question: TITLE * one + WHOLE_TEXT * other for question, one, other in averages}

    def _average(self, words: Iterable[str]) -> tuple[int, ...]:
        rows = filter(None, map(self._rows.__getitem__, words))
        shares, *totals = self._lanes.sums(rows, self._start)
        return tuple([total // shares for total in totals])

    def _read(self, word: str) -> int:
        """The word's share and its share of each question, side by side (see `lanes`); 0 for a word without a line."""
        if word not in self._lines:
            return 0
        share, *weights = map(int, self._lines[word].split("\t"))
        return self._lanes.packed([share, *(share * weight for weight in weights)])


_LARGE = re.compile(r"\d{4,}")
_SMALLER = 999


def _most(lines: Collection[str]) -> int:
    """A bound on every sum of an average, as if all words were in one ticket: every share times the largest weight."""
    shares = sum(int(line.partition("\t")[0]) for line in lines)
    largest = max(map(int, _LARGE.findall("\n".join(lines))), default=_SMALLER)
    return CALM + shares * max(largest, _SMALLER)


@cache
def leanings() -> Leanings:
    """The words of the package. Read once, at the first ticket."""
    return leanings_of(files("checks.language.model").joinpath("leanings.tsv").read_text(encoding="utf-8"))


def leanings_of(table: str) -> Leanings:
    head, *lines = table.splitlines()
    _, _, *questions = head.split("\t")
    return Leanings(questions, dict(line.split("\t", 1) for line in lines))
