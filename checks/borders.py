"""Sentences that tell a border of what is wanted outright: what happens with nothing, with something wrong or unknown."""

from __future__ import annotations

import re

from checks.language.kind import kind_named
from checks.observing import quote
from checks.rule import Case, Evidence

_BORDER = re.compile(
    r"(?i)\W*(?:(?:if|when|for|with|in case|jos|om|vid|med|wenn|falls|bei|si|avec|quand|con|cuando)\b[^.?]{0,60}?"
    r"\b(?:empty|invalid|unknown|missing|wrong|unreadable|duplicate|not valid|not found|does not (?:exist|answer)|fails|is down|tyhj"
    r"|virheelli|tuntemat|puuttu|ei (?:vastaa|löydy)|tomt?\b|ogiltig|okän|saknas|svarar inte|leer|ungültig|unbekannt|fehl(?:t|en)|nicht antwortet"
    r"|vide|invalide|inconnu|illisible|manqu|n'est pas valide|ne répond pas|vací|inválid|desconocid|no es válid|falta|no responde)"
    r"|(?:(?:an?|the|en|ett|eine?|une?|una?) )?(?:unknown|invalid|empty|missing|unreadable|duplicate|tuntema(?:ton|ttomat)|virheelli(?:nen|set)"
    r"|tyhjä|okän[dt]a?|ogiltigt?a?|tomma|unbekannte\w?|ungültige\w?|leere\w?)\b|an? \w+ without\b"
    r"|(?:une?|una?) \w+ (?:inconnue?|invalide|vide|illisible|desconocid[oa]|inválid[oa]|vací[oa])\b|more than \d)"
)
"""How such a sentence opens. Inside one, the same words tell mostly of what goes wrong today."""
_TODAY = frozenset({"current", "used_to_work", "story", "question"})
"""Concepts of a sentence about how things are, or about who wants something."""
LEAST = 5
"""Words. Fewer name a case and not what happens in it."""


def border(case: Case) -> Evidence | None:
    """The first such sentence; of a bug none is taken, for there it tells what goes wrong."""
    if case.kind == "bug" and kind_named(case.ticket.issue_type) not in ("feature", "task"):
        return None
    told = (one for one in case.text.said if one.block >= 0 and one.words >= LEAST and _BORDER.match(one.text))
    return next((quote(one) for one in told if not one.signals & _TODAY and "?" not in one.text), None)
