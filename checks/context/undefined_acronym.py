"""
The ticket uses an acronym that only insiders know.

## What it checks
Whether a short word in capitals is used in the title, or more than once in the text, and is neither widely known, nor
spelled out anywhere in the ticket, nor listed in the project's glossary. Names in code do not count.

## Why it matters
An acronym of your own cannot be looked up. Someone outside has to guess, and guesses wrong.

## How to close the gap
Spell it out once, or add it to the glossary of the project's policy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import Field

from checks.language.pasted import pasted_lines
from checks.language.phrasing import alternatives
from checks.language.text import Sentence
from checks.observing import listed, quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&](?<![\w.$#@/\\-]..)[A-Z0-9&]?[A-Z](?=s?(?![\w(/\\-]|\.\w|::))")


_PART = re.compile(r"\w+")


class Known(Options):
    known: frozenset[str] = Field(frozenset(), description="Further acronyms that need no explanation.")
    times: int = Field(2, ge=1, description="How often an acronym must be used, unless the title uses it.")


def check(case: Case, options: Known) -> Observation:
    sentences = case.text.said
    used = set(_ACRONYM.findall(case.text.spoken))
    found = _acronyms([one for one in sentences if any(name in one.text for name in used)], case) if used else None
    if not found:
        return NotApplicable("The ticket uses no acronym.")
    glossary = {word.upper() for word in case.glossary}
    known = (_common(), options.known, glossary)
    unknown = [
        name
        for name, times in found.items()
        if times >= options.times
        and not any(name in words for words in known)
        and not _explained(name, case.text.spoken)
    ]
    if not unknown:
        return Met()
    return Gap(
        message=f"Not explained: {listed(unknown)}.",
        remedy=f"Spell {listed(unknown)} out once, or add {'it' if len(unknown) == 1 else 'them'} to the glossary of the project's policy.",
        evidence=quotes(sentence for sentence in sentences if _uses(sentence, unknown[0])),
        question=f"What {'does' if len(unknown) == 1 else 'do'} {listed(unknown)} stand for?",
        template="\n".join(f"{name} stands for ‹the words it is short for›." for name in unknown[:MOST]),
    )


MOST = 3
"""Most acronyms that one template spells out."""


def _acronyms(sentences: Collection[Sentence], case: Case) -> Counter[str]:
    """Acronyms in running text, in reading order, with those of the title counted twice. A text all in capitals has
    none, nor does a line of a log or of code."""
    found: Counter[str] = Counter()
    for sentence in sentences:
        names = dict.fromkeys(_ACRONYM.findall(sentence.text))
        if names and not _shouts(sentence.text) and not any(pasted_lines(sentence.text)):
            code = {name for span in sentence.names for name in _PART.findall(span) if span != name}
            for name in names:
                if name not in code and name != case.ticket.project:
                    found[name] += 2 if sentence.block == -1 else 1
    return found


def _shouts(text: str) -> bool:
    """Most of its letters are capitals."""
    return 2 * sum(map(str.isupper, text)) > sum(map(str.isalpha, text))


def _uses(sentence: Sentence, name: str) -> bool:
    return name in _ACRONYM.findall(sentence.text)


def _explained(name: str, words: str) -> bool:
    """The ticket has words with these initials, or a parenthesis or dash follows or encloses it."""
    return any(form.search(words) for form in _explanations(name))


@lru_cache(maxsize=2_000)
def _explanations(name: str) -> tuple[re.Pattern[str], ...]:
    """The same few acronyms recur in a project's tickets, and a pattern takes long to compile."""
    enclosed = rf"\(\s*{re.escape(name)}s?\s*\)"
    followed = rf"\b{re.escape(name)}\s*(?:\(|=|{alternatives('stands_for')})"
    initials = rf"[\s/-]+(?:(?:{alternatives('between_initials')})\s+)?".join(
        rf"{re.escape(letter)}[a-zà-ÿ]+" for letter in name if letter.isalpha()
    )
    return re.compile(f"{enclosed}|{followed}"), re.compile(initials, re.IGNORECASE)


@cache
def _common() -> frozenset[str]:
    """Acronyms that people who build software know, one per word of a text file in the package."""
    return frozenset(files("checks.context").joinpath("acronyms.txt").read_text("utf-8").split())


RULE = Rule(
    code="CTX107",
    name="undefined-acronym",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "off", "agent": "advice"},
    confidence="hint",
    effort="a word",
    options=Known(),
    examples=(
        Example(
            "uses the company's own acronym",
            "Show the BRQ number on receipts",
            "Support cannot match a receipt to its BRQ. The receipt shows the number.",
            says="Not explained: BRQ.",
            cure="BRQ stands for bank request queue, the service that sends refunds to banks.",
        ),
        Example(
            "spells its acronym out",
            "Show the BRQ number on receipts",
            "Support cannot match a receipt to its entry in the bank request queue (BRQ). The receipt shows the BRQ number.",
            outcome="met",
        ),
        Example(
            "uses acronyms that everybody knows",
            "Export invoices as PDF over HTTP",
            "Accountants copy invoices by hand today. The API gives a PDF.",
            outcome="met",
        ),
        Example(
            "uses none",
            "Show the order number on receipts",
            "Support cannot tell receipts apart.",
            outcome="not_applicable",
        ),
    ),
)
