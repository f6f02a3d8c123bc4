"""Which language words are written in, judged by each language's function words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checks.language.lexicon import function_words, lexicons
from checks.language.model.leanings import leanings

FEW = 2
"""Function words needed before a language is believed over the ticket's own."""
SHARE = 0.08
"""Least share of function words of the language among the words, in running text."""


def tally(words: Sequence[str]) -> dict[str, int]:
    """How many of the words are function words of each language."""
    counts: dict[str, int] = {}
    for languages in filter(None, map(function_words().get, words)):
        for code in languages:
            counts[code] = counts.get(code, 0) + 1
    return counts


def together(tallies: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The tally of all the words whose tallies these are."""
    counts: dict[str, int] = {}
    for one in tallies:
        for code, count in one.items():
            counts[code] = counts.get(code, 0) + count
    return counts


ENOUGH = 60
"""So many words show the language of any text: what follows them is not counted against it."""


def language_of(words: Sequence[str], counts: Mapping[str, int] | None = None) -> str | None:
    """The ISO 639-1 code, or None when no lexicon covers the words.

    A few words without any function word, as in a title, are read as the language whose lexicon knows most of them; as
    English before that, where nearly all are common English words.
    """
    counts = tally(words) if counts is None else counts
    best = clear_winner(counts)
    if best and counts[best] >= SHARE * ENOUGH:
        return best if best in lexicons() else None
    letters = [word for word in words if not word.isdigit()]
    some = letters[:ENOUGH]
    if _plainly_english(some):
        return "en"
    told = best is not None and counts[best] >= SHARE * len(some)
    tied = [code for code in counts if counts[code] == counts[best] and code in lexicons()] if best and told else []
    if told and len(tied) < 2:
        return best if best in lexicons() else None
    known = {
        code: sum(_weight(word) for word in some if lexicon.signals.knows(word)) for code, lexicon in lexicons().items()
    }
    if told:  # *on* is a word of three languages: the other words decide between them
        return max(tied, key=lambda code: (known[code], code == "en"))
    top = clear_winner(known)
    if top and known[top] * 4 >= sum(map(_weight, some)):
        return top
    return "en" if not letters or (known["en"] and not any(map(_foreign, letters))) else None


def clear_winner(counts: Mapping[str, int]) -> str | None:
    """The code with the most hits, English where it ties with another; None when there was no hit."""
    if not counts:
        return None
    most = max(counts.values())
    first = [code for code, count in counts.items() if count == most]
    if most == 0:
        return None
    return "en" if "en" in first else min(first, key=lambda code: (code not in lexicons(), code))


def _plainly_english(words: Sequence[str]) -> bool:
    """Whether three quarters of the words, and at least two, are common English words. Single letters and function
    words do not count, because one language's occur in another's names and symbols ("s-c-d", "CI", "Ti.Media")."""
    telling = [word for word in words if len(word) > 1 and word not in function_words()]
    known = sum(map(leanings().knows, telling))
    return known >= 2 and known * 4 >= len(telling) * 3


def _weight(word: str) -> int:
    """Letters, with those beyond the Latin ones counted three times: such scripts say more with each and have fewer
    spaces."""
    return len(word) if max(word) < "\u0250" else 3 * len(word)


def _foreign(word: str) -> bool:
    return not word.isascii()
