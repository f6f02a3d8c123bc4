"""
A limit matters and has no number.

## What it checks
Whether a limit that the work is to set or keep (a rate, a size, a page, a time-out, a latency) has a number.

## Why it matters
*Limit the upload size* is met by any number, and the one that whoever builds it happens to pick comes to light when a
customer runs into it.

## How to close the gap
Write the number with its unit, and what happens beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from checks.interface import line
from checks.language.text import Sentence
from checks.observing import quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.touching import read, spared, stating

NUMBER = re.compile(r"(?<![\w.#-])\d+(?![\w.-]*[A-Za-z]-)")
_MEASURED = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)? ?(?:ms|s|min|h|[kMG]i?B|%|px|(?:r|req)/s|rps)(?!\w)")
"""A number with a unit symbol."""
WISHED = frozenset({"create", "maintain", "want", "acceptance", "expected", "alters", "failure", "negative"})


def check(case: Case, options: Options) -> Observation:
    if spare := spared(case):
        return spare
    limits = [sentence for sentence in stating(case, "limit") if sentence.signals & WISHED]
    if not limits:
        return NotApplicable("No limit is to be set or kept.")
    answers = {contract.name for contract in read(case, "status")}
    if numbered := [one for one in _near(case, limits) if _holds_a_number(one, answers)]:
        return Met(quotes(numbered))
    if shown := line(case, _MEASURED):
        return Met((shown,))
    if any("settable" in sentence.signals for sentence in limits):
        return NotApplicable("The limit is for whoever runs the software to set.")
    return Gap(
        message="A limit is asked for without a number.",
        remedy="Write the limit as a number with its unit, and what happens beyond it.",
        evidence=quotes(limits),
        question="What is the limit, as a number with its unit, and what happens beyond it?",
        template="Limit: ‹number and unit›; beyond it ‹what happens›.",
    )


def _holds_a_number(sentence: Sentence, answers: Collection[str]) -> bool:
    """In digits, except the codes of responses, or in words."""
    return "number_word" in sentence.signals or bool(set(NUMBER.findall(sentence.text)).difference(answers))


def _near(case: Case, limits: list[Sentence]) -> list[Sentence]:
    """The sentences of the same and the neighbouring blocks, and those that measure something."""
    places = {(sentence.where, sentence.block + step) for sentence in limits for step in (-1, 0, 1)}
    return [
        sentence
        for sentence in (*case.text.sentences, *case.text.comments)
        if not sentence.blank
        and (
            (sentence.where, sentence.block) in places
            or sentence.signals & {"limit", "quantity"}
            or _MEASURED.search(sentence.text)
        )
    ]


RULE = Rule(
    code="CON208",
    name="unquantified-limit",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a word",
    examples=(
        Example(
            "limits uploads without saying to what",
            "Limit the file size of receipts",
            "Large receipts block the scanner. `POST /receipts` must reject files over a maximum size.",
            says="A limit is asked for without a number.",
            cure="Limit: 10 MB; beyond it the answer is 413.",
        ),
        Example(
            "says how much",
            "Limit the file size of receipts",
            "Large receipts block the scanner. `POST /receipts` must reject files over a maximum size of 10 MB.",
            outcome="met",
        ),
        Example(
            "leaves the number to whoever runs it",
            "Make the batch size of the import a setting",
            "Imports of different customers need different sizes. Add a setting for the batch size.",
            outcome="not_applicable",
        ),
        Example(
            "limits nothing",
            "Show the name of the receipt",
            "The list shows numbers only. Show the file's name too.",
            outcome="not_applicable",
        ),
    ),
)
