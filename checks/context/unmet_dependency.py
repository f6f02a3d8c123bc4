"""
The work waits for something that is not finished.

## What it checks
Whether Jira links say that unfinished work blocks this ticket, or the text says that it waits for another ticket that
is not linked, so that nobody sees when that one is done.

## Why it matters
A ticket that cannot be started is not ready, however well it is written. A dependency that is only mentioned in the
text is forgotten by everyone but its author.

## How to close the gap
Finish the blocking ticket first, take the dependency out, or link it and say what can be done meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import listed, quotes
from checks.rule import CannotTell, Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.ticket import RelatedTicket, Ticket

_NORMS = "UTF|SHA|MD|AES|RSA|TLS|SSL|ISO|IEC|IEEE|RFC|CVE|CWE|EN|DIN|ECMA|PEP|WCAG|HTTP|UTC|GMT|GPT|USB|ISBN|JSR|ES|SAML|HTML|CSS|XML|OAUTH|CP"
_KEY = re.compile(rf"(?<![\w-])(?!(?:{_NORMS})-)[A-Z][A-Z0-9_]{{1,9}}-\d{{1,7}}(?![\w-])")
"""A ticket's key; standards, hashes and encodings look alike."""
_SPARED = Phrased(r"\b(?:«negates»)\b(?:\s+\w+)?\s+(?:«waits»)")
"""It says that there is nothing to wait for."""
_WAITS = Phrased(r"\b(?:«blocked_link»)\b")


def check(case: Case, options: Options) -> Observation:
    blocking = [other for other in case.ticket.related if _WAITS.search(other.relation)]
    unfinished = [other for other in blocking if other.done is False]
    if unfinished:
        return _blocked(unfinished)
    words = [sentence for sentence in case.text.having("dependency") if _is_ours(sentence)]
    unlinked = [(sentence, key) for sentence in words for key in _unlinked(sentence, case.ticket)]
    if not unlinked:
        return Met() if blocking or words else NotApplicable("The ticket names nothing that it waits for.")
    if "issuelinks" not in case.ticket.fields:
        return CannotTell("The ticket's links were not read, so whether what it waits for is done is unknown.")
    keys, several = listed(key for _, key in unlinked), len({key for _, key in unlinked}) > 1
    return Gap(
        message=f"The text says that the work waits for {keys}, and no link shows whether {'they are' if several else 'that is'} done.",
        remedy=f"Link {keys} as what blocks this ticket, or say that {'they are' if several else 'it is'} done.",
        evidence=quotes(sentence for sentence, _ in unlinked),
        question=f"{'Are' if several else 'Is'} {keys} done?",
        severity="advice",
    )


def _blocked(unfinished: list[RelatedTicket]) -> Gap:
    keys = listed(other.key for other in unfinished)
    return Gap(
        message=f"Blocked by {keys}, which {'are' if len(unfinished) > 1 else 'is'} not finished.",
        remedy=f"Finish the blocking ticket{'s' if len(unfinished) > 1 else ''} first, take the dependency out, or say what can be done meanwhile.",
        evidence=tuple(Evidence(f"{other.relation} {other.key}: {other.summary}", "links") for other in unfinished[:3]),
        question=f"What can be done before {unfinished[0].key} is finished?",
    )


def _is_ours(sentence: Sentence) -> bool:
    """The work itself waits: a key is named, and the sentence is not a log or a heading."""
    named = not sentence.blank and sentence.words <= LONGEST and bool(_KEY.search(sentence.text))
    return named and not _SPARED.search(sentence.text)


LONGEST = 40
"""Words of a sentence that states a dependency."""


def _unlinked(sentence: Sentence, ticket: Ticket) -> Iterator[str]:
    """Keys at the end of the sentence: one in the middle may itself be what waits."""
    linked = {other.key for other in ticket.related} | {ticket.key, ticket.parent.key if ticket.parent else ""}
    first = _KEY.match(sentence.text)
    if first and first[0] != ticket.key:
        return  # another ticket is what waits
    for found in _KEY.finditer(sentence.text):
        if found[0] not in linked and len(sentence.text[found.end() :].split()) <= AFTER:
            yield found[0]


AFTER = 4
"""Words that may follow a key."""


def _link(status: str) -> dict[str, object]:
    category = {"name": status, "statusCategory": {"key": status}}
    other = {"key": "PAY-7", "fields": {"summary": "Move refunds to the new ledger", "status": category}}
    return {"issuelinks": [{"type": {"inward": "is blocked by", "outward": "blocks"}, "inwardIssue": other}]}


_TEXT = "Support cannot see why a refund was made. Add a text field `reason` to `POST /refunds`."

RULE = Rule(
    code="CTX113",
    name="unmet-dependency",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "major"},
    confidence="certain",
    effort="a decision",
    examples=(
        Example(
            "is blocked by unfinished work",
            "Store the refund reason",
            _TEXT,
            fields=_link("indeterminate"),
            says="Blocked by PAY-7, which is not finished.",
            cure_fields=_link("done"),
        ),
        Example(
            "says that it waits for a ticket that is not linked",
            "Store the refund reason",
            f"{_TEXT} This depends on PAY-7.",
            fields={"issuelinks": []},
            says="The text says that the work waits for PAY-7, and no link shows whether that is done.",
            cure_fields=_link("done"),
        ),
        Example(
            "was blocked by work that is done",
            "Store the refund reason",
            _TEXT,
            fields=_link("done"),
            outcome="met",
        ),
        Example(
            "names what it waits for, but its links were not read",
            "Store the refund reason",
            f"{_TEXT} This depends on PAY-7.",
            outcome="cannot_tell",
        ),
        Example(
            "needs no other ticket",
            "Store the refund reason",
            f"{_TEXT} This no longer depends on PAY-8. It doesn't depend on PAY-9 either. PAY-10 depends on PAY-11. The format depends on UTF-8.",
            fields={"issuelinks": []},
            outcome="met",
        ),
        Example("waits for nothing", "Store the refund reason", _TEXT, outcome="not_applicable"),
        Example(
            "odottaa sanoin tikettiä, jota ei ole linkitetty",
            "Palautuksen syy talteen",
            "Tuki ei näe, miksi palautus tehtiin. Tämä riippuu tiketistä PAY-7.",
            fields={"issuelinks": []},
            says="The text says that the work waits for PAY-7, and no link shows whether that is done.",
            cure_fields=_link("done"),
        ),
    ),
)
