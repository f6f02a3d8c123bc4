"""A decision that the ticket itself leaves open holds it back; a question in a comment alone does not."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.rule import Gap
from checks.ticket import Receiver
from checks.verdict import Finding, Verdict
from tests.fakes.tickets import observe, worded

ADA = {"displayName": "Ada", "accountId": "1", "active": True}


def found(verdict: Verdict) -> Finding:
    return next(one for one in verdict.findings if one.code == "CTX109")


def test_an_open_decision_is_asked_about_in_its_own_words() -> None:
    told = "Orders keep their notes for ever. Not sure whether we should delete them after a year or hide them."
    seen = found(evaluate(worded("Clean up the notes of orders", told)))
    assert (seen.outcome, seen.severity) == ("gap", "major")
    assert (seen.question or "").startswith("What was decided on “Not sure whether we should delete them")


@pytest.mark.parametrize(("receiver", "severity"), [("contractor", "advice"), ("agent", "major")])
def test_what_only_a_comment_asks_is_advice_but_for_an_agent(receiver: Receiver, severity: str) -> None:
    comment = {"author": ADA, "body": "Should the notes of open orders be kept as well?"}
    fields = {
        "summary": "Delete the notes of orders after a year",
        "description": "Orders keep their notes for ever. Delete them after a year.",
        "issuetype": {"name": "Story"},
        "comment": {"comments": [comment]},
    }
    seen = found(evaluate(ticket_of({"key": "X-1", "markup": "markdown", "fields": fields}), receiver=receiver))
    assert (seen.outcome, seen.severity) == ("gap", severity)


@pytest.mark.parametrize(
    "said",
    [
        "Send it after some days, to be decided with Petra.",
        "Es geht nach einigen Tagen ab, das ist noch zu klären.",
        "Lähetetään viikon päästä, teksti tarkennetaan vielä.",
        "Det skickas efter några dagar, det ska bestämmas med Petra.",
        "Envoi après quelques jours, à valider avec Petra.",
        "Se envía a los días, por confirmar con Petra.",
        "What do we show for pages that were imported?",
        "Was zeigen wir bei importierten Seiten?",
        "Mitä näytetään tuoduille sivuille?",
        "Vad visar vi för importerade sidor?",
        "Que montrons-nous pour les pages importées ?",
        "¿Qué mostramos en las páginas importadas?",
    ],
)
def test_what_is_to_be_decided_with_somebody_is_open(said: str) -> None:
    assert isinstance(observe("CTX109", "Reminder", said), Gap)
