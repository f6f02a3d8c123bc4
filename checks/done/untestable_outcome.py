"""
A reviewer could not tell from the text, without asking, whether the work is done.

## What it checks
Whether the ticket says what is wanted clearly enough for two people to agree on whether it was achieved: which cases,
which values, what can be seen. "Support X" without saying which parts, or "improve Y" without saying by how much, is
not enough; nor are criteria that only praise the result, such as "well documented" or "meets all expectations".

A gap is to be answered first where it is plain, or where it is the main reason to doubt the ticket as a whole. It stops
the work where it is the main reason why nobody could start from the ticket, and the ticket does not say why the work is
wanted, or has no more than a handful of words; otherwise it is a suggestion.

## Why it matters
Review turns into negotiation, and the work is rejected for reasons that nobody had written down.

## How to close the gap
Write two to five criteria, each of which someone can check with yes or no.
"""

from __future__ import annotations

from dataclasses import replace

from checks.estimate import leans_missing, strength
from checks.interface import untouched
from checks.language.statements import only_talk, says_nothing
from checks.language.text import Text
from checks.observing import quote, titled, wanted, wordless
from checks.outright import criterion, hollow, reason, scenario
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule, Severity
from checks.templates import criteria_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    outright = criterion(case)
    if outright is None and (told := scenario(case.text, fenced=True)):
        return Met((told,))
    if outright is None and only_talk(case.text):
        return replace(_gap(case), severity="blocker")
    if outright is None and leans_missing(case, "DOD302"):
        return _gap(case)
    if outright is None and _only_filler(case.text):
        return replace(_gap(case), severity=None)
    shown = outright or wanted(case)
    return Met((quote(shown),) if shown else ())


def _only_filler(text: Text) -> bool:
    """Criteria that say nothing: *everything works*, *all is well documented*, a blank, a short vague wish."""
    said = [one for one in text.sentences if "acceptance" in one.labels]
    empty = any("filler" in one.signals or hollow(one) for one in said)
    return empty and all(says_nothing(one) or hollow(one) for one in said)


def _gap(case: Case) -> Gap:
    shown = wanted(case)
    remedy, question = _words(case)
    return Gap(
        message="A reviewer could not tell from this text whether the work is done.",
        remedy=remedy,
        evidence=(quote(shown),) if shown else (),
        question=question,
        template=criteria_template(case),
        severity=_severity(case),
    )


def _severity(case: Case) -> Severity | None:
    """A receiver who learns why the work is wanted can start, and ask for the rest: of 64 training tickets that were
    stopped although they say why, careful readers stopped 12. A colleague knows more than the ticket says."""
    found = strength(case, "DOD302")
    known = _says_why(case) or (case.receiver == "teammate" and not leans_missing(case, "CTX101"))
    return None if found == "blocker" and known else found


def _says_why(case: Case) -> bool:
    """In as many words as each of those 64 had, not counting those that send their reader elsewhere: *The checkout is
    buggy*, *Still broken, see Slack. Anna knows the rest* say too little to start from."""
    told = (one.words for one in case.text.said if "story" in one.opens or _ELSEWHERE.isdisjoint(one.signals))
    return reason(case) is not None and sum(told) >= FEW


_ELSEWHERE = frozenset({"see_link", "unseen"})
FEW = 10
"""Words of title and text."""


def _words(case: Case) -> tuple[str, str]:
    """The remedy and the question that fit the kind of work: a bug's title names what should *not* hold."""
    title = titled(case)
    if case.kind == "bug":
        return (
            "Say what should happen instead, with the exact text or value, or for how long the fault must not show.",
            f"How would a reviewer see that {title} is fixed, and what happens instead?",
        )
    if case.kind == "spike" and any(one.text.rstrip().endswith("?") for one in case.text.said):
        return (
            "Say in which form the answer is handed back and to whom: a page, a recommendation, a prototype or tickets.",
            f"In which form is the answer to {title} handed back, and to whom?",
        )
    if case.kind == "spike":
        return (
            "Say which question is answered, after how much time it stops, and in which form the answer is handed back.",
            f"Which question does {title} answer, and in which form is the answer handed back?",
        )
    if case.kind == "docs":
        return (
            "Say for each page or chapter what a reader must find there, in criteria that can be checked with yes or no.",
            f"What must a reader find in the text before {title} counts as done?",
        )
    return (
        "Write two to five criteria, each of which someone can check with yes or no.",
        f"What exactly must hold before {title} counts as done{_in_particular(case)}?",
    )


