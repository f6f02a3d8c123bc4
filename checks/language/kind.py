"""What kind of work a ticket is, by Jira's type and the words; the words have the last say where they are clear."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from checks.language.lexicon import tables
from checks.language.phrasing import Phrased
from checks.language.text import Text
from checks.language.words import words_of
from checks.ticket import Kind, Ticket

KINDS: tuple[Kind, ...] = ("bug", "feature", "task", "spike", "docs", "epic")
SURE = 0.7
"""What Jira's type adds to the model's estimate of that kind. A type chosen by habit yields to clear words."""
BY_HABIT = 0.4
"""The same for a bug and an improvement: people file wishes as bugs by habit, and mere tidying of code as an
improvement."""
NO_BUG = 0.2
"""What any other type also counts against a bug: a fault mentioned in a story or a task is mostly why the work is
wanted."""


_CHOSEN = frozenset({"spike", "docs"})
"""Types that nobody chooses by habit: a fault mentioned in such a ticket is what is to be investigated or described."""


def kind_of(ticket: Ticket, text: Text) -> Kind:
    """The kind of work. `unclear` when there are no words to judge by and the type says nothing."""
    named = kind_named(ticket.issue_type)
    if text.language is None or not text.sentences:
        return named or "unclear"
    if named == "bug" and _told_as_bug(text):
        return "bug"
    weights = {kind: text.estimates.get(f"kind.{kind}", 0.0) for kind in KINDS}
    if named in _CHOSEN or (named != "bug" and _asks(text)) or (named == "feature" and _enables(text)):
        weights["bug"] = 0.0
    if named:
        weights[named] += BY_HABIT if _listed(ticket.issue_type) in _HABITS else SURE
    likeliest = _likeliest(weights, named)
    if named == "spike" or likeliest == (otherwise := _likeliest(weights | {"spike": 0.0}, named)):
        return likeliest
    return likeliest if _inquires(text) else otherwise  # asked last: it searches the whole text


def _likeliest(weights: Mapping[Kind, float], named: Kind | None) -> Kind:
    # What is not a bug is shared among five kinds: together they outweigh a bug, even one likelier than each of them.
    others = KINDS[1:]
    against = sum(weights[kind] for kind in others) + (NO_BUG if named in others else 0.0)
    if weights["bug"] >= against:
        return "bug"
    return max(others, key=lambda kind: weights[kind])


def _inquires(text: Text) -> bool:
    """It asks to find something out, or asks a question at all. *Researchers see …* and *Compare two tariffs* do not:
    they say what is wanted."""
    return _INQUIRES.search(text.spoken) is not None or any("?" in one.text for one in text.said)


_INQUIRES = Phrased(r"\b(?:«inquires»)")


def _enables(text: Text) -> bool:
    """*Observers can mark an exposure as bad*: the title says what is wanted, whatever it calls bad."""
    title = text.title
    return (
        title is not None and _MAY.match(title.text) is not None and title.signals.isdisjoint({"negation", "problem"})
    )


_MAY = Phrased(r"\W*(?:[\w'-]+ ){1,4}(?:«may_do»)\b")


def _told_as_bug(text: Text) -> bool:
    """It has a bug's parts: what is expected, or what happens instead."""
    return any(not one.labels.isdisjoint(("expected", "actual")) for one in text.said)


def _asks(text: Text) -> bool:
    """The title is a story, or an instruction to remove something, even if that is faulty or was rejected: *Delete
    rejected applicants*. *Delete does not work* is neither."""
    title = text.title
    if title is None:
        return False
    taken = "negation" not in title.signals and _TAKES_AWAY.match(title.text)
    return bool(taken or _STORY.match(title.text))


_TAKES_AWAY = Phrased(r"\W*(?:«takes_away») \w")
_STORY = Phrased(r"\W*(?:«story_opens»)(?! ?(?:not|'t)\b)")


def kind_named(issue_type: str) -> Kind | None:
    """What Jira's type says by itself; None for a type that no language's words know."""
    named = _listed(issue_type)
    return "feature" if named == "improvement" else named


_HABITS = ("bug", "improvement")


@lru_cache(maxsize=500)
def _listed(issue_type: str) -> Kind | Literal["improvement"] | None:
    """How the lexicons' `types` tables list it."""
    types = _types()
    return next((types[word] for word in words_of(issue_type) if word in types), None)


@cache
def _types() -> dict[str, Kind | Literal["improvement"]]:
    """The words of those tables. Read once."""
    names: tuple[Kind | Literal["improvement"], ...] = (*KINDS, "improvement")
    listed = ((name, table.get("types", {}).get(name, "")) for table in tables() for name in names)
    return {word: name for name, words in listed for word in words_of(words)}
