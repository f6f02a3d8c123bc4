"""A ticket's words, analysed once for all rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checks.document import Link
from checks.language.snippets import Snippet
from checks.verdict import Contract


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one list item, table row or heading, with where it stands and what it signals."""

    text: str
    where: str
    block: int
    """Index of its block in the document it comes from; -1 for the summary."""
    signals: frozenset[str] = frozenset()
    """Names of the lexicon concepts found in it, such as `cause`, `expected`, `vague` (see `lexicons/`)."""
    heading: str = ""
    """The heading it stands under, as written."""


@dataclass(frozen=True, slots=True)
class Text:
    """The analysis. `language` is None when no lexicon covers it: rules that need words then cannot tell."""

    sentences: tuple[Sentence, ...]
    language: str | None
    languages: frozenset[str]
    snippets: tuple[Snippet, ...]
    contracts: tuple[Contract, ...]
    links: tuple[tuple[Link, str], ...]
    """Each link with where it stands."""
    identifiers: tuple[str, ...]
    """Names in prose that look like code, files, commands, paths or UI labels."""
    estimates: Mapping[str, float]
    """The model's estimate per question (`CTX101` … `DOD304`, `applies`, `readiness`), between 0 and 1."""

    def having(self, *signals: str) -> tuple[Sentence, ...]:
        """The sentences that carry any of these signals, in reading order."""
        wanted = frozenset(signals)
        return tuple(sentence for sentence in self.sentences if sentence.signals & wanted)
