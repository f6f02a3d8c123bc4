"""What was computed for a word, kept for the next ticket that contains it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
MOST = 20_000
"""Words kept. A backlog has fewer; beyond this all are forgotten, so that memory does not grow."""


class Memo(dict[str, _T]):
    """Read by subscript. A word that is there costs no call: `map(memo.__getitem__, words)` is as fast as with a
    dict."""

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _T:
        if len(self) >= MOST:
            self.clear()
        made = self[word] = self._make(word)
        return made
