"""A ticket's words, analysed once for all rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from checks.document import Link
from checks.language.contract import Contract
from checks.language.orders import Order
from checks.language.parsers.snippets import Snippet
from checks.language.roles import roles


class Sentence(NamedTuple):
    """One sentence, or one list item, table row or heading, with where it is and what it signals.

    A tuple, because a ticket may have a thousand, and a frozen dataclass takes four times as long to make.
    """

    text: str
    where: str
    block: int
    """Index of its block in the document it comes from; -1 for the summary."""
    signals: frozenset[str] = frozenset()
    """Names of the lexicon concepts found in it, such as `cause`, `expected`, `vague` (see `lexicons/`)."""
    opens: frozenset[str] = frozenset()
    """The concepts of its first words: what it asks for, or which step it is."""
    heading: str = ""
    """The heading or label above it, as written."""
    labels: frozenset[str] = frozenset()
    """What that heading or label says its part is about, such as `steps` or `acceptance`."""
    names: tuple[str, ...] = ()
    """What it names that looks like code, a file, a command, a path or a UI label."""
    words: int = 0
    tokens: tuple[str, ...] = ()
    """Its words as lexicons see them: case-folded, without addresses."""
    listed: bool = False
    """It is a list item, or a numbered step in running text."""
    blank: bool = False
    """It is a heading, an unfilled placeholder, a template's prompt or an instruction to an AI system: it says nothing
    about the work itself."""


@dataclass(frozen=True)
class Text:
    """The analysis. `language` is None when no lexicon covers it: rules that need words then cannot tell."""

    sentences: tuple[Sentence, ...]
    """Of the summary, the description and the fields that belong to it; not of comments."""
    language: str | None
    languages: frozenset[str]
    snippets: tuple[Snippet, ...]
    contracts: tuple[Contract, ...]
    links: tuple[tuple[Link, str], ...]
    """Each link with where it is."""
    orders: tuple[Order, ...]
    """Instructions to an AI system; the sentences that give them are blank."""
    identifiers: tuple[str, ...]
    """Names in prose that look like code, files, commands, paths or UI labels."""
    estimates: Mapping[str, float]
    """The model's estimate per question (`CTX101` … `DOD304`, `applies`, `readiness`), between 0 and 1."""
    comments: tuple[Sentence, ...] = ()
    """The sentences of comments that everyone who sees the ticket may read."""
    parent: tuple[Sentence, ...] = ()
    """The sentences of the parent ticket's description."""

    def estimated(self, estimates: Mapping[str, float]) -> Text:
        """The same analysis with the model's estimates; what was computed from it for the model is not computed
        again."""
        text = replace(self, estimates=estimates)
        vars(text).update((name, value) for name, value in vars(self).items() if name != "estimates")
        return text

    @cached_property
    def said(self) -> tuple[Sentence, ...]:
        """The sentences that say something: no headings, prompts or blanks."""
        return tuple([sentence for sentence in self.sentences if not sentence.blank])

    @cached_property
    def spoken(self) -> str:
        """What the ticket says, one line per sentence: a single search finds out whether any of them contains
        something."""
        return "\n".join([sentence.text for sentence in self.said])

    @cached_property
    def signals(self) -> frozenset[str]:
        """What any sentence signals: rules look for many concepts, and most tickets have few."""
        return frozenset().union(*[sentence.signals for sentence in self.sentences])

    @cached_property
    def title(self) -> Sentence | None:
        """The summary's first sentence; None where it has no words."""
        return next((sentence for sentence in self.said if sentence.block < 0), None)

    @cached_property
    def labels(self) -> frozenset[str]:
        """What any heading or label says its part is about."""
        return frozenset().union(*[sentence.labels for sentence in self.sentences])

    @cached_property
    def roles(self) -> tuple[tuple[Sentence, tuple[int, ...]], ...]:
        """How well each of the first sentences of `said` plays each role (see `roles`), computed when a rule first
        asks; without fillers."""
        scored = zip(self.said, roles().scores(self.said), strict=False)
        return tuple([(one, scores) for one, scores in scored if "filler" not in one.signals])

    def having(self, *signals: str) -> tuple[Sentence, ...]:
        """The sentences that carry any of these signals, in reading order."""
        if self.signals.isdisjoint(signals):
            return ()
        return tuple([sentence for sentence in self.sentences if not sentence.signals.isdisjoint(signals)])

    def first(self, *signals: str) -> Sentence | None:
        """The first sentence that carries any of these signals; without blank ones."""
        if self.signals.isdisjoint(signals):
            return None
        for sentence in self.said:
            if not sentence.signals.isdisjoint(signals):
                return sentence
        return None

    def under(self, *labels: str) -> tuple[Sentence, ...]:
        """The sentences under a heading or label of any of these kinds; without blank ones."""
        if self.labels.isdisjoint(labels):
            return ()
        return tuple([sentence for sentence in self.said if not sentence.labels.isdisjoint(labels)])
