"""What a ticket says outright: words under a heading or label that names their subject, fillers left out."""

from __future__ import annotations

from collections.abc import Iterator

from checks.language.text import Sentence, Text


def statements(text: Text, *labels: str, least: int = 3) -> Iterator[Sentence]:
    """Sentences under such a heading or label with at least `least` words, or a name; blanks and fillers left out."""
    for sentence in text.under(*labels):
        if "filler" not in sentence.signals and (sentence.words >= least or sentence.names):
            yield sentence


def stated(text: Text, *labels: str, least: int = 3) -> Sentence | None:
    """The first such statement."""
    return next(statements(text, *labels, least=least), None)


def saying(text: Text, *signals: str, least: int = 5) -> Sentence | None:
    """The first sentence of some length that carries all of these signals; blanks and fillers left out."""
    wanted = frozenset(signals)
    if not wanted <= text.signals:
        return None
    for sentence in text.said:
        if wanted <= sentence.signals and sentence.words >= least:
            return sentence
    return None


def opening(text: Text) -> Sentence | None:
    """The words that show a gap best when nothing else does: the first sentence of the description, else the summary."""
    body = next((sentence for sentence in text.said if sentence.block >= 0), None)
    return body or next(iter(text.sentences), None)
