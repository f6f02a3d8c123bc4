"""
Two statements of the ticket cannot both hold.

## What it checks
Whether the ticket gives two numbers for the same limit, calls the same thing both required and optional, or on by default
and off by default. What stands under *current* or *actual* is not set against what is wanted, nor are statements of which one
names something else before its limit (the connect timeout, the read timeout) or stands under a heading of its own.

## Why it matters
Whoever takes the ticket over can satisfy only one of the two, and learns at the review which one was meant.

## How to close the gap
Decide which of the two holds, and correct the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checks.language.lexicon import function_words
from checks.language.text import Sentence
from checks.language.words import words_of
from checks.observing import quotes, said
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_UNIT = r"(?P<unit>ms|milliseconds?|s|sec(?:onds?)?|min(?:utes?)?|hours?|days?|weeks?|months?|kb|mb|gb|%|characters?|rows?|items?|entries|attempts?|retries|times)"
_LIMIT = re.compile(
    r"(?i)\b(?P<what>time-?out|maximum(?: \w+){1,3}?|max(?:imum)? (?:size|length|age|number|\w+)|minimum(?: \w+){1,3}?|page size|rate limit|"
    r"size limit|retention(?: period)?|expir(?:es|y)|interval|batch size|retry limit|session lifetime)"
    rf"\s*(?:is|are|must be|should be|of|after|to|:|=|,)?\s*(?:set to|at most|exactly|about)?\s*(?P<number>\d[\d.,]*)\s*{_UNIT}\b"
)
_VALUE = re.compile(rf"\d[\d.,]*\s*{_UNIT}\b")
"""What every limit ends with, in lower case."""
_LIMIT_MARKS = ("time", "max", "min", "size", "limit", "retention", "expir", "interval")
_DIGIT = re.compile(r"\d")
_STATE = re.compile(
    r"(?i)[`\"“]?(?P<what>[A-Za-z_][\w.-]{2,40})[`\"”]?(?: field| parameter| flag| option| setting| header)? "
    r"(?:is|are|must be|should be|stays|remains) (?P<state>required|mandatory|optional|enabled by default|disabled by default|"
    r"on by default|off by default|case-sensitive|case-insensitive)"
)
_OPPOSITE = {
    "required": "need",
    "mandatory": "need",
    "optional": "free",
    "enabled by default": "on",
    "on by default": "on",
    "disabled by default": "off",
    "off by default": "off",
    "case-sensitive": "exact",
    "case-insensitive": "loose",
}
_STATE_MARKS = ("required", "mandatory", "optional", " by default", "case-")
_AXES = {"need": "must", "free": "must", "on": "default", "off": "default", "exact": "case", "loose": "case"}
_OTHER_CASE = re.compile(
    r"(?i)\b(?:if|when|unless|except|for|from|instead|currently|today|was|were|old|new|previous\w*|otherwise|only)\b"
)


_POINTING = frozenset(
    {"this", "that", "these", "those", "which", "it", "they", "one", "both", "each", "field", "value", "there", "what"}
)
"""Words that stand for whatever was spoken of before."""
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")


def check(case: Case, options: Options) -> Observation:
    stated: dict[_About, tuple[str, Sentence]] = {}
    low = case.text.spoken.lower()
    limits = [mark for mark in _LIMIT_MARKS if mark in low]
    if limits and not _VALUE.search(low):
        limits = []
    states = [mark for mark in _STATE_MARKS if mark in low]
    for sentence in said(case.text) if limits or states else ():
        for about, value in _claims(sentence, limits, states):
            before = stated.setdefault(about, (value, sentence))
            if before[0] != value and before[1] is not sentence:
                return _gap(about.what, before[1], sentence)
    return (
        Met() if stated else NotApplicable("The ticket states no limits or defaults that could contradict each other.")
    )


class _About(NamedTuple):
    """What a statement is of: two are set against each other when all of this is the same."""

    what: str
    axis: str
    """The unit of a limit, or which of two states it is of."""
    named: frozenset[str]
    """What else the sentence names before it: a plan, a path, the kind of time-out."""
    part: str
    """The heading it stands under, where that is no usual part of a ticket."""


def _gap(what: str, first: Sentence, second: Sentence) -> Gap:
    return Gap(
        message=f"Two statements about {what} cannot both hold.",
        remedy="Decide which of the two holds, and correct the other.",
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


def _claims(sentence: Sentence, limit_marks: Sequence[str], state_marks: Sequence[str]) -> Iterator[tuple[_About, str]]:
    """What is said of what, and the value."""
    low = sentence.text.lower()
    limits = any(mark in low for mark in limit_marks) and _DIGIT.search(low) is not None
    states = any(mark in low for mark in state_marks)
    if not (limits or states) or not _is_wanted(sentence):
        return
    part = "" if sentence.labels else sentence.heading.casefold()
    if limits:
        for found in _LIMIT.finditer(sentence.text):
            unit = found["unit"].lower().rstrip("s") or "s"
            what = " ".join(found["what"].lower().split())
            yield _About(what, unit, _named(sentence, found), part), _THOUSANDS.sub("", found["number"].rstrip(".,"))
    if states:
        for found in _STATE.finditer(sentence.text):
            what, state = found["what"].lower(), _OPPOSITE[found["state"].lower()]
            if what not in _POINTING:
                yield _About(what, _AXES[state], _named(sentence, found), part), state


def _named(sentence: Sentence, found: re.Match[str]) -> frozenset[str]:
    before = words_of(sentence.text[: found.start()])
    return frozenset([word for word in before if word not in function_words()])


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
            "sets today's number against the wanted one",
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
