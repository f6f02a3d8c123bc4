"""Which kind of work a title tells of, whatever the type says that it was filed under."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from checks.language.kind import kind_named
from tests.fakes.tickets import worded


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        (
            "Delete rejected applicants after 6 months",
            "Art. 17 audit finding #4: rejected applicants stay in `applicants` forever. We promised the auditor deletion six months after the rejection date.",
        ),
        ("Abgelehnte Bewerber löschen", "Befund: abgelehnte Bewerber bleiben für immer in `applicants`."),
    ],
)
def test_a_task_that_takes_something_away_is_no_bug(summary: str, told: str) -> None:
    assert evaluate(worded(summary, told, "Task")).kind == "task"


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("As a user I want to pass a file with properties so I don't have to escape JSON in the shell", "feature"),
        ("As a user I can't pass a file with properties to the shell", "bug"),
    ],
)
def test_a_story_in_a_title_without_a_type_is_no_bug(summary: str, kind: str) -> None:
    told = "Keys given by `--properties` win over the file. If the file can't be read the command fails with its path."
    assert evaluate(worded(summary, told, "")).kind == kind


def test_a_task_that_says_what_does_not_work_is_a_bug() -> None:
    assert evaluate(worded("Delete does not work for folders", "Nothing happens.", "Task")).kind == "bug"


@pytest.mark.parametrize(
    ("summary", "told", "kind"),
    [
        ("Researchers can download raw data", "A button CSV under each table downloads all rows.", "Story"),
        ("Analysis results: sort by p-value", "Clicking the header p sorts ascending.", "Story"),
        ("Recherche par numéro de commande", "Le champ accepte aussi le numéro de commande (8 chiffres).", "Récit"),
        ("Bewertungen unter dem Produkt zeigen", "Unter dem Preis stehen die fünf neuesten.", "Anforderung"),
        ("Tuotteiden vertailu", "Tuotesivulle tulee painike Vertaa, enintään kolme tuotetta.", "Tarina"),
        ("Comparar dos seguros", "En la página Seguros se pueden elegir dos y ver uno al lado del otro.", "Historia"),
        ("Studiens sponsor visas", "Studiens sida visar sponsorn under titeln.", "Berättelse"),
    ],
)
def test_a_product_for_research_or_comparison_is_no_investigation(summary: str, told: str, kind: str) -> None:
    assert evaluate(worded(summary, told, kind)).kind == "feature"


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Find out why renewals fail at night", "The job `renew` stops at about 02:00."),
        ("Evaluate two queues", "Kafka and RabbitMQ, by price and ordering."),
        ("Klären, ob der Druckdienst entfallen kann", "Zwei Tage, Ergebnis als Seite."),
        ("Évaluer deux moteurs de recherche", "Solr et Meilisearch, sur nos 200 requêtes."),
        ("Selvitä, voiko tulostuspalvelun poistaa", "Kaksi päivää, tulos sivuna."),
    ],
)
def test_what_is_to_be_found_out_is_an_investigation_under_any_type(summary: str, told: str) -> None:
    assert evaluate(worded(summary, told, "")).kind == "spike"


@pytest.mark.parametrize(
    ("summary", "kind"),
    [("Observers can mark an exposure as bad", "feature"), ("Observers cannot mark an exposure as bad", "bug")],
)
def test_a_story_of_what_somebody_can_do_is_no_bug(summary: str, kind: str) -> None:
    told = "Bad exposures get into the nightly reduction, 14 last month. Flagged rows fail to be skipped otherwise."
    assert evaluate(worded(summary, told, "Story")).kind == kind


def test_what_was_filed_as_a_bug_and_says_what_is_expected_is_one() -> None:
    told = "1. Auftrag für Kunde Müller anlegen\n2. Lieferschein drucken\n\nErwartet: Umlaute wie im PDF."
    assert evaluate(worded("Umlaute im Lieferschein werden als Fragezeichen gedruckt", told, "Fehler")).kind == "bug"


@pytest.mark.parametrize(
    ("summary", "told", "kind"),
    [
        ("Clean up duplicated date parsing", "Four copies of one parser. Use `utils/date.ts` everywhere.", "task"),
        ("Show the total in the header", "People scroll down to see it.", "feature"),
    ],
)
def test_an_improvement_that_only_tidies_the_code_is_a_task(summary: str, told: str, kind: str) -> None:
    assert evaluate(worded(summary, told, "Improvement")).kind == kind


@pytest.mark.parametrize(
    ("listed", "kind"),
    [
        ("Test", "task"),
        ("Support", "task"),
        ("Alitehtävä", "task"),
        ("Teilaufgabe", "task"),
        ("Subtarea", "task"),
        ("Erreur", "bug"),
        ("Häiriö", "bug"),
        ("Change Request", "feature"),
        ("Uusi ominaisuus", "feature"),
    ],
)
def test_the_types_that_jira_offers_are_known(listed: str, kind: str) -> None:
    assert kind_named(listed) == kind
