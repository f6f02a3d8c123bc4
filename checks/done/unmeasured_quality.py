"""
A quality is wanted, and no number says how much of it is enough.

## What it checks
Whether the wanted result is *fast*, *scalable*, *user-friendly* or the like, and no statement gives a number with its
unit for what is wanted, or names something to compare with. Bugs, investigations and documentation are left out.

## Why it matters
Everyone agrees that it should be fast, and everyone has a different number in mind. The work is done when the time runs
out.

## How to close the gap
Give the number and its unit, under which load, and how it is measured.
"""

from __future__ import annotations

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import having, quotes, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_NUMBER = Phrased(r"(?<![\w.])\d[\d.,]*\s?(?:%|ms|s|h|x|kb|mb|gb|px|«unit»)\b|\b\d+ ?%|\bp9\d\b")


def check(case: Case, options: Options) -> Observation:
    if case.kind in ("bug", "spike", "docs"):
        return NotApplicable("This kind of work is not measured by a quality.")
    if unread := wordless(case):
        return unread
    wanted = [sentence for sentence in having(case.text, "quality") if _is_wanted(sentence)]
    if not wanted:
        return NotApplicable("No quality is asked for.")
    if measured := [sentence for sentence in case.text.sentences if _measures(sentence)]:
        return Met(quotes(measured, 1))
    return Gap(
        message="A quality is wanted, and no number says how much is enough.",
        remedy="Give a number and its unit for what is wanted, under which load, and how it is measured.",
        evidence=quotes(wanted, 2),
        question="From which number on is it good enough?",
        template="Good enough: ‹what is measured› is at most ‹number and unit› with ‹load or data›, measured by ‹how›.",
    )


def _measures(sentence: Sentence) -> bool:
    """It gives a number for what is wanted, rather than for what is wrong today."""
    return bool(_NUMBER.search(sentence.text)) and not sentence.signals & {"problem", "current"}


def _is_wanted(sentence: Sentence) -> bool:
    return sentence.words <= LONGEST and (
        bool(sentence.labels & {"acceptance", "expected"})
        or ("expected" in sentence.signals and not sentence.signals & {"purpose", "story"})
    )


LONGEST = 35
"""Words of a sentence that states a wish."""

RULE = Rule(
    code="DOD305",
    name="unmeasured-quality",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    examples=(
        Example(
            "wants search to be fast",
            "Search orders by customer",
            "Support scrolls through orders today. They type a customer's name and see the orders. The search must be fast.",
            says="A quality is wanted, and no number says how much is enough.",
            cure="The search answers within 300 ms for a customer with 10,000 orders, measured by `make bench`.",
            instead="The search must be fast.",
        ),
        Example(
            "says how fast",
            "Search orders by customer",
            "They type a customer's name and see the orders. The search must be fast: under 300 ms with 10,000 orders.",
            outcome="met",
        ),
        Example(
            "asks for no quality",
            "Show the order number on receipts",
            "Support cannot tell receipts apart. The title shows the order number.",
            outcome="not_applicable",
        ),
        Example(
            "will es schnell, ohne Zahl",
            "Bestellungen nach Kunde suchen",
            "Der Support blättert heute durch alle Bestellungen. Die Suche nach dem Namen muss schnell sein.",
            says="A quality is wanted, and no number says how much is enough.",
            cure="Die Suche muss bei 10.000 Bestellungen in 300 ms antworten.",
            instead="Die Suche nach dem Namen muss schnell sein.",
        ),
        Example(
            "quiere que sea rápido, sin número",
            "Buscar pedidos por cliente",
            "El soporte recorre hoy todos los pedidos. La búsqueda por nombre debe ser rápida.",
            says="A quality is wanted, and no number says how much is enough.",
            cure="La búsqueda debe responder en 300 ms con 10.000 pedidos.",
            instead="La búsqueda por nombre debe ser rápida.",
        ),
    ),
)
