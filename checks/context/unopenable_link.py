"""
Essential content is only behind a link that the receiver cannot open.

## What it checks
Links to places that only insiders can open: internal hosts, wikis, chat permalinks, shared drives, localhost. Such a
link is a gap when the ticket sends the reader there for what is wanted; an address that is merely used in a step or
shown in a log is not. A policy can list hosts that the receiver can open, and further internal ones.

## Why it matters
The link works for everyone who reviews the ticket and for nobody who takes it over.

## How to close the gap
Copy the part that matters into the ticket, or attach the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from checks.document import Link
from checks.language.hosts import only_insiders
from checks.language.statements import reference_told
from checks.language.text import Sentence
from checks.language.words import without_urls, words_of
from checks.observing import shortened
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_SENDS = frozenset({"see_link", "dangling", "attached", "docs", "decision"})
FEW = 12
"""Words. A description with no more than these besides its links keeps its content behind them."""


def check(case: Case, options: Options) -> Observation:
    if not case.text.links:
        return NotApplicable("The ticket has no links.")
    closed = dict.fromkeys(link for link, _ in case.text.links if _closed(case, link))
    sending = _sending(case, closed) if closed else None
    if sending is None:
        return Met()
    return Gap(
        message=f"What is wanted stands behind {_place(sending, 'a')}, which the receiver cannot open.",
        remedy="Copy what matters of the linked page into the ticket, or attach the page.",
        evidence=(_evidence(case, sending),),
        question=f"What does {_place(sending, 'the')} say that matters for this work?",
        template="What the page says: ‹the part that matters for this work, with its values and limits›",
    )


def _closed(case: Case, link: Link) -> bool:
    return only_insiders(link.url, case.openable_hosts, case.internal_hosts)


def _sending(case: Case, closed: Iterable[Link]) -> Link | None:
    """The first link that hides the content; None when the ticket itself says what the page says."""
    if reference_told(case.text):
        return None
    body = sum(sentence.words for sentence in case.text.said if sentence.block >= 0)
    return next((link for link in closed if body <= FEW or _sends(case, link)), None)


def _sends(case: Case, link: Link) -> bool:
    sentence = _sentence(case, link)
    if sentence is None:
        return False
    bare = len(words_of(without_urls(sentence.text)))
    return bare <= 4 or (bare <= FEW and bool(sentence.signals & _SENDS))


def _sentence(case: Case, link: Link) -> Sentence | None:
    shown = (link.url, link.text) if link.text else (link.url,)
    return next((one for one in case.text.sentences if any(words in one.text for words in shown)), None)


def _evidence(case: Case, link: Link) -> Evidence:
    sentence = _sentence(case, link)
    return Evidence(sentence.text, sentence.where) if sentence else Evidence(link.url, "description")


def _place(link: Link, article: str) -> str:
    """What the ticket calls the link, else whose page it is."""
    if link.text and "://" not in link.text and link.text != link.url:
        return f"“{shortened(link.text)}”"
    host = urlsplit(link.url).hostname if link.url.startswith("http") else None
    return f"{article} page at {shortened(host)}" if host else f"{article} file share"


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
            says="What is wanted stands behind a page at wiki.corp.internal, which the receiver cannot open.",
            cure="Implement these rules in the billing module: 5 % from 10 orders a month, 10 % from 50; other customers pay the full price.",
            instead="Implement the rules in https://wiki.corp.internal/display/BILL/Partner+rules in the billing module.",
        ),
        Example(
            "links to a page and says what is on it",
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
        Example(
            "keeps what is wanted in an internal wiki",
            "Basic query editor",
            "See https://wiki.corp/display/WP/Query+Editor",
            says="What is wanted stands behind a page at wiki.corp, which the receiver cannot open.",
            cure="What the page says: the editor has one text field and a list of objects; choosing an object writes its "
            "query into the field.",
        ),
        Example(
            "points at a conversation in a chat",
            "Show the plan's price in the header",
            "Customers do not see what they pay. The price of the plan goes into the header of the account page.\n\n"
            "Details in https://acme.slack.com/archives/C024BE91L/p1401383885000061",
            says="What is wanted stands behind a page at acme.slack.com, which the receiver cannot open.",
            cure="What it says: the price is shown with currency and period, such as “29 € a month”, left of the name.",
        ),
        Example(
            "repeats what the page says",
            "Basic query editor",
            "The editor has one text field and a list of objects; choosing an object writes its query into the field.\n\n"
            "What the page says: objects are sorted by name, see https://wiki.corp/display/WP/Query+Editor",
            outcome="met",
        ),
        Example(
            "links to a public standard",
            "Send the Retry-After header",
            "Clients retry at once when the limit is reached. Send Retry-After with 429 as in "
            "https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, in seconds.",
            outcome="met",
        ),
    ),
)
