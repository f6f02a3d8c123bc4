"""What a ticket says outright: words under a heading or label that names their subject, without fillers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checks.language.roles import Role, roles
from checks.language.text import Sentence, Text

TITLE = 5
"""Words. A longer title may say by itself what is wanted."""
SHORT = 9
"""Words. A longer sentence says something besides a vague word."""


def statements(text: Text, *labels: str, least: int = 3) -> Iterator[Sentence]:
    """Sentences under such a heading or label with at least `least` words, or a name; without blanks and fillers."""
    for sentence in text.under(*labels):
        if "filler" not in sentence.signals and (sentence.words >= least or sentence.names):
            yield sentence


def stated(text: Text, *labels: str, least: int = 3) -> Sentence | None:
    """The first such statement."""
    if text.labels.isdisjoint(labels):
        return None
    return next(statements(text, *labels, least=least), None)


def reference_told(text: Text) -> Sentence | None:
    """What a page or a decision that the ticket relies on says, repeated in the ticket or a comment."""
    answered = (one for one in text.comments if "told" in one.labels and not one.blank and "filler" not in one.signals)
    return stated(text, "told", least=TOLD) or next((one for one in answered if one.words >= TOLD), None)


TOLD = 6
"""Words. Fewer say nothing about what was decided elsewhere."""


def saying(text: Text, *signals: str, least: int = 5) -> Sentence | None:
    """The first sentence of some length that carries all of these signals; without blanks and fillers."""
    wanted = frozenset(signals)
    if not wanted <= text.signals:
        return None
    for sentence in text.said:
        if wanted <= sentence.signals and sentence.words >= least:
            return sentence
    return None


def put_right(text: Text) -> Sentence | None:
    """The exact words or value that should be there instead of what is."""
    return next((one for one in text.said if "exact" in one.signals and one.names), None)


def telling(text: Text, role: Role, among: Callable[[Sentence], object] | None = None) -> Sentence | None:
    """The sentence that best plays this role, of those that `among` accepts; a filler only where there is nothing else.
    None when `among` accepts none."""
    place, found = roles().place[role], text.roles
    if among:
        found = tuple([pair for pair in found if among(pair[0])])
    return max(found, key=lambda pair: pair[1][place])[0] if found else next(filter(among, text.said), None)


def opening(text: Text) -> Sentence | None:
    """The words that show a gap best when nothing else does: the first sentence of the description, else the summary."""
    body = next((sentence for sentence in text.said if sentence.block >= 0), None)
    return body or next(iter(text.sentences), None)


def only_talk(text: Text) -> bool:
    """The title is short, and the description contains a blank or a filler and otherwise only short vague wishes."""
    title = [one for one in text.sentences if one.block < 0]
    body = [one for one in text.sentences if one.block >= 0]
    if any(one.names or one.words > TITLE for one in title):
        return False
    return any(map(_empty, body)) and all(map(says_nothing, body))


def says_nothing(sentence: Sentence) -> bool:
    """A blank, a filler or a short vague wish."""
    wish = "vague" in sentence.signals and not sentence.names and sentence.words <= SHORT
    return _empty(sentence) or wish


def _empty(sentence: Sentence) -> bool:
    return sentence.blank or "filler" in sentence.signals
