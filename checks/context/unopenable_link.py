"""
Essential content stands only behind a link that the receiver cannot open.

## What it checks
Links to places that only insiders can open: internal hosts, wikis, chat permalinks, shared drives, localhost. Such a link is
a gap when the ticket sends the reader there for what is wanted; an address that is merely used in a step or shown in
a log is not. A policy lists the hosts that the receiver can open, and further internal ones.

## Why it matters
The link works for everyone who reviews the ticket and for nobody who takes it over.

## How to close the gap
Copy the part that matters into the ticket, or attach the page.
"""

from __future__ import annotations

from checks.document import Link
from checks.language.hosts import only_insiders
from checks.language.text import Sentence
from checks.language.words import without_urls, words_of
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_SENDS = frozenset({"see_link", "dangling", "attached", "docs", "decision"})
FEW = 12
"""Words. A description with no more besides its links has its content behind them."""


def check(case: Case, options: Options) -> Observation:
    if not case.text.links:
        return NotApplicable("The ticket has no links.")
    closed = [link for link, _ in case.text.links if _closed(case, link)]
    sending = next((link for link in closed if _sends(case, link)), None)
    if sending is None:
        return Met()
    return Gap(
        message=f"What is wanted stands behind {_place(sending)}, which the receiver cannot open.",
        remedy="Copy the part that matters into the ticket, or attach the page.",
        evidence=(_evidence(case, sending),),
        question=f"What does {_place(sending)} say that matters for this work?",
        template="What the page says: ‹the part that matters for this work, with its values and limits›",
    )


def _closed(case: Case, link: Link) -> bool:
    return only_insiders(link.url, case.openable_hosts, case.internal_hosts)


def _sends(case: Case, link: Link) -> bool:
    body = sum(sentence.words for sentence in case.text.sentences if sentence.block >= 0 and not sentence.blank)
    if body <= FEW:
        return True
    sentence = _sentence(case, link)
    if sentence is None or _told(case):
        return False
    return bool(sentence.signals & _SENDS) or len(words_of(without_urls(sentence.text))) <= 4


def _told(case: Case) -> bool:
    """The ticket says itself what the page says."""
    return any(sentence.labels and "page says" in sentence.heading.casefold() for sentence in case.text.sentences)


def _sentence(case: Case, link: Link) -> Sentence | None:
    shown = (link.url, link.text) if link.text else (link.url,)
    return next((one for one in case.text.sentences if any(words in one.text for words in shown)), None)


def _evidence(case: Case, link: Link) -> Evidence:
    sentence = _sentence(case, link)
    return Evidence(sentence.text, sentence.where) if sentence else Evidence(link.url, "description")


def _place(link: Link) -> str:
    return link.text if link.text and "://" not in link.text else "a link"


RULE = Rule(
    code="CTX104",
    name="unopenable-link",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "off", "agent": "major"},
    confidence="likely",
    effort="a paragraph",
    core=True,
    examples=(
        Example(
            "keeps its rules in a wiki that outsiders cannot open",
            "Discounts for partners",
            "Implement the rules in https://wiki.corp.internal/display/BILL/Partner+rules in the billing module.",
            says="What is wanted stands behind a link, which the receiver cannot open.",
            cure="Implement these rules in the billing module: 5 % from 10 orders a month, 10 % from 50; other customers pay the full price.",
            instead="Implement the rules in https://wiki.corp.internal/display/BILL/Partner+rules in the billing module.",
        ),
        Example(
            "links a page and says what it says",
            "Discounts for partners",
            "Partners get 5 % from 10 orders a month and 10 % from 50. The billing module computes it at the end of the month. Today a clerk adds it up by hand from the table at https://wiki.corp.internal/display/BILL/Partner+rules every evening.",
            outcome="met",
        ),
        Example(
            "has no links",
            "Rename the button",
            "It should say “Refund”.",
            outcome="not_applicable",
        ),
    ),
)
