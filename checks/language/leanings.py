"""What an English ticket's words lean to, in whole numbers.

Each common word has a weight in each question, learned from the words that mean something like it (`tools/train.py`), so
that a word which no training ticket holds still says something. `leanings.tsv` is a line a word: its share, larger for
rarer words, then its weights in the order of the questions on the first line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from checks.language.lanes import lifted, packed, sums

TITLE, WHOLE_TEXT = 1, 2
"""How far the average of the title's words counts, and that of all words."""
CALM = 200
"""A share that leans to nothing, in every average: a few rare words say little for certain."""


class Leanings:
    """Words with their weights. A word's line is read when a ticket first holds it."""

    def __init__(self, questions: Sequence[str], lines: Mapping[str, str]) -> None:
        self.questions = tuple(questions)
        self._lines = lines
        self._start = lifted([0] * len(self.questions))
        self._row = lru_cache(maxsize=20_000)(self._read)

    def of(self, title: Collection[str], words: Collection[str]) -> dict[str, int]:
        """What the words add to each question's score."""
        averages = zip(self.questions, self._average(title), self._average(words), strict=True)
        return {question: TITLE * one + WHOLE_TEXT * other for question, one, other in averages}

    def _average(self, words: Iterable[str]) -> tuple[int, ...]:
        lines = self._lines
        rows = [self._row(word) for word in words if word in lines]
        if not rows:
            return (0,) * len(self.questions)
        shares = CALM + sum(share for share, _ in rows)
        totals = sums((row for _, row in rows), self._start, len(self.questions))
        return tuple([total // shares for total in totals])

    def _read(self, word: str) -> tuple[int, int]:
        share, *weights = map(int, self._lines[word].split("\t"))
        return share, packed([share * weight for weight in weights])


@cache
def leanings() -> Leanings:
    """The words of the package. Read once, at the first ticket."""
    return leanings_of(files("checks.language").joinpath("leanings.tsv").read_text(encoding="utf-8"))


def leanings_of(table: str) -> Leanings:
    head, *lines = table.splitlines()
    _, _, *questions = head.split("\t")
    return Leanings(questions, dict(line.split("\t", 1) for line in lines))
