"""
Nothing says how the result is to be checked.

## What it checks
Whether the ticket names a test to add, a check to run, a scenario to go through (given, when, then), data to use, or the
person or role who accepts. Steps that reproduce a bug are not enough by themselves: they show the fault, not its absence.

A gap is a suggestion. It is to be answered first where the ticket as a whole seems unlikely to be ready and no other
gap explains why; but not for a teammate, who knows how results are checked here, nor where the ticket says outright
what is wrong today and what must hold.

## Why it matters
Whoever hands the work back needs to know what will be checked, and can then check it first.

## How to close the gap
Add one sentence: the test, command or data that the result is checked with, or who accepts it.
"""

from __future__ import annotations

import re

from checks.borders import border
from checks.estimate import leans_missing, risk_of, unexplained
from checks.interface import SHAPES, refusal, untouched
from checks.language.lexicon import Lexicon, lexicons
from checks.language.phrasing import Phrased
from checks.language.statements import stated, telling
from checks.language.text import Sentence, Text
from checks.language.words import words_of
from checks.observing import Wording, quote, wanted, wordless
from checks.outright import criterion, exact_words, problem, scenario
from checks.rule import Case, Example, Gap, Met, Observation, Options, Rule
from checks.templates import verification_template

_TEST = re.compile(r"(?:\w*[a-z]Tests?|Tests?[A-Z]\w*|test_\w+|\w+_tests?|\w*[a-z]Spec)(?:\.\w+)?(?:\(\))?")
"""A name of the kind that tests have."""
_COVERS = Phrased(r"\W*(?:«test_does»)\b")
"""What a test does, right after its name."""


_ACTS = Phrased(r"(?<!to )\b(?:«test_act»)(?: \w{1,4})?\W{1,3}$")
"""What is done with a test, right before its name."""
_PROVES = Phrased(r"\b(?:«proves»)\b")
_PICTURED = Phrased(r"\b(?:«pictured»)\b")
"""Pictures of a screen that are compared."""
_JUDGES = Phrased(r"[A-ZÀ-Þ]\w+ (?:«somebody_judges»)\W*$", flags=re.MULTILINE)
"""*Ann decides*: a name, and that this person has the last word."""
_CALL = re.compile(r"\.(?:sh|py|ps1|bat)\s+-")
"""A script with an option, the way it is run."""

_COMMAND = re.compile(
    r"[a-z][\w.-]* (?:\S+ )*-{1,2}\w|(?:\./)?(?:mvnw?|gradlew?|npm|npx|yarn|pnpm|make|cargo|go|pytest|tox|dotnet|terraform|kubectl|helm|docker|ansible-playbook) \S"
)
"""A command with an option, or one of a build or test tool, the way it is run."""
_COMES_OUT = Phrased(r"\W*(?:(?:«ought») )?(?:«comes_out»)\b")

_ASIDE = re.compile(r"\([^()]*\)")
_CLAUSES = re.compile(r"[,;] ")
_DATA = re.compile(r"[\w.-]+(?:/[\w.*-]+)*(?:/|\.(?:csv|json|jsonl|parquet|xml|xlsx|png|jpg|wav|pcap))")
"""A file or folder of data, named by its path."""
_BUILDS = frozenset({"builds", "create"})
LEAST = 3
"""Words. Fewer name a test but say nothing about it."""


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    verification = stated(case.text, "verification", least=4) or _named_test(case.text) or _test_to_add(case.text)
    verification = verification or _accepted(case.text) or _proof(case)
    if verification is None and (told := scenario(case.text, fenced=case.kind == "bug")):
        return Met((told,))
    if verification is None and leans_missing(case, "DOD304"):
        return _gap(case)
    verification = verification or _nearest(case)
    return Met((quote(verification),)) if verification else _gap(case)


def _named_test(text: Text) -> Sentence | None:
    """*`OrderListTest` covers each of them*: a test by its name, and what it does."""
    if "est" not in text.spoken and "Spec" not in text.spoken:
        return None
    tested = (one for one in text.said if any(_TEST.fullmatch(name) and _covers(one, name) for name in one.names))
    return next(tested, None)


