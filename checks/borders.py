"""Sentences that tell a border of what is wanted outright: what happens with nothing, with something wrong or unknown."""

from __future__ import annotations

from checks.language.kind import kind_named
from checks.language.phrasing import Phrased
from checks.observing import quote
from checks.rule import Case, Evidence

_BORDER = Phrased(r"\W*(?:(?:«border_opens»)\b[^.?]{0,60}?\b(?:«border_lacks»)|(?:«border_subject»))")
"""How such a sentence opens. Inside one, the same words tell mostly of what goes wrong today."""
_TODAY = frozenset({"current", "used_to_work", "story", "question"})
"""Concepts of a sentence about how things are, or about who wants something."""
LEAST = 5
"""Words. Fewer name a case and not what happens in it."""


def border(case: Case) -> Evidence | None:
    """The first such sentence; of a bug none is taken, for there it tells what goes wrong."""
    if case.kind == "bug" and kind_named(case.ticket.issue_type) not in ("feature", "task"):
        return None
    told = (one for one in case.text.said if one.block >= 0 and one.words >= LEAST and _BORDER.pattern.match(one.text))
    return next((quote(one) for one in told if not one.signals & _TODAY and "?" not in one.text), None)
