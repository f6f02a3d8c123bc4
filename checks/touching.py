"""What rules about contracts share: when they have nothing to say, and which sentences are about the thing they ask
for."""

from __future__ import annotations

from collections.abc import Collection

from checks.interface import no_change
from checks.language.contract import Contract
from checks.language.kind import kind_named
from checks.language.lexicon import lexicons
from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.language.words import words_of
from checks.observing import wordless
from checks.rule import CannotTell, Case, NotApplicable

REASONS = {
    "bug": "A bug restores what an interface already promises.",
    "docs": "Writing documentation changes no interface.",
    "spike": "Research changes no interface yet.",
    "epic": "An epic's tickets carry its contracts.",
}
WISHES = frozenset({"want", "acceptance", "deliverable"})
ACTS = frozenset({"builds", "alters", "create", "maintain", "emits"})


def spared(case: Case) -> NotApplicable | CannotTell | None:
    """Why the rules about the finer points of a contract have nothing to say here; None when they may speak.

    A ticket that Jira calls a story or a task is asked even where its words sound like a bug: it says what to build.
    """
    sounds_only = case.kind == "bug" and kind_named(case.ticket.issue_type) in ("feature", "task")
    if case.kind in REASONS and not sounds_only:
        return NotApplicable(REASONS[case.kind])
    if no_change(case):
        return NotApplicable("The ticket says that no interface changes.")
    return wordless(case)


def stating(case: Case, *signals: str) -> tuple[Sentence, ...]:
    """The sentences of ticket and comments that carry any of these signals and say something."""
    wanted = frozenset(signals)
    return tuple(
        sentence
        for sentence in (*case.text.sentences, *case.text.comments)
        if sentence.signals & wanted and not sentence.blank
    )


_OPEN = Phrased(r"\?\W*$|\b(?:«left_open»)\b")
"""A question, or words that leave the thing to others: they name it but say nothing about it."""


def answering(case: Case, *signals: str) -> tuple[Sentence, ...]:
    """Those of `stating` that say something about it, rather than ask for it or leave it open."""
    return tuple(sentence for sentence in stating(case, *signals) if not leaves_open(sentence))


def leaves_open(sentence: Sentence) -> bool:
    return _OPEN.search(sentence.text) is not None


def read(case: Case, *kinds: str) -> tuple[Contract, ...]:
    """What was read from snippets, tables and prose, of these kinds."""
    return tuple(contract for contract in case.text.contracts if contract.kind in kinds)


def naming(case: Case, names: Collection[str]) -> tuple[Sentence, ...]:
    """The sentences that name one of these things."""
    return tuple(sentence for sentence in case.text.sentences if any(name in sentence.text for name in names))


def asked(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence is what the ticket asks for: its summary, a wish, or an instruction that opens with the
    act."""
    if sentence.block == -1 or sentence.signals & WISHES or sentence.labels & {"acceptance", "deliverable"}:
        return True
    lexicon = lexicons().get(case.text.language or "")
    return lexicon is not None and bool(lexicon.signals.in_words(words_of(sentence.text)[:4]) & ACTS)


def together(case: Case, first: str, second: str, within: int = 4) -> tuple[Sentence, ...]:
    """The ticket's sentences in which two concepts are within this many words of each other: *add a column*, not *add …
    in the column*."""
    lexicon = lexicons().get(case.text.language or "")
    if lexicon is None:
        return ()
    wanted = {first, second}
    found = []
    for sentence in case.text.sentences:
        if sentence.signals >= wanted and not sentence.blank:
            words = words_of(sentence.text)
            starts = range(max(1, len(words) - within + 1))
            if any(lexicon.signals.in_words(words[start : start + within]) >= wanted for start in starts):
                found.append(sentence)
    return tuple(found)
