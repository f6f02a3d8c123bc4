"""A language's lexicon: which words and phrases signal which concept, matched in one pass over the words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from typing import Any

from checks.language.memo import Memo
from checks.language.words import words_of


@dataclass(slots=True)
class _Node:
    """One word deep in the tree of phrases. `stems` are words written with a trailing `*`."""

    exact: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    says: tuple[str, ...] = ()

    def after(self, word: str) -> _Node | None:
        """What the next word leads to."""
        if not self.stems:
            return self.exact.get(word)
        found = [node for stem, node in self.stems.items() if word.startswith(stem)]
        if word in self.exact:
            found.append(self.exact[word])
        return _as_one(found)


def _as_one(nodes: Sequence[_Node]) -> _Node | None:
    """Several nodes that the same words lead to, followed as one."""
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    exact, stems = (
        {
            word: one
            for word in dict.fromkeys(chain(*branches))
            if (one := _as_one([b[word] for b in branches if word in b]))
        }
        for branches in ([node.exact for node in nodes], [node.stems for node in nodes])
    )
    return _Node(exact, stems, tuple(dict.fromkeys(chain.from_iterable(node.says for node in nodes))))


_NOTHING = frozenset[str]()
_END = ""
"""Marks the end of the words; no phrase continues with it."""


class Phrases:
    """Phrases by concept. Matching costs the number of words times the longest phrase, whatever the number of
    phrases."""

    def __init__(self, concepts: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        listed = list(concepts)
        self.concepts = frozenset(concept for concept, _ in listed)
        for concept, phrases in listed:
            for phrase in phrases.split("|"):
                self._add(concept, phrase.strip())
        self._lengths = sorted({len(stem) for stem in self._root.stems})
        self._begun = Memo(self._begins)

    def _add(self, concept: str, phrase: str) -> None:
        words = words_of(phrase)
        if not words:
            return
        node = self._root
        for word in words[:-1]:
            node = node.exact.setdefault(word, _Node())
        branch = node.stems if phrase.endswith("*") else node.exact
        node = branch.setdefault(words[-1], _Node())
        if concept not in node.says:
            node.says = (*node.says, concept)

    def _begins(self, word: str) -> _Node | None:
        """What the word says by itself and the phrases that it may open."""
        root = self._root
        found = [root.stems[word[:n]] for n in self._lengths if n <= len(word) and word[:n] in root.stems]
        if word in root.exact:
            found.append(root.exact[word])
        return _as_one(found)

    def knows(self, word: str) -> bool:
        return self._begun[word] is not None

    def in_words(self, words: Sequence[str]) -> set[str]:
        """The concepts signalled by any phrase in `words`."""
        said: set[str] = set()
        following = (*words, _END)
        for at, node in enumerate(map(self._begun.__getitem__, words), start=1):
            while node is not None:
                if node.says:
                    said.update(node.says)
                word = following[at]
                node = node.after(word) if node.stems else node.exact.get(word)
                at += 1
        return said

    def opening(self, words: Sequence[str]) -> frozenset[str]:
        """The concepts that the first two words signal by themselves."""
        first = self._begun[words[0]] if words else None
        if len(words) < 2:
            return frozenset(first.says) if first else _NOTHING
        second = self._begun[words[1]]
        both = first.after(words[1]) if first else None
        return _NOTHING.union(*[node.says for node in (first, both, second) if node])

    def exactly(self, words: Sequence[str]) -> tuple[str, ...]:
        """The concepts of the phrase that makes up all of `words`; empty when none does."""
        node = self._begun[words[0]] if words else None
        for word in words[1:]:
            node = node.after(word) if node else None
        return node.says if node else ()


@dataclass(frozen=True)
class Lexicon:
    """One language, read from `lexicons/<code>.toml`. Its tree of phrases is built when a ticket first needs it."""

    code: str
    name: str
    function_words: frozenset[str]
    written: Mapping[str, Mapping[str, str]]

    @cached_property
    def labels(self) -> Phrases:
        return Phrases(self.written["labels"].items())

    @cached_property
    def signals(self) -> Phrases:
        return Phrases(self.written["signals"].items())


@cache
def lexicons() -> dict[str, Lexicon]:
    """Every lexicon of the package by its ISO 639-1 code. Read once, at the first ticket."""
    return {lexicon.code: lexicon for lexicon in map(_read, tables())}


@cache
def tables() -> tuple[Mapping[str, Any], ...]:
    """The lexicons as they are written, in the order of their files' names."""
    entries = sorted(files("checks.language").joinpath("lexicons").iterdir(), key=lambda entry: entry.name)
    return tuple(
        tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".toml") and entry.name != NEIGHBOURS
    )


@cache
def function_words() -> dict[str, tuple[str, ...]]:
    """Each function word with the languages it belongs to, including those without a lexicon."""
    listed = {code: lexicon.function_words for code, lexicon in lexicons().items()}
    neighbours = tomllib.loads(files("checks.language").joinpath("lexicons", NEIGHBOURS).read_text(encoding="utf-8"))
    listed |= {code: frozenset(words_of(words)) for code, words in neighbours["function_words"].items()}
    found: dict[str, tuple[str, ...]] = {}
    for code, words in listed.items():
        for word in words:
            found[word] = (*found.get(word, ()), code)
    return found


NEIGHBOURS = "neighbours.toml"
"""Languages that are distinguished from ours but not read."""


def _read(data: Mapping[str, Any]) -> Lexicon:
    about = data["language"]
    return Lexicon(
        code=about["code"],
        name=about["name"],
        function_words=frozenset(words_of(about["function_words"])),
        written=data,
    )
