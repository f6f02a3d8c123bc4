"""What the words of tickets mean on average, and the weight of each word that follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from checks.language.facts import Facts
from checks.language.model.leanings import CALM, TITLE, WHOLE_TEXT
from tools.word_vectors import word_vectors

RARE = 10
"""Units of a word's share per natural logarithm of how rare it is."""


class Meanings:
    """Each word's vector and share: a word in every ticket counts for nothing, one in few counts most."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        known = word_vectors()
        tickets = Counter(word for one in facts for word in one.words)
        rarity = [np.log(len(facts) / (1 + tickets[word])) for word in known.words]
        self.shares = {word: max(round(RARE * rare), 0) for word, rare in zip(known.words, rarity, strict=True)}
        self.words = known.words
        self._at = {word: index for index, word in enumerate(known.words)}
        self._vectors = known.vectors
        self._unit = 1.0
        self._unit = 1 / float(np.sqrt((self.matrix(facts) ** 2).sum(axis=1).mean()))

    def matrix(self, facts: Iterable[Facts]) -> NDArray[np.float32]:
        """One row per ticket, of length one on average: what its title means, and twice what all its words mean."""
        rows = [TITLE * self._average(one.title) + WHOLE_TEXT * self._average(one.words) for one in facts]
        return np.array(rows, np.float32) * np.float32(self._unit)

    def _average(self, words: Iterable[str]) -> NDArray[np.float32]:
        held = sorted(word for word in words if self.shares.get(word))
        if not held:
            return np.zeros(self._vectors.shape[1], np.float32)
        shares = np.array([self.shares[word] for word in held], np.float32)
        return np.asarray(shares @ self._vectors[[self._at[word] for word in held]] / (shares.sum() + CALM))

    def weights(self, meaning: NDArray[np.float64]) -> NDArray[np.float64]:
        """One weight per word, in the order of `words`, from one weight per axis."""
        return np.asarray(self._vectors @ meaning * self._unit)


def table_of(meanings: Meanings, weights: Mapping[str, NDArray[np.float64]], scale: int) -> str:
    """The text of `leanings.tsv`, with the words in alphabetical order."""
    lines = ["\t".join(["word", "share", *weights])]
    columns = [np.round(column * scale).astype(int) for column in weights.values()]
    for index, word in sorted(enumerate(meanings.words), key=lambda pair: pair[1]):
        if meanings.shares[word]:
            lines.append("\t".join([word, str(meanings.shares[word]), *(str(column[index]) for column in columns)]))
    return "\n".join(lines) + "\n"
