"""Small things that many rules say in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checks.language.roles import Role
from checks.language.statements import opening, statements, telling
from checks.language.text import Sentence, Text
from checks.language.words import without_urls
from checks.rule import CannotTell, Case, Evidence


class Wording(NamedTuple):
    """How one rule puts its gap for work, or an interface, of one kind."""

    message: str
    remedy: str
    question: str


def quote(sentence: Sentence) -> Evidence:
    return Evidence(sentence.text, sentence.where)


def quotes(sentences: Iterable[Sentence], most: int = 3) -> tuple[Evidence, ...]:
    """The first few sentences as evidence, each text once."""
    seen = {sentence.text: quote(sentence) for sentence in sentences}
    return tuple(seen.values())[:most]


def wordless(case: Case) -> CannotTell | None:
    """*Cannot tell* when the words are in a language that no lexicon covers; None when they can be read."""
    if case.text.language is None and case.text.said:
        return CannotTell("The ticket is written in a language that these rules do not read yet.")
    return None


def described(case: Case) -> bool:
    """Whether anything is said besides the title: where nothing is, the finer points can wait."""
    return any(sentence.block >= 0 for sentence in case.text.said)


def wanted(case: Case) -> Sentence | None:
    """The words that best say what there should be when the work is done; for a bug, often what is wrong now."""
    if case.kind == "bug":
        expected = (one for one in statements(case.text, "expected", least=1) if any(map(str.isalpha, one.text)))
        return next(expected, None) or _telling(case.text, "mended")
    return _telling(case.text, "outcome")


def _telling(text: Text, role: Role) -> Sentence | None:
    return telling(text, role, _says) or telling(text, role) or opening(text)


def _says(one: Sentence) -> bool:
    """Enough to be quoted by itself: not a courtesy, nor a table cell with a word or two."""
    return one.words >= QUOTED + one.listed and not ("social" in one.opens and not one.names)


QUOTED = 3
"""Least words of a sentence that is quoted as what is wanted; a list item or a cell needs one more."""


def titled(case: Case) -> str:
    """The ticket's title in quotation marks, for use in a question, shortened if long; *this ticket* or *this bug*
    where it has none, or only an address. No question opens with it."""
    title = case.ticket.summary.strip().rstrip(".")
    if not without_urls(title).strip():
        return "this bug" if case.kind == "bug" else "this ticket"
    return f"“{shortened(title)}”"


TITLE = 90
"""Most characters of a title that a question repeats."""


def shortened(words: str, most: int = TITLE) -> str:
    """The words on one line, cut after a whole word, with an ellipsis where they were cut."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    whole = head if line[most - 1] == " " else head.rpartition(" ")[0]
    return (whole or head).rstrip(" ,;:.-") + "…"


def having(text: Text, *signals: str) -> tuple[Sentence, ...]:
    """The sentences that carry any of these signals and say something."""
    return tuple(sentence for sentence in text.having(*signals) if not sentence.blank)


def listed(names: Iterable[str], most: int = 3) -> str:
    """`a, b and c`, and how many more there are."""
    everything = list(dict.fromkeys(names))
    shown, more = everything[:most], len(everything) - most
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""
