"""How rules use the model: it leans one way, the rule quotes the words, and a weak leaning is only ever advice."""

from __future__ import annotations

from collections.abc import Iterable

from checks.language.model import model
from checks.language.text import Sentence
from checks.rule import Case, Severity

RISKS = ("auth", "payments", "personal_data", "migration", "infrastructure")
"""Concepts that raise the bar: a wrong guess there costs more than a question."""
_RISK_NAMES = {
    "auth": "who may sign in or act",
    "payments": "payments",
    "personal_data": "personal data",
    "migration": "stored data",
    "infrastructure": "infrastructure",
}


def leans_missing(case: Case, question: str) -> bool:
    """The model reads the ticket as lacking this, at the threshold that agreed best with careful readers."""
    return case.text.estimates.get(question, 0.0) >= model().questions[question].gap_at


def strength(case: Case, question: str) -> Severity | None:
    """`advice` while the model is not sure enough; None to speak with the rule's own severity."""
    sure = case.text.estimates.get(question, 0.0) >= model().questions[question].sure_at
    return None if sure else "advice"


def risk_of(case: Case) -> str | None:
    """The first risky subject that the summary or at least two sentences touch, in words; None when there is none."""
    summary = [sentence for sentence in case.text.sentences if sentence.block == -1]
    for risk in RISKS:
        if _touch(summary, risk) or _touch(case.text.sentences, risk) > 1:
            return _RISK_NAMES[risk]
    return None


def _touch(sentences: Iterable[Sentence], concept: str) -> int:
    return sum(concept in sentence.signals for sentence in sentences)
