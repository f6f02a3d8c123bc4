"""Work that others' questions do not fit: renames, tests, certificates, words spelled wrong, commands that show the result."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import case_of, evaluate
from checks.rule import Gap, Met, NotApplicable
from checks.templates import interface_of
from tests.fakes.tickets import observe, worded

RENAME = "Newcomers look for TPS and find nothing. Only the module `reports-core`."


@pytest.mark.parametrize(
    "title", ["Rename com.initech.tps to com.initech.reports", "com.initech.tps in com.initech.reports umbenennen"]
)
def test_what_gets_another_name_is_not_asked_what_goes_in_and_comes_out(title: str) -> None:
    assert isinstance(observe("CON202", title, RENAME, "Task"), NotApplicable)


def test_tests_of_an_interface_change_none() -> None:
    told = "Nobody knows how much it can take. Write k6 tests for GET /search with last year's 500 queries."
    assert isinstance(observe("CON202", "Write load tests for the search API", told, "Task"), NotApplicable)


@pytest.mark.parametrize(
    ("summary", "told", "kind"),
    [
        (
            "Replace the certificate of the mail gateway",
            "It expires on 3 May. Install a new one on both nodes.",
            "Task",
        ),
        ("Zertifikat des Mail-Gateways tauschen", "Es läuft am 3. Mai ab. Auf beiden Knoten einspielen.", "Aufgabe"),
    ],
)
def test_a_new_certificate_asks_nobody_for_a_password(summary: str, told: str, kind: str) -> None:
    verdict = evaluate(worded(summary, told, kind))
    assert not any("password" in question for question in verdict.questions)


@pytest.mark.parametrize(
    ("summary", "told", "kind"),
    [
        ("Typo", "There's a typo on the settings page.", "Bug"),
        ("Schreibfehler", "Auf der Seite Einstellungen ist ein Schreibfehler.", "Fehler"),
        ("Coquille", "Il y a une faute de frappe sur la page Réglages.", "Anomalie"),
        ("Errata", "Hay una falta de ortografía en la página Ajustes.", "Error"),
        ("Kirjoitusvirhe", "Asetussivulla on kirjoitusvirhe.", "Virhe"),
        ("Stavfel", "Det finns ett stavfel på sidan Inställningar.", "Fel"),
    ],
)
def test_nobody_is_asked_what_is_wrong_with_a_word_that_is_spelled_wrong(summary: str, told: str, kind: str) -> None:
    assert isinstance(observe("CTX101", summary, told, kind), Met)


def test_a_wrong_word_with_the_right_one_holds_nobody_up() -> None:
    assert evaluate(worded("Typo in README", "'recieve' in README.md should be 'receive'.", "Bug")).verdict == "ready"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("The certificate expires. Done when `nc -z mail.acme.example 993` succeeds on both hosts.", "Task"),
        ("Das Modul hängt an der alten Bibliothek. `mvn -pl reports-core verify` muss durchlaufen.", "Aufgabe"),
        ("Le module dépend de l'ancienne bibliothèque. `mvn -pl reports-core verify` doit passer.", "Tâche"),
        ("The chart renders the limits twice. `helm template . | grep -c resources:` should print 0.", "Bug"),
    ],
)
def test_a_command_and_what_comes_out_of_it_is_a_way_to_check(told: str, kind: str) -> None:
    assert isinstance(observe("DOD304", "Module core on the new library", told, kind), Met)


def test_a_command_that_gives_the_wrong_thing_is_none() -> None:
    told = "`stock list --output json` prints a trailing comma, and `jq` refuses it."
    assert isinstance(observe("DOD304", "Trailing comma in the list", told, "Bug"), Gap)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Patients ask who pays. The study page shows the sponsor. No sponsor: nothing.", "Story"),
        ("Fahrer laden zu früh. Die Karte zeigt die nächste Säule. Ohne Netz: letzte bekannte Daten.", "Story"),
        ("Sellers pick it again. The filter is kept. If the customer has been deleted, all orders show.", "Story"),
        ("Myyjät valitsevat sen aina. Suodatin muistetaan. Jos asiakas on poistettu, näytetään kaikki.", "Tarina"),
        ("Avtalet löper ut. Skicka via Pling. Svarar Pling inte inom 5 s försöker vi en gång till.", "Uppgift"),
    ],
)
def test_what_holds_without_the_thing_is_an_edge(told: str, kind: str) -> None:
    assert isinstance(observe("DOD303", "Sponsor on the study page", told, kind), Met)


@pytest.mark.parametrize(
    ("title", "told"), [('parse("1h30") returns 1 hour', "parse()"), ("Reprocess with calib tag w_2023_45", None)]
)
def test_a_template_names_a_call_whole_and_no_tag(title: str, told: str | None) -> None:
    assert interface_of(case_of(worded(title, "", "Task"))) == told


@pytest.mark.parametrize("markup", [None, "adf"])
def test_a_file_share_is_a_place_that_the_receiver_cannot_open(markup: str | None) -> None:
    words = r"The rates are on the share \\nas\specs\Rates.xlsx."
    document = {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}],
    }
    fields = {"summary": "Take over the new rates", "description": document if markup else words}
    verdict = evaluate(ticket_of({"key": "PAY-1", "fields": {**fields, "issuetype": {"name": "Task"}}}))
    assert "CTX104" in {gap.code for gap in verdict.gaps}


def test_two_backslashes_between_words_break_a_line_of_wiki_markup() -> None:
    issue = {"key": "PAY-1", "fields": {"summary": "x", "description": r"first\\second\third and \\ more"}}
    assert [block.text for block in ticket_of(issue).description.blocks] == ["first\nsecond\\third and\nmore"]


def test_an_acronym_in_a_line_of_a_log_needs_no_explanation() -> None:
    told = "The client leaks.\n\n2016-11-03 08:09:37 [ERROR] open(): QQX failed\n\n2016-11-03 08:09:38 [ERROR] open(): QQX failed"
    assert not isinstance(observe("CTX107", "Connections leak", told, "Bug"), Gap)


@pytest.mark.parametrize(
    ("summary", "told", "kind"),
    [
        ("Tooltips flicker", "Hover any bar of the chart on the dashboard: the tooltip flickers.", "Bug"),
        ("Tooltip flackert", "Klick auf einen Balken im Dashboard -> der Tooltip flackert.", "Fehler"),
    ],
)
def test_what_to_do_and_what_happens_then_in_one_line_is_a_way_to_try_it(summary: str, told: str, kind: str) -> None:
    assert isinstance(observe("CTX105", summary, told, kind), Met)
    assert isinstance(observe("CTX101", summary, told, kind), Met)


@pytest.mark.parametrize(
    ("language", "told"),
    [("fi", "Johto haluaa paremmat raportit, joista näkee kaiken yhdellä silmäyksellä."), ("fr", "Dix minutes hier.")],
)
def test_a_short_ticket_is_told_by_words_that_only_its_language_has(language: str, told: str) -> None:
    titles = {"fi": "Raportit paremmiksi", "fr": "Impression des factures lente"}
    assert case_of(worded(titles[language], told)).text.language == language
