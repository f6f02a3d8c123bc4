"""
A question in the ticket has no answer, or a choice between options has not been made.

## What it checks
Whether the description leaves a question to the reader, offers options without choosing one, or the latest comments ask
something that nobody answered. Questions that users ask within a story or a quotation do not count, nor do polite
requests. A question asked only in a comment is advice, except for an agent, which cannot ask back.

## Why it matters
Whoever takes over the ticket will either stop and ask, or answer the question alone. An AI agent always does the
latter.

## How to close the gap
Write the answer next to the question, or say who decides and take the question out of this ticket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pydantic import Field

from checks.language.phrasing import Phrased, phrasings
from checks.language.text import Sentence, Text
from checks.observing import quotes, shortened, wordless
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule, Severity
from checks.ticket import Comment


class Questions(Options):
    latest_comments: int = Field(3, ge=0, le=20, description="How many of the latest comments are looked at.")


_POLITE = Phrased(r"^(?:«polite»)\b")
_CHOICE = Phrased(r"\b(?:«option») ?(?:a|1)\b[^.]{1,160}\b(?:«either_or»)\b.{0,20}\b(?:«option») ?(?:b|2)\b")
_ANSWER = Phrased(r"(?:«answer»)\b\s*[:.,–-]|->|→|=>")
_DECIDED = Phrased(r"\b(?:«decided»)\b")
_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]{0,200}\?[^\"“”„«»]{0,200}[\"“”„«»]")


def check(case: Case, options: Questions) -> Observation:
    if case.kind == "spike":
        return NotApplicable("Questions are what a spike is for.")
    if unread := wordless(case):
        return unread
    asked = list(_open_questions(case.text))
    if asked:
        return _gap(quotes(asked), None)
    if comment := _unanswered(case.ticket.comments[-options.latest_comments :] if options.latest_comments else ()):
        return _gap((comment,), None if case.receiver == "agent" else "advice")
    return Met()


def _gap(evidence: tuple[Evidence, ...], severity: Severity | None) -> Gap:
    first = " ".join(evidence[0].quote.split())
    return Gap(
        message="A question in the ticket has no answer yet.",
        remedy="Write the answer beside the question, or say who decides and take the question out of this ticket.",
        evidence=evidence,
        question=first if len(first) <= 160 and first.endswith("?") else f"What was decided on “{shortened(first)}”?",
        severity=severity,
    )


def _open_questions(text: Text) -> Iterator[Sentence]:
    """Sentences that ask for a decision and are not answered by the next one."""
    whole = "\n".join([one.text for one in text.sentences])
    options = _names_options(whole)
    if not options and "?" not in whole and "undecided" not in text.signals:
        return
    for sentence, after in zip_longest(text.sentences, text.sentences[1:]):
        answered = after is not None and after.block == sentence.block and _answers(sentence, after)
        if _left_open(sentence, after) or (_asks(sentence, options) and not answered):
            yield sentence


def _left_open(question: Sentence, after: Sentence | None) -> bool:
    """*Do reports include them? To be agreed with finance.*: the question to ask is the first sentence, not the words
    that leave it open."""
    beside = after is not None and after.block == question.block and "undecided" in after.signals
    return beside and question.block >= 0 and question.text.rstrip().endswith("?") and question.words <= LONGEST


def _answers(question: Sentence, after: Sentence) -> bool:
    """Called the answer; or one short statement after a question mark, without doubt in it."""
    if _ANSWER.match(after.text):
        return True
    asked, stated = question.text.rstrip().endswith("?"), after.text.rstrip().endswith((".", "!"))
    return asked and stated and 0 < after.words <= ANSWER and after.signals.isdisjoint(_DOUBTS)


ANSWER = 10
"""Words of an answer. Anything longer weighs one option against the other."""
_DOUBTS = frozenset({"undecided", "deciding", "unsure", "placeholder", "wish"})


def _asks(sentence: Sentence, options: bool) -> bool:
    text = sentence.text.strip()
    asked, undecided = text.endswith("?"), "undecided" in sentence.signals
    if not (asked or undecided or (options and _names_options(text))):
        return False
    if sentence.block == -1 or sentence.words > LONGEST or sentence.labels & USERS_WORDS or _POLITE.search(text):
        return False
    if undecided or _CHOICE.search(text):
        return not _DECIDED.search(text)
    if not asked or _QUOTED.search(text):
        return False
    return "deciding" in sentence.signals or ("question" in sentence.labels and sentence.words >= SHORTEST)


def _names_options(words: str) -> bool:
    low = words.lower()
    return any(option in low for option in phrasings()["option"])


SHORTEST, LONGEST = 3, 50
"""Words of a question. Anything longer is a log, code that lost its line breaks, or several sentences."""
USERS_WORDS = frozenset({"steps", "actual", "expected"})
"""Parts in which a question mark belongs to a quote of the product or its user."""


def _unanswered(comments: tuple[Comment, ...]) -> Evidence | None:
    """The last question in these comments, when nobody but its author wrote after it."""
    for index in range(len(comments) - 1, -1, -1):
        comment = comments[index]
        later = {other.author for other in comments[index + 1 :]}
        if comment.restricted or later - {comment.author}:
            return None
        if any("?" not in other.body.text for other in comments[index + 1 :]):
            return None  # its author gave the answer
        lines = [line.strip() for line in comment.body.text.split("\n") if line.strip()]
        asked = next((line for line in reversed(lines) if line.endswith("?")), None)
        if asked and not _POLITE.search(asked) and len(asked.split()) <= LONGEST:
            where = f"comment by {comment.author.name}" if comment.author else "comment"
            return Evidence(asked, where)
    return None


RULE = Rule(
    code="CTX109",
    name="open-question",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="likely",
    effort="a decision",
    options=Questions(),
    examples=(
        Example(
            "answers in the next words",
            "Export archived orders",
            "Accountants miss archived orders. What about cancelled ones, should they be exported? They are left out.\n\n## Questions\n- Which date format? ISO 8601.",
            outcome="met",
        ),
        Example(
            "says what was chosen",
            "Store the refund reason",
            "We considered option A (a list) or option B (free text) and chose option B. The length was undecided until May; it is 200 characters.",
            outcome="met",
        ),
        Example(
            "asks the reader which format",
            "Export invoices",
            "Accountants copy invoices by hand today. A button on the invoices page downloads them. "
            "Should the file be CSV or XLSX?",
            says="A question in the ticket has no answer yet.",
            cure="The file is CSV.",
            instead="Should the file be CSV or XLSX?",
        ),
        Example(
            "leaves two options undecided",
            "Store the refund reason",
            "Support cannot see why a refund was made. Option A: a column on `refunds`, or option B: a table of its own.",
            says="A question in the ticket has no answer yet.",
            cure="The reason goes into a new column `refunds.reason`.",
            instead="Option A: a column on `refunds`, or option B: a table of its own.",
        ),
        Example(
            "was asked something in the last comment",
            "Store the refund reason",
            "Support cannot see why a refund was made. Add a column `refunds.reason` of at most 200 characters.",
            fields={
                "comment": {
                    "comments": [
                        {"author": {"displayName": "Ada"}, "body": "Do old refunds get an empty reason?"},
                    ]
                }
            },
            says="A question in the ticket has no answer yet.",
            cure_fields={
                "comment": {
                    "comments": [
                        {"author": {"displayName": "Ada"}, "body": "Do old refunds get an empty reason?"},
                        {"author": {"displayName": "Bo"}, "body": "Yes, old refunds get an empty reason."},
                    ]
                }
            },
        ),
        Example(
            "quotes a question that the product asks",
            "Reword the delete dialog",
            "Customers delete orders by mistake. The dialog says “Are you sure?”; it should name the order.",
            outcome="met",
        ),
        Example(
            "is a spike that lists its questions",
            "Spike: which queue for receipts?",
            "Two days. Can our broker keep order per customer? Hand back a page with a recommendation.",
            issue_type="Spike",
            outcome="not_applicable",
        ),
        Example(
            "jättää päätöksen auki",
            "Laskujen vienti",
            "Kirjanpitäjät kopioivat laskut nyt käsin. Laskusivun painike lataa ne tiedostona. Pitäisikö tiedoston olla CSV vai XLSX?",
            says="A question in the ticket has no answer yet.",
            cure="Tiedosto on CSV.",
            instead="Pitäisikö tiedoston olla CSV vai XLSX?",
        ),
        Example(
            "laisse un choix à trancher",
            "Export des factures",
            "Les comptables copient les factures à la main. Un bouton de la page les télécharge. Le format reste à trancher.",
            says="A question in the ticket has no answer yet.",
            cure="Le format est CSV.",
            instead="Le format reste à trancher.",
        ),
    ),
)
