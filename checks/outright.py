"""What a ticket says outright to answer the two questions that may stop the work by themselves: an estimate has a say
only where all that is said is two short criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from checks.borders import at_border
from checks.interface import renamed
from checks.language.model import model
from checks.language.phrasing import Phrased
from checks.language.statements import put_right, saying, stated, statements
from checks.language.text import Sentence, Text
from checks.rule import Case, Evidence

_SHOULD = Phrased(r"^\W*(?:«asks_what»)\b.{0,30}\b(?:«ought»)\b")
"""A heading that asks what should happen, in any wording."""
_WORKS = Phrased(r"\b(?:«works»)\b")
SHORT = 8
"""Words. A longer criterion says what must hold even if it contains a vague word."""


def problem(case: Case) -> Sentence | None:
    """What is wrong today or who needs the change (CTX101), in words that can be quoted as that."""
    text = case.text
    told = stated(text, "problem", "context", "actual", least=5)
    # Who wants it and what for, or how it is today and what is wrong with that.
    return told or saying(text, "story", "purpose", least=12) or saying(text, "current", "problem", least=5)


def reason(case: Case) -> Sentence | None:
    """Words from which a reader learns why the work is wanted, even if that is not what they set out to say."""
    # For a bug, the actual result as opposed to the expected one is what is wrong, however few its words.
    wrong = stated(case.text, "actual", least=2) or tried(case.text) if case.kind == "bug" else None
    told = problem(case) or _story(case.text) or _situation(case.text) or _fault(case) or wrong
    return told or _called_for(case.text) or _misspelt(case.text)


def tried(text: Text) -> Sentence | None:
    """*Hover a bar of the chart: the tooltip flickers.* What to do, and what happens then."""
    body = (one for one in text.said if one.block >= 0 and "action" in one.opens and "?" not in one.text)
    return next((one for one in body if _TRIED.match(one.text)), None)


_TRIED = re.compile(r"[^:→]{12,200}(?:: |→ ?|[-=]> ?)\w")


def _misspelt(text: Text) -> Sentence | None:
    """*There is a typo on the page*: nobody needs to be told why that is wrong."""
    return next((one for one in text.said if _MISSPELT.search(one.text)), None)


_MISSPELT = Phrased(r"\b(?:«misspelt»)")


def _called_for(text: Text) -> Sentence | None:
    """*Partners ask for invoices by mail.*, *The chip reaches its end of life.*: who asks for it, or what forces it."""
    body = (one for one in text.said if one.block >= 0 and one.words >= FAULT and "?" not in one.text)
    return next((one for one in body if _CALLED_FOR.search(one.text)), None)


_CALLED_FOR = Phrased(r"^\W*(?:«they_ask»)|\b(?:«forced»)")


def _fault(case: Case) -> Sentence | None:
    """*Search is slow.*: what is wrong today in a few words, without any wish. In a bug, a *that* or a *damit* does not
    state a purpose: *Manche sagen, dass sie abstürzt.*"""
    body = (one for one in case.text.having("problem") if one.block >= 0 and not one.blank and one.words >= FAULT)
    asks = _WISHED | (_ASKED - {"purpose"} if case.kind == "bug" else _ASKED)
    return next((one for one in body if _is_fault(one, asks) and "?" not in one.text), None)


def _is_fault(one: Sentence, asks: Set[str]) -> bool:
    """It contains no word of asking, or does not open with one and is not about an error that callers are to get: *an
    event for iOS that is not implemented for Android*."""
    if one.signals.isdisjoint(asks):
        return True
    told = one.opens.isdisjoint(_ASKED | {"request", "research"})
    return told and one.signals.isdisjoint(_WISHED | _DOUBTED | {"negative", "failure"})


FAULT = 3
"""Least words of a sentence that names a fault."""


def _situation(text: Text) -> Sentence | None:
    """How it is today, or when something happens, without any wish: what calls for the work. Where the model found no
    reason, readers found one in seven of eight tickets that say this."""
    body = [one for one in text.having("current", "condition") if one.block >= 0 and not one.blank]
    return next((one for one in body if _is_today(one) or _tells_when(one)), None)


def _is_today(one: Sentence) -> bool:
    return "current" in one.signals and one.words >= TODAY and "filler" not in one.signals


def _tells_when(one: Sentence) -> bool:
    return one.words >= SITUATION and not one.listed and one.signals.isdisjoint(_WISHED)


TODAY, SITUATION = 5, 8
"""Least words of a sentence about today, and of one that gives both a condition and what happens under it."""
_WISHED = frozenset({"want", "expected", "filler"})
_DOUBTED = frozenset({"purpose", "hedge", "dangling"})
_ASKED = _DOUBTED | {"create", "builds", "alters", "maintain", "fix"}
"""Concepts of a sentence that asks for something, or is unsure of it."""


def _story(text: Text) -> Sentence | None:
    """Somebody and what they want, in enough words that the gain is plain: of six such tickets with nothing else,
    readers found a reason in five."""
    return next(
        (one for one in text.having("story") if "story" in one.opens and one.words >= TOLD and not one.blank), None
    )


TOLD = 14
"""Least words of a story that says what is gained without a *so that*."""


def upgrade(case: Case) -> Sentence | None:
    """*Upgrade Jetty to 9.4.52*, *Rename ShopCart to Basket*: a title that gives the version to go to, or the old and
    the new name, says what is wanted and when it is reached."""
    title = case.text.title
    if case.kind == "bug" or title is None:
        return None
    if _VERSION.search(title.text) and _UPGRADES.search(title.text):
        return title
    return title if renamed(case) else None


_UPGRADES = Phrased(r"\b(?:«upgrades»)\b")
_VERSION = re.compile(r"\b[vV]?\d+(?:\.(?:\d+|[xX]\b))+|\b[vV]\d+\b")


def criterion(case: Case) -> Sentence | None:
    """What a reviewer can hold the result to (DOD302): criteria, what a spike delivers, the exact words that should
    appear."""
    exact = exact_words(case.text) if case.kind in ("bug", "docs") else None
    return _criteria(case) or handed_back(case) or upgrade(case) or _bordered(case) or exact


def _bordered(case: Case) -> Sentence | None:
    """*Without a picture show the initials*: a ticket that says why, and what happens in an edge case, has said what is
    wanted."""
    if case.kind == "bug" or _hopeless(case) or reason(case) is None:
        return None
    found = at_border(case)
    return found if found and not hollow(found) else None


_VALUE = Phrased(r"\b(?:«ought_to_be») (?:[`'\"“„«‘]|https?://|\d)")


def exact_words(text: Text) -> Sentence | None:
    """The exact words or value that should be there once it is fixed: *It should be `/latest`*, *… 31.0*."""
    valued = (one for one in text.said if one.block >= 0 and _VALUE.search(one.text))
    return put_right(text) or next(valued, None)


def _criteria(case: Case) -> Sentence | None:
    """Criteria that are not vague: at least two, unless the whole is hopeless, or one that names something, holds a
    number or is long. For a bug, any sentence that says what should be there instead."""
    said = [*statements(case.text, "acceptance", "expected", least=4), *_under_should(case.text)]
    firm = [one for one in said if _firm(one)]
    hopeless = _hopeless(case)
    exact = next(
        (one for one in firm if _exact(one) or (one.words > SHORT and not (hopeless and "vague" in one.signals))), None
    )
    return exact or (firm[0] if len(firm) > 1 and not hopeless else _put_right_by(case))


def _exact(one: Sentence) -> bool:
    return bool(one.names) or any(map(str.isdigit, one.text))


def _hopeless(case: Case) -> bool:
    """Nothing could be started from the ticket as a whole: *CRUD is available* and *the design is modern* do not change
    that."""
    return case.kind != "bug" and case.text.estimates.get("readiness", 1.0) < model().questions["readiness"].sure_at


def _under_should(text: Text) -> Iterator[Sentence]:
    return (one for one in text.said if one.heading and _SHOULD.match(one.heading) and "filler" not in one.signals)


def _put_right_by(case: Case) -> Sentence | None:
    if case.kind != "bug":
        return None
    said = (*statements(case.text, "expected", least=3), *_under_should(case.text))
    return next(
        (
            one
            for one in said
            if "vague" not in one.signals and not hollow(one) and not (one.words < SHORT and _WORKS.search(one.text))
        ),
        None,
    )


def scenario(text: Text, *, fenced: bool) -> Evidence | None:
    """*Given, when, then* as a snippet, or with `fenced` only as one that is set off as such: running through it shows
    whether it holds."""
    found = (one for one in text.snippets if one.kind == "gherkin" and not one.problem and (one.fenced or not fenced))
    return next((Evidence(one.text, one.where) for one in found), None)


def handed_back(case: Case) -> Sentence | None:
    """For a spike with an end: what is to be delivered, which a reviewer can ask for."""
    timed = case.kind == "spike" and case.text.having("time_box")
    return case.text.first("handover") if timed else None


def _firm(sentence: Sentence) -> bool:
    told = "vague" not in sentence.signals or sentence.names or sentence.words > SHORT
    return bool(told) and not hollow(sentence)


def hollow(sentence: Sentence) -> bool:
    """*Notifications are delivered reliably*, *the solution is well documented*: a short criterion that names nothing,
    holds no number, and says no more of the result than that it is good."""
    # Of a scenario, only how it ends.
    said = sentence.text.rpartition(",")[2] if "given" in sentence.opens else sentence.text
    if sentence.names or len(said.split()) > HOLLOW or any(map(str.isdigit, sentence.text)):
        return False
    return _HOLLOW.search(said) is not None


_HOLLOW = Phrased(r"\b(?:«hollow»)")
HOLLOW = 12
"""Most words. A longer criterion also says what is good about the result."""