def _test_to_add(text: Text) -> Sentence | None:
    """*Add a test that turns the phone*: asked for explicitly, or by a name that shows it is a test."""
    if "add_test" not in text.signals:
        return None
    asked = (one for one in text.said if "add_test" in one.signals and one.block >= 0 and one.words >= LEAST)
    return next(
        (one for one in asked if one.opens & _BUILDS or any("test" in name.lower() for name in one.names)), None
    )


def _accepted(text: Text) -> Sentence | None:
    """*Anna of finance accepts it*: somebody who does, and little else. In a longer sentence it is the product that
    accepts."""
    told = (one for one in text.having("acceptor") if not one.blank and one.block >= 0)
    named = next((one for one in told if _names_who(one, text.language)), None)
    if named or not _JUDGES.search(text.spoken):
        return named
    return next((one for one in text.said if one.block >= 0 and _JUDGES.search(one.text)), None)


def _names_who(one: Sentence, language: str | None) -> bool:
    """The sentence, or one of its clauses: *dry run first, Ola of legal signs off the list, then switch on*."""
    said = _ASIDE.sub("", one.text)
    if not one.names and 1 < len(said.split()) <= ACCEPTED:
        return True
    lexicon = lexicons().get(language or "")
    clauses = [clause for clause in _CLAUSES.split(said) if 2 < len(clause.split()) <= ACCEPTED]
    return lexicon is not None and len(clauses) > 1 and any(_accepts(clause, one, lexicon) for clause in clauses)


