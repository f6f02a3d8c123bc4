"""How rules use the model: it leans one way, the rule quotes the words, and a weak leaning is only ever advice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from checks.interface import taken_away
from checks.language.lexicon import lexicons
from checks.language.model import model
from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.language.words import words_of
from checks.outright import criterion, reason, upgrade
from checks.rule import Case, Severity

_SHOWN = Phrased(r"\b(?:«shown»)\b")
_STORED = Phrased(r"\b(?:«stores»|«stored_things»)\b")
_CERTIFICATES = Phrased(r"\b(?:«certificates»)")
_IN_CODE = re.compile(r"[a-z][A-Z]|\w_\w|\w\.[a-z]{2,4}\b")
"""Marks a word as a class, a variable or a file: *billing* in `billing_job.py` says where the work is, not what is at
stake."""
LEADING = ("DOD302", "CTX101")
"""Questions whose missing answer may stop the work by itself (rules.md, the labelled tickets' weights)."""
_OUTRIGHT = {"DOD302": criterion, "CTX101": reason}
"""What answers them, whatever the model makes of the ticket."""
DOUBTED = 0.45
"""A readiness below which the leading gap weighs; with a higher threshold, too many of these were not gaps."""
UNLIKELY = 0.4
"""A readiness below which a ticket without a leading gap is not called ready, as long as there is something to ask."""
RISKS = ("auth", "payments", "personal_data", "migration", "infrastructure")
"""Concepts that raise the bar: a wrong guess there costs more than a question."""


def leans_missing(case: Case, question: str) -> bool:
    """The model reads the ticket as lacking this, at the threshold that agreed best with careful readers."""
    return case.text.estimates.get(question, 0.0) >= model().questions[question].gap_at


def sure_missing(case: Case, question: str) -> bool:
    """The model is as sure as it was where two of three such gaps were real, in projects it had not seen."""
    return case.text.estimates.get(question, 0.0) >= model().questions[question].sure_at


def strength(case: Case, question: str) -> Severity | None:
    """How heavy a gap is in this ticket; None keeps the rule's own severity.

    A gap weighs when the model is sure of it, or when it is the likeliest reason why the whole is doubted. It blocks
    when it is the likeliest reason why nothing could be started from the whole. Anything else is advice.
    """
    whole = case.text.estimates.get("readiness", 0.0)
    leads = question == _leading(case)
    if leads and whole < model().questions["readiness"].sure_at:
        return "blocker"
    return None if (leads and whole < DOUBTED) or sure_missing(case, question) else "advice"


def unexplained(case: Case) -> bool:
    """The whole is unlikely to be ready, and no leading gap says why: a gap that is only advice elsewhere is the one to
    ask about. Of the 39 training tickets that were then asked how the result is checked, careful readers held back
    23."""
    doubted = case.text.estimates.get("readiness", 1.0) < UNLIKELY and upgrade(case) is None
    return doubted and not any(
        leans_missing(case, question) and _OUTRIGHT[question](case) is None for question in LEADING
    )


def _leading(case: Case) -> str:
    """The question whose answer is missing most clearly, measured by its own threshold."""
    estimates, questions = case.text.estimates, model().questions
    return max(LEADING, key=lambda question: estimates.get(question, 0.0) / questions[question].gap_at)


def risk_of(case: Case) -> str | None:
    """The first risky subject (of `RISKS`) that the summary or at least two sentences touch; None when there is none,
    and for work that changes nothing for the product's users: documentation, spikes and tasks about tests."""
    summary = [sentence for sentence in case.text.sentences if sentence.block == -1]
    if case.kind in ("docs", "spike") or (case.kind == "task" and any("tests" in one.signals for one in summary)):
        return None
    for risk in filter(case.text.signals.__contains__, RISKS):
        if _touch(case, summary, risk) or _touch(case, case.text.sentences, risk) > 1:
            return risk
    return None


def at_risk(case: Case) -> str | None:
    """The risky subject, where the whole is not likely to be ready: a well-described ticket is not held back by its
    subject alone."""
    risk = risk_of(case) if case.text.estimates.get("readiness", 0.0) < LIKELY else None
    return risk if risk and _at_stake(case, risk) else None


def _at_stake(case: Case, risk: str) -> bool:
    """Code, tests and jobs are migrated too; a report of bills changes nothing that is paid; what is removed raises no
    question of an amount or a password, and a new certificate none of a permission."""
    if risk in ("auth", "payments") and taken_away(case):
        return False
    if risk == "auth" and case.kind == "task" and _CERTIFICATES.search(case.ticket.summary):
        return False
    if risk == "migration":
        return _STORED.search(case.text.spoken) is not None
    return risk != "payments" or _SHOWN.search(case.ticket.summary) is None


LIKELY = 0.55
"""A readiness from which risk alone holds nothing back: of nine such tickets eight were ready; below it, one in
three."""


def _touch(case: Case, sentences: Iterable[Sentence], concept: str) -> int:
    return sum(concept in sentence.signals and concept in _beside_names(case, sentence) for sentence in sentences)


def _beside_names(case: Case, sentence: Sentence) -> Set[str]:
    """What the sentence signals, ignoring names of code in it."""
    lexicon = lexicons().get(case.text.language or "")
    if lexicon is None or not _IN_CODE.search(sentence.text):
        return sentence.signals
    bare = " ".join([word for word in sentence.text.split() if not _IN_CODE.search(word)])
    return lexicon.signals.in_words(words_of(bare))
