"""
The text points to an attachment that is not there.

## What it checks
Whether the ticket says *see screenshot*, *log attached* or the like, but has no attachment, no image and no block of
log output or code.

## Why it matters
The attachment was the evidence. Without it the reader knows that there was something to see, but not what.

## How to close the gap
Attach the file, or write what it shows.
"""

from __future__ import annotations

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import quotes, wordless
from checks.rule import CannotTell, Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    pointers = [sentence for sentence in case.text.having("enclosed") if _points(sentence)]
    if not pointers:
        return NotApplicable("The text points to no attachment.")
    if case.ticket.attachments or any(case.ticket.description.of("media", "code")):
        return Met(quotes(pointers, 1))
    if "attachment" not in case.ticket.fields:
        return CannotTell("The list of attachments was not read.", quotes(pointers, 1))
    return Gap(
        message="The text points to an attachment, and none is there.",
        remedy="Attach the file that the text points to, or write what it shows.",
        evidence=quotes(pointers, 2),
        question="What does the missing attachment show?",
    )


def _points(sentence: Sentence) -> bool:
    return sentence.words <= LONGEST and not sentence.signals & {"negative"} and not _HANDLING.search(sentence.text)


_HANDLING = Phrased(r"\b(?:«own_attachments»)")
"""The product's own attachments, which the work is about."""


LONGEST = 40
"""Words. Anything longer is about attachments rather than pointing to one."""


_TEXT = "The total on the receipt is cut off when it has more than six digits. See the attached screenshot."

RULE = Rule(
    code="CTX114",
    name="missing-evidence",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    examples=(
        Example(
            "is about attachments",
            "Attach files to comments",
            "Users send files by mail. Let them attach a file to a comment, see attachment handling in `attach.py`.",
            fields={"attachment": []},
            outcome="not_applicable",
        ),
        Example(
            "points to a screenshot nobody attached",
            "Total cut off on receipts",
            _TEXT,
            issue_type="Bug",
            fields={"attachment": []},
            says="The text points to an attachment, and none is there.",
            cure_fields={"attachment": [{"filename": "receipt.png", "mimeType": "image/png", "size": 12345}]},
        ),
        Example(
            "points to a screenshot that is attached",
            "Total cut off on receipts",
            _TEXT,
            issue_type="Bug",
            fields={"attachment": [{"filename": "receipt.png", "mimeType": "image/png", "size": 12345}]},
            outcome="met",
        ),
        Example(
            "points to a screenshot, but attachments were not read",
            "Total cut off on receipts",
            _TEXT,
            issue_type="Bug",
            outcome="cannot_tell",
        ),
        Example(
            "says it all in words",
            "Total cut off on receipts",
            "The total on the receipt shows `1 234,5` where `1 234 567,50` is expected.",
            issue_type="Bug",
            outcome="not_applicable",
        ),
        Example(
            "viittaa liitteeseen, jota ei ole",
            "Kuitin summa katkeaa",
            "Kuitin summa katkeaa, kun siinä on yli kuusi numeroa. Katso kuva liitteenä.",
            issue_type="Bug",
            fields={"attachment": []},
            says="The text points to an attachment, and none is there.",
            cure_fields={"attachment": [{"filename": "kuitti.png", "mimeType": "image/png", "size": 12345}]},
        ),
        Example(
            "hänvisar till en skärmbild som saknas",
            "Summan på kvittot kapas",
            "Summan på kvittot kapas när den har mer än sex siffror. Se skärmbild.",
            issue_type="Bug",
            fields={"attachment": []},
            says="The text points to an attachment, and none is there.",
            cure_fields={"attachment": [{"filename": "kvitto.png", "mimeType": "image/png", "size": 12345}]},
        ),
    ),
)
