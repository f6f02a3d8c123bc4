"""What kind of work a ticket is: Jira's type and the words, the words having the last say where they are clear."""

from __future__ import annotations

from functools import lru_cache

from checks.language.text import Text
from checks.language.words import words_of
from checks.ticket import Kind, Ticket

KINDS: tuple[Kind, ...] = ("bug", "feature", "task", "spike", "docs", "epic")
_TYPES: dict[str, Kind] = {
    "bug": "bug",
    "defect": "bug",
    "incident": "bug",
    "fehler": "bug",
    "virhe": "bug",
    "bugg": "bug",
    "fel": "bug",
    "bogue": "bug",
    "anomalie": "bug",
    "error": "bug",
    "story": "feature",
    "feature": "feature",
    "improvement": "feature",
    "enhancement": "feature",
    "tarina": "feature",
    "käyttäjätarina": "feature",
    "historia": "feature",
    "récit": "feature",
    "task": "task",
    "chore": "task",
    "tehtävä": "task",
    "uppgift": "task",
    "aufgabe": "task",
    "tâche": "task",
    "tarea": "task",
    "spike": "spike",
    "research": "spike",
    "documentation": "docs",
    "docs": "docs",
    "dokumentation": "docs",
    "dokumentaatio": "docs",
    "documentación": "docs",
    "epic": "epic",
    "initiative": "epic",
    "epos": "epic",
    "eepos": "epic",
}
SURE = 0.7
"""What Jira's type adds to the model's estimate of its kind. A type chosen by habit yields to clear words."""
SURE_OF_A_BUG = 0.4
"""The same for a bug: people file wishes as bugs by habit, and seldom a bug as a story."""


_CHOSEN = frozenset({"spike", "docs"})
"""Types that nobody chooses by habit: what such a ticket tells of a fault is what is to be looked into or described."""


def kind_of(ticket: Ticket, text: Text) -> Kind:
    """The kind of work. `unclear` when there are no words to judge by and the type says nothing."""
    named = kind_named(ticket.issue_type)
    if text.language is None or not text.sentences:
        return named or "unclear"
    weights = {kind: text.estimates.get(f"kind.{kind}", 0.0) for kind in KINDS}
    if named in _CHOSEN:
        weights["bug"] = 0.0
    if named:
        weights[named] += SURE_OF_A_BUG if named == "bug" else SURE
    # What is no bug is shared out among five kinds: together they outweigh a bug that is likelier than each of them.
    others = KINDS[1:]
    if weights["bug"] >= sum(weights[kind] for kind in others):
        return "bug"
    return max(others, key=lambda kind: weights[kind])


@lru_cache(maxsize=500)
def kind_named(issue_type: str) -> Kind | None:
    """What Jira's type says by itself; None for a type that no language's words know."""
    return next((_TYPES[word] for word in words_of(issue_type) if word in _TYPES), None)
