"""A ticket in a language that no lexicon covers is never called ready, or not ready, for want of words we can read."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from tests.fakes.tickets import worded


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        (
            "返金を追加する",
            "サポートが手作業で返金しているため、POST /refunds を追加してください。テストは test_refunds.py に追加してください。",
        ),
        (
            "Добавить возврат средств",
            "Поддержка возвращает деньги вручную. Нужен метод POST /refunds с номером заказа.",
        ),
        (
            "Dodaj zwrot pieniędzy",
            "Obsługa zwraca pieniądze ręcznie w bazie danych. Trzeba dodać POST /refunds z numerem zamówienia.",
        ),
        ("Προσθήκη επιστροφής", "Η υποστήριξη επιστρέφει χρήματα με το χέρι. Χρειάζεται το POST /refunds."),
    ],
)
def test_what_cannot_be_read_is_undetermined_and_its_interfaces_are_still_read(summary: str, description: str) -> None:
    fields = {"summary": summary, "description": description, "issuetype": {"name": "Story"}}
    verdict = evaluate(ticket_of({"key": "U-1", "markup": "markdown", "fields": fields}))
    assert (verdict.language, verdict.verdict) == (None, "undetermined")
    assert "POST /refunds" in [contract.name for contract in verdict.read]
    assert not [finding for finding in verdict.findings if finding.outcome == "gap" and finding.severity == "blocker"]


@pytest.mark.parametrize(
    "summary",
    [
        "Aggiungere filtro stato ordini",
        "Adicionar filtro de status na lista de pedidos",
        "Knop opslaan toevoegen aan pagina",
        "Siparis listesine filtre ekle",
        "Tambahkan tombol simpan ke halaman",
    ],
)
def test_a_title_of_an_unread_language_is_not_taken_for_english(summary: str) -> None:
    assert evaluate(ticket_of({"key": "U-1", "fields": {"summary": summary}})).language is None


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        ("Gadgets: fire Ti.Media events", None),
        ("Support for Kubernetes based s-c-d deployment", None),
        ("Flaky tests on CI", None),
        ("Indexing of unchanged files", "Changed encoding:\n" + "new.example.com/lib/README\n" * 30),
    ],
)
def test_an_english_ticket_of_names_and_paths_is_read_as_english(summary: str, description: str | None) -> None:
    fields = {"summary": summary, "description": description}
    assert evaluate(ticket_of({"key": "U-1", "markup": "markdown", "fields": fields})).language == "en"


def test_a_word_of_several_languages_leaves_it_to_the_others_which_it_is() -> None:
    told = "Kuten palaverissa sovittiin, uudistetaan ilmoitusasetukset. Sannalla on luonnos."
    assert evaluate(worded("Uudista ilmoitusasetukset", told)).language == "fi"