def _accepts(clause: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    signals = lexicon.signals.in_words(words_of(clause))  # *checked by default* is a shape
    return "acceptor" in signals and "shape_strong" not in signals and not any(map(clause.count, sentence.names))


ACCEPTED = 7
"""Words of a sentence or a clause about who accepts the result."""


def _proof(case: Case) -> Sentence | None:
    """*The file must validate against the schema*; a criterion with a script's command line. In a bug's story, an empty
    diff is what happened."""
    if call := next((one for one in case.text.under("acceptance") if _CALL.search(one.text) or _measured(one)), None):
        return call
    if command := next((one for one in case.text.said if _is_run(one, case.kind == "bug")), None):
        return command
    if case.kind == "bug" or not (_PROVES.search(spoken := case.text.spoken) or _PICTURED.search(spoken)):
        return None
    told = (one for one in case.text.said if one.block >= 0 and one.words >= LEAST and "?" not in one.text)
    return next((one for one in told if _proves(one)), None)


def _proves(one: Sentence) -> bool:
    asked = one.listed or "problem" not in one.signals
    return bool(_PROVES.search(one.text) or (asked and _PICTURED.search(one.text)))


def _is_run(one: Sentence, of_a_bug: bool) -> bool:
    """*Done when `nc -z mail 993` succeeds*: a command and its output. In a bug that is mostly what is wrong, and
    counts only where it says what the output should be."""
    if not one.names or one.block < 0 or not _NOW.isdisjoint(one.labels) or "?" in one.text:
        return False
    behind = (one.text.partition(name)[2] for name in one.names if _COMMAND.match(name))
    return any((_OUGHT if of_a_bug else _COMES_OUT).match(text) for text in behind)


_NOW = frozenset({"actual", "steps", "problem", "context"})
_OUGHT = Phrased(r"[^.]{0,40}?\b(?:«ought»)\b")


def _measured(one: Sentence) -> bool:
    """*On `data/strangers/` at least 95 % come back unknown*: the data, and how much of it."""
    return "%" in one.text and any(_DATA.fullmatch(name) for name in one.names)


def _covers(sentence: Sentence, test: str) -> bool:
    before, _, behind = sentence.text.partition(test)
    return bool(_COVERS.match(behind) or _ACTS.search(before[-NEAR:]))


NEAR = 30
"""Characters before a test's name that are searched for what is done with it."""


def _nearest(case: Case) -> Sentence | None:
    return telling(case.text, "check") if case.text.first("add_test", "verification") else None


def _gap(case: Case) -> Gap:
    shown = wanted(case)
    asks = _ASKED.get(case.kind) or (_USUAL if untouched(case) else _INTERFACE)
    return Gap(
        message=asks.message,
        remedy=asks.remedy,
        evidence=(quote(shown),) if shown else (),
        question=asks.question,
        template=verification_template(case),
        severity="major" if _weighs(case) else None,
    )


def _weighs(case: Case) -> bool:
    """A colleague knows how results are checked here. An author who has said what is wrong and what must hold, as after
    our questions, is not asked a new one; nor is one who has given the exact words that should be there."""
    if case.receiver == "teammate" or not unexplained(case) or _tells_less(case):
        return False
    return not _told_in_full(case) and not exact_words(case.text) and not (problem(case) and criterion(case))


def _told_in_full(case: Case) -> bool:
    """A contract with its shape and its responses to errors says by itself what to try."""
    if untouched(case):
        return False
    shaped = any(one.kind in SHAPES and not one.problem for one in case.text.snippets)
    return shaped and (refusal(case) or border(case)) is not None


def _tells_less(case: Case) -> bool:
    """A bug that nobody can reproduce raises that question first (CTX105), a risky subject what the rules ask of it; a
    spike is judged by what it delivers."""
    if case.kind == "bug":
        return leans_missing(case, "CTX105")
    return case.kind == "spike" or risk_of(case) is not None


_USUAL = Wording(
    "The ticket does not say how the result will be checked.",
    "Add one sentence: the test, command or data by which the result is checked, or who accepts it.",
    "How will the result be checked, and by whom?",
)
_INTERFACE = _USUAL._replace(question="How will the result be checked: what goes in, and what must come out?")
"""An interface whose check is unknown mostly lacks its shape too: one answer gives both."""
_ASKED = {
    "bug": Wording(
        "The ticket does not say how the repair will be checked.",
        "Add one sentence: the test to add, the data to try it with, or who accepts the repair.",
        "Which test or which data will show that the repair holds, and who accepts it?",
    ),
    "spike": Wording(
        "The ticket does not say who judges what is found, or by what.",
        "Add one sentence: who reads the findings and decides, or which measurement settles the question.",
        "Who reads the findings and decides, or which measurement settles the question?",
    ),
    "docs": Wording(
        "The ticket does not say who checks the text.",
        "Add one sentence: who reads the text over, or which example in it is run.",
        "Who reads the text over before it goes out?",
    ),
}


RULE = Rule(
    code="DOD304",
    name="missing-verification",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    core=True,
    examples=(
        Example(
            "names the test that covers it",
            "Filter orders by status",
            "Support scrolls for unpaid orders. The list at `/admin/orders` gets a filter with All, Paid and Unpaid. "
            "`OrderListTest` covers each value.",
            outcome="met",
        ),
        Example(
            "leaves open how it is checked",
            "Let readers renew a loan",
            "Readers call the desk to renew loans. Add a button Renew to the page My loans that moves the due date by two weeks.",
            says="The ticket does not say how the result will be checked.",
            cure="How to test: add a case to `test_loans.py` that renews loan 17 of the fixtures and verifies that its due date is 14 days later.",
        ),
        Example(
            "names the test",
            "Let readers renew a loan",
            "Readers call the desk to renew loans. Add a button Renew to the page My loans that moves the due date by two weeks. Add unit tests to `test_loans.py`: loan 17 of the fixtures is due 14 days later.",
            outcome="met",
        ),
        Example(
            "says what is wanted and not how it is checked",
            "Export invoices as CSV",
            "Accountants copy invoices by hand. A button on the invoice page downloads a CSV file with number, date and total.",
            says="The ticket does not say how the result will be checked.",
            cure="How to test: run `make test-export`; the file of customer 12 must hold the three invoices of May.",
        ),
        Example(
            "gives steps that show only the fault",
            "Preferences lose the chosen font",
            "1. Choose a font in Preferences > Editor.\n2. Press OK.\n\nThe editor still shows the old font.",
            issue_type="Bug",
            says="The ticket does not say how the repair will be checked.",
            cure="How to test: a UI test chooses `Courier`, restarts the editor and compares the font of the first line.",
        ),
        Example(
            "names the test to add",
            "Limit the size of receipts",
            "Large receipts stop the nightly job: refuse those above 10 MB.\n\nTests: add a test to `test_receipts.py` that "
            "uploads 10 MB and one byte and expects 413.",
            outcome="met",
        ),
        Example(
            "nennt, wer abnimmt",
            "Größe der Belege begrenzen",
            "Große Belege halten den nächtlichen Lauf an: Belege über 10 MB werden abgelehnt.\n\nSo wird getestet: Ein Beleg mit "
            "10 MB und einem Byte wird hochgeladen; die Buchhaltung nimmt das Ergebnis ab.",
            outcome="met",
        ),
    ),
)
