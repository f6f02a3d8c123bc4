"""
Two statements in the ticket cannot both hold.

## What it checks
Whether the ticket gives two numbers for the same limit, calls the same thing both required and optional, or on by
default and off by default. What is written under *current* or *actual* is not compared with what is wanted. Nor are two
statements compared when one of them names something else before its limit (the connect timeout, the read timeout) or is
under a heading of its own.

## Why it matters
Whoever takes over the ticket can satisfy only one of the two, and learns at the review which one was meant.

## How to close the gap
Decide which of the two holds, and correct the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from checks.language.lexicon import function_words
from checks.language.phrasing import Phrased, phrasings
from checks.language.text import Sentence
from checks.language.words import words_of
from checks.observing import quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_VALUE = r"(?P<number>\d(?<!\d\d)[\d.,]{0,20}+)\s*+(?P<unit>ms|s|kb|mb|gb|%|«limit_unit»)(?!\w)"
"""A number is tried once, from its first digit; otherwise each digit of a long one would be tried with each end."""
_LIMITED = Phrased(_VALUE)
"""How every limit ends."""
_LIMIT = Phrased(r"\b(?P<what>«limit_name»)\s*(?:«limit_is»|:|=|,)?\s*(?:«limit_about»)?\s*" + _VALUE)
_STATE = Phrased(
    r"[`\"“]?(?P<what>[^\W\d][\w.-]{2,40})[`\"”]?(?: (?:«setting_word»))? (?:«state_is») (?:(?P<need>«needed»)|(?P<free>«unneeded»)"
    r"|(?P<on>(?:«switched_on») (?:«by_default»)|(?:«by_default») (?:«switched_on»)\b)"
    r"|(?P<off>(?:«switched_off») (?:«by_default»)|(?:«by_default») (?:«switched_off»)\b)"
    r"|(?P<exact>case-sensitive)|(?P<loose>case-insensitive))"
)
_AXES = {"need": "must", "free": "must", "on": "default", "off": "default", "exact": "case", "loose": "case"}
"""Which states contradict each other."""
_OTHER_CASE = Phrased(r"\b(?:«other_case»)\b")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")


def check(case: Case, options: Options) -> Observation:
    stated: dict[_About, tuple[str, Sentence]] = {}
    low = case.text.spoken.lower()
    limits, states = _LIMITED.search(low) is not None, _names_state(low)
    for sentence in case.text.said if limits or states else ():
        for about, value in _claims(sentence, limits, states):
            before = stated.setdefault(about, (value, sentence))
            if before[0] != value and before[1] is not sentence:
                return _gap(about.what, before[1], sentence)
    return (
        Met() if stated else NotApplicable("The ticket states no limits or defaults that could contradict each other.")
    )


class _About(NamedTuple):
    """What a statement is about: two are compared when all of this is the same."""

    what: str
    axis: str
    """The unit of a limit, or which pair of states it is about."""
    named: frozenset[str]
    """What else the sentence names before it: a plan, a path, the kind of time-out."""
    part: str
    """The heading above it, unless that is a usual part of a ticket."""


def _gap(what: str, first: Sentence, second: Sentence) -> Gap:
    return Gap(
        message=f"Two statements about {what} cannot both hold.",
        remedy=f"Decide which of the two statements about {what} holds, and correct the other.",
        evidence=quotes((first, second)),
        question=f"Which of the two statements about {what} holds?",
    )


def _is_wanted(sentence: Sentence) -> bool:
    """A plain statement about the result: not about today, and not about one case among others."""
    return (
        not sentence.labels & {"actual", "problem", "steps", "environment"}
        and "current" not in sentence.signals
        and not _OTHER_CASE.search(sentence.text)
    )


def _claims(sentence: Sentence, limits: bool, states: bool) -> Iterator[tuple[_About, str]]:
    """What is said about what, and the value."""
    limits = limits and _LIMITED.search(sentence.text) is not None
    states = states and _names_state(sentence.text.lower())
    if not (limits or states) or not _is_wanted(sentence):
        return
    part = "" if sentence.labels else sentence.heading.casefold()
    if limits:
        for found in _LIMIT.pattern.finditer(sentence.text):
            unit = found["unit"].lower().rstrip("s") or "s"
            what = " ".join(found["what"].lower().split())
            yield _About(what, unit, _named(sentence, found), part), _THOUSANDS.sub("", found["number"].rstrip(".,"))
    if states:
        for found in _STATE.pattern.finditer(sentence.text):
            what, state = found["what"].lower(), found.lastgroup or ""
            if what not in phrasings()["pointing"]:
                yield _About(what, _AXES[state], _named(sentence, found), part), state


def _names_state(low: str) -> bool:
    """The words, which are in lower case, name some state. In most tickets they name none."""
    return any(mark in low for mark in _marks())


@cache
def _marks() -> tuple[str, ...]:
    return (*phrasings()["needed"], *phrasings()["unneeded"], *phrasings()["by_default"], "case-")


def _named(sentence: Sentence, found: re.Match[str]) -> frozenset[str]:
    before = words_of(sentence.text[: found.start()])
    return frozenset([word for word in before if word not in function_words() and word not in _settings()])


@cache
def _settings() -> frozenset[str]:
    """*The field `amount`* is `amount`."""
    return frozenset(phrasings()["setting_word"])


RULE = Rule(
    code="DOD311",
    name="contradiction",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a decision",
    examples=(
        Example(
            "gives two time-outs",
            "Give up on slow banks",
            "Refunds hang on slow banks. The timeout is 30 seconds.\n\n## Acceptance criteria\n- A timeout of 60 seconds is logged.",
            says="Two statements about timeout cannot both hold.",
            cure="A timeout of 30 seconds is logged.",
            instead="A timeout of 60 seconds is logged.",
        ),
        Example(
            "calls a field required and optional",
            "Store the refund reason",
            "Support cannot see why a refund was made. The reason is required.\n\n## Acceptance criteria\n- The reason is optional.",
            says="Two statements about reason cannot both hold.",
            cure="- A refund without a reason is refused.",
            instead="- The reason is optional.",
        ),
        Example(
            "gives today's number and the wanted one",
            "Give up earlier on slow banks",
            "Currently the timeout is 60 seconds. The timeout is 30 seconds after this change.",
            outcome="met",
        ),
        Example(
            "limits one thing and another",
            "Give up on slow banks",
            "Refunds hang on slow banks. The connect timeout is 5 seconds. The read timeout is 30 seconds.\n\nThe free plan has a maximum file size of 10 MB. The pro plan has a maximum file size of 100 MB.",
            outcome="met",
        ),
        Example(
            "writes one number in two ways",
            "Import in batches",
            "Imports take hours. The batch size is 1000 rows.\n\n## Acceptance criteria\n- The batch size is 1,000 rows.",
            outcome="met",
        ),
        Example(
            "states nothing twice",
            "Show the order number on receipts",
            "Support cannot tell receipts apart.",
            outcome="not_applicable",
        ),
    ),
)