def _in_particular(case: Case) -> str:
    """What such work is most often asked about, judged by its title: an answer to *what exactly* begins there."""
    told = frozenset().union(*[one.signals for one in case.text.said if one.block < 0])
    if "quality" in told:
        return ": which number is good enough, with which data"
    if "upgrade" in told:
        return ": how far does it go, and what must still work"
    if untouched(case) is None:
        return ": what goes in, what comes out, and what can be set"
    if told & {"surface", "widget"}:
        return ": what is to be seen, and after which act"
    return ": which parts does it cover, and what must stay as it is" if "inner" in told else ""


RULE = Rule(
    code="DOD302",
    name="untestable-outcome",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "major", "agent": "major"},
    confidence="likely",
    effort="a paragraph",
    core=True,
    examples=(
        Example(
            "wants a better search",
            "Improve the search",
            "The search should be better and find more things. It should work properly.",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="Acceptance criteria:\n- Searching for `tampere` finds the stop Tampere and nothing else.\n- Searching for `tampre` finds it too.\n- A search without hits shows “Nothing found”.",
        ),
        Example(
            "wants the problems solved",
            "Improve the export",
            "## Problem\nThe export has problems.\n\n## Acceptance criteria\n- The problems are solved\n- Everything works as expected\n- All tests pass",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="## Acceptance criteria\n- The file holds one line an invoice, with number, date and total.\n- An export of 10,000 invoices ends within 30 seconds.",
            instead="## Acceptance criteria\n- The problems are solved\n- Everything works as expected\n- All tests pass",
        ),
        Example(
            "says what a reviewer will see",
            "Find stops in spite of one wrong letter",
            "The search of the timetable finds nothing for `Tampre`. Acceptance criteria:\n- Searching for `Tampre` finds the stop Tampere.\n- Searching for `xyz` shows “Nothing found”.\n- `SearchTest` covers both.",
            outcome="met",
        ),
        Example(
            "wants something to be better",
            "Improve the import",
            "The import should be improved and handle various things better.",
            issue_type="Task",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="Acceptance criteria:\n- A file of 10,000 rows is imported in less than 60 seconds.\n"
            "- A row with an unknown currency is listed in `errors.csv`, and the others are imported.",
        ),
        Example(
            "wants to look into something",
            "Look into possible integration options",
            "Figure out whether we could maybe use some other system for this.",
            issue_type="Task",
            says="A reviewer could not tell from this text whether the work is done.",
            cure="Acceptance criteria:\n- A page compares Kafka and RabbitMQ by price, operation and ordering.\n"
            "- It recommends one of them and names what would have to change in `billing`.",
        ),
        Example(
            "lists what can be checked",
            "Limit the size of receipts",
            "Large receipts stop the nightly job.\n\nAcceptance criteria:\n- A receipt above 10 MB is refused with 413.\n"
            "- One of 10 MB exactly is taken.",
            outcome="met",
        ),
        Example(
            "says it without a heading",
            "Preferences lose the chosen font",
            "When a font is chosen in Preferences > Editor and the dialog is closed with OK, the editor still shows `Arial`. It "
            "should show the chosen font at once and after a restart.",
            issue_type="Bug",
            outcome="met",
        ),
        Example(
            "nombra los criterios en español",
            "Limitar el tamaño de los recibos",
            "Los recibos grandes detienen el proceso nocturno.\n\nCriterios de aceptación:\n- Un recibo de más de 10 MB se "
            "rechaza con 413.\n- Uno de 10 MB exactos se acepta.",
            outcome="met",
        ),
    ),
)
