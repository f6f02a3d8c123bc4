"""Sentences that state an edge case of what is wanted outright: what happens with nothing, or with something wrong or
unknown."""

from __future__ import annotations

import re

from checks.language.kind import kind_named
from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import quote
from checks.rule import Case, Evidence

_BORDER = Phrased(r"\W*(?:(?:«border_opens»)\b[^.?]{0,60}?\b(?:«border_lacks»)|(?:«border_subject»))")
"""How such a sentence opens. Further inside a sentence, the same words mostly say what goes wrong today."""
_IS_CASE = re.compile(r"[^:]{3,40}: \w")
"""*Unknown user: the defaults.* What follows the colon is what happens in the case before it, however few words it
has."""
_REFUSES = Phrased(r"\b(?:«border_refuses»)\b")
_KEEPS = Phrased(r"\b(?:«border_keeps»)")
_STAYS = Phrased(r"\b(?:«must_stay»)")
_APART = Phrased(r"\W*(?:«scope_opens»)\b")
_IN_CASE = Phrased(r"\W*(?:«border_opens»)\b")
_CLAUSES = re.compile(r";\s")
_TODAY = frozenset({"current", "used_to_work", "story", "question"})
"""Concepts of a sentence about how things are, or about who wants something."""
LEAST = 5
"""Least words. Fewer name a case but not what happens in it."""
SAID = 3
"""Least words of a sentence that says by itself what stays: *Not for drafts.*"""
NAMED = 2
"""The same for a bug: *Credit notes likewise.*"""


def border(case: Case) -> Evidence | None:
    """The first such sentence. None for a bug, where it would say what goes wrong."""
    found = at_border(case)
    return quote(found) if found else None


def at_border(case: Case) -> Sentence | None:
    """The sentence that `border` quotes."""
    if _is_bug(case):
        return None
    told = (one for one in _told(case, least=SAID) if one.words >= LEAST or _IS_CASE.match(one.text))
    bordering = (one for one in told if _opens_at_border(one.text) and not one.signals & _TODAY)
    return next(bordering, None) or _told_later(case, _REFUSES)


def _opens_at_border(text: str) -> bool:
    return any(_BORDER.match(clause) for clause in _CLAUSES.split(text))


def kept(case: Case) -> Evidence | None:
    """What stays as it is; for a bug, what is expected besides the fix."""
    if _is_bug(case):
        return _beside(case)
    found = _told_later(case, _KEEPS, least=SAID) or _told_later(case, _STAYS, least=SAID)
    return quote(found) if found else None


def _is_bug(case: Case) -> bool:
    return case.kind == "bug" and kind_named(case.ticket.issue_type) not in ("feature", "task")


def _told(case: Case, start: int = 0, least: int = LEAST) -> list[Sentence]:
    body = [one for one in case.text.said if one.block >= 0]
    return [one for one in body[start:] if one.words >= least and "?" not in one.text]


def _told_later(case: Case, words: Phrased, least: int = LEAST) -> Sentence | None:
    """A sentence with such words. Not the first one, which mostly says how things are."""
    told = (one for one in _told(case, 1, least) if one.signals.isdisjoint({"used_to_work", "story", "cause"}))
    return next((one for one in told if words.search(one.text)), None)


def _beside(case: Case) -> Evidence | None:
    """*In online games it never stops*, *an unknown code is still refused*: said after what is expected, about another
    place or case: what does not happen there, or what happens instead."""
    expected = [one for one in case.text.under("expected") if "actual" not in one.labels and "?" not in one.text]
    told = (one for one in expected[1:] if one.words >= LEAST and "cause" not in one.signals)
    found = next((quote(one) for one in told if _is_beside(one)), None)
    return found or _staying(case)


def _staying(case: Case) -> Evidence | None:
    """*The old printer prints it right, that must stay so*: anywhere except in what is wrong and how to see it."""
    told = (
        one
        for one in _told(case, 1, NAMED)
        if one.labels.isdisjoint({"actual", "steps"}) and "cause" not in one.signals
    )
    return next((quote(one) for one in told if _STAYS.search(one.text)), None)


def _is_beside(one: Sentence) -> bool:
    apart = "negation" in one.signals and _APART.match(one.text)
    return bool(apart or _IN_CASE.match(one.text) or _opens_at_border(one.text) or _REFUSES.search(one.text))
