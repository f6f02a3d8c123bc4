"""Single ways to say a thing, in each language: a rule that took one of them for a gap spoke falsely to its author."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.catalogue import by_code
from checks.evaluate import case_of
from checks.rule import Gap, Met, NotApplicable
from tests.fakes.tickets import observe

RENAMED = 'The button "Send" on the order page confuses people. Rename it to "Place order". '
COLUMN = {
    "en": ("Add a column currency to the orders table", "Add a column `currency` to the table `orders`. "),
    "fi": ("Lisää sarake currency tauluun orders", "Lisää tietokannan tauluun `orders` sarake `currency`. "),
    "sv": (
        "Lägg till kolumnen currency i tabellen orders",
        "Lägg till en kolumn `currency` i databastabellen `orders`. ",
    ),
    "de": (
        "Spalte currency in Tabelle orders ergänzen",
        "Eine Spalte `currency` in der Datenbanktabelle `orders` hinzufügen. ",
    ),
    "fr": (
        "Ajouter une colonne currency à la table orders",
        "Ajouter une colonne `currency` à la table `orders` de la base. ",
    ),
    "es": (
        "Añadir una columna currency a la tabla orders",
        "Añadir una columna `currency` a la tabla `orders` de la base. ",
    ),
}


@pytest.mark.parametrize(
    "sentence",
    [
        "The other buttons are not part of this ticket.",
        "All that is needed is described in this ticket.",
        "Nothing else in this ticket changes as discussed above.",
    ],
)
def test_what_points_at_the_ticket_itself_is_not_unseen(sentence: str) -> None:
    assert isinstance(observe("CTX103", "Rename the button", RENAMED + sentence, "Task"), Met)


def test_what_users_see_and_what_is_mailed_is_never_quoted_as_unseen() -> None:
    told = "Support cannot see refunds. Customers get them by e-mail. See the notes of the Tuesday meeting."
    seen = observe("CTX103", "Create a page for refunds", told)
    assert not isinstance(seen, Gap) or [one.quote for one in seen.evidence] == [
        "See the notes of the Tuesday meeting."
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Default is EUR for existing orders."),
        ("en", "Old orders keep null."),
        ("fi", "Oletus on EUR vanhoille tilauksille."),
        ("sv", "Standardvärde är EUR för befintliga ordrar."),
        ("de", "Standardwert ist EUR für bestehende Bestellungen."),
        ("fr", "La valeur par défaut est EUR pour les commandes existantes."),
        ("es", "El valor por defecto es EUR para los pedidos existentes."),
    ],
)
def test_what_present_rows_hold_may_be_said_in_any_words(language: str, sentence: str) -> None:
    summary, change = COLUMN[language]
    assert isinstance(observe("CON206", summary, change), Gap)
    assert isinstance(observe("CON206", summary, change + sentence), Met)


@pytest.mark.parametrize(
    "told",
    [
        "Publier un événement sur le topic Kafka `orders.shipped` quand une commande est expédiée, avec l'id comme clé. Les "
        "doublons sont ignorés.",
        "Publicar un evento en el topic Kafka orders.shipped, con el id como clave. Los duplicados se ignoran.",
        "Publicera en händelse till Kafka-ämnet `orders.shipped` med ordernumret som nyckel. Dubbletter ignoreras.",
    ],
)
def test_a_topic_behind_the_name_of_its_product_is_named(told: str) -> None:
    assert isinstance(observe("CON207", "Kafka orders.shipped", told), Met)


@pytest.mark.parametrize(
    "told",
    [
        "When an order ships, we call the partner's endpoint `POST /shipments` with the order number.",
        "`RefundService` sends a `POST /shipments` to the warehouse's API.",
        "Kun tilaus lähtee, kutsutaan kumppanin rajapintaa `POST /shipments` tilausnumerolla.",
        "När en order skickas anropar vi partnerns API `POST /shipments` med ordernumret.",
        "Wenn eine Bestellung versandt wird, rufen wir die Schnittstelle des Partners `POST /shipments` auf.",
        "Quand une commande est expédiée, nous appelons l'API du partenaire `POST /shipments` avec son numéro.",
        "Cuando se envía un pedido, llamamos a la API del socio `POST /shipments` con su número.",
    ],
)
def test_nobody_is_asked_who_may_call_somebody_elses_endpoint(told: str) -> None:
    assert isinstance(observe("CON204", "Shipments", told), NotApplicable)


def test_an_endpoint_that_is_added_is_asked_about_though_others_call_it() -> None:
    told = "Shops call `POST /shipments` by hand in a script. Add `POST /shipments` to the gateway."
    assert isinstance(observe("CON204", "Add POST /shipments", told), Gap)


@pytest.mark.parametrize(
    ("summary", "steps", "should", "expected"),
    [
        (
            "Mejl skickas två gånger",
            "**Steg**\n1. Lägg en order.\n2. Betala.",
            "**Vad borde hända**",
            "Ett mejl kommer.",
        ),
        ("Viesti lähtee kahdesti", "Vaiheet:\n1. Tee tilaus.\n2. Maksa.", "Odotettu:", "Yksi viesti lähtee."),
        ("Fel summa", "## Steg\n1. Lägg två varor i korgen.", "## Förväntat resultat\n", "Summan visar båda."),
    ],
)
def test_a_bug_that_says_what_should_happen_can_be_decided(
    summary: str, steps: str, should: str, expected: str
) -> None:
    seen = observe("DOD302", summary, f"{steps}\n\n{should}\n{expected}", "Bug")
    assert isinstance(seen, Met)
    assert [one.quote for one in seen.evidence] == [expected]


def test_that_it_works_is_no_expected_result() -> None:
    told = "Steps:\n1. Open it.\n\nActual: it fails.\n\nExpected: it works."
    assert isinstance(observe("DOD302", "Import fails", told, "Bug"), Gap)


@pytest.mark.parametrize(
    "sentence",
    [
        "Both work until 4.0.",
        "Whoever sets `--dest` keeps it.",
        "Molemmat toimivat versioon 4.0.",
        "Beide gelten bis 4.0.",
    ],
)
def test_what_users_of_the_present_form_get_may_be_said_in_any_words(sentence: str) -> None:
    told = "`--dest` reads like a host. Rename the flag `--dest` of the `export` command to `--directory`. "
    assert isinstance(observe("CON205", "Rename the flag --dest to --directory", told), Gap)
    assert isinstance(observe("CON205", "Rename the flag --dest to --directory", told + sentence), Met)


def test_several_acronyms_are_spoken_of_as_several() -> None:
    seen = observe("CTX107", "Add the QBR export for the XKZ team", "The XKZ team gets the QBR by mail.", "Task")
    assert isinstance(seen, Gap)
    assert (seen.message, seen.question) == ("Not explained: QBR and XKZ.", "What do QBR and XKZ stand for?")
    assert seen.remedy == "Spell QBR and XKZ out once, or add them to the glossary of the project's policy."


def test_several_tickets_that_are_waited_for_are_spoken_of_as_several() -> None:
    fields = {"summary": "Remove LegacyAdapter", "description": "This depends on PAY-7 and PAY-8.", "issuelinks": []}
    rule = by_code()["CTX113"]
    seen = rule.check(case_of(ticket_of({"key": "EX-1", "markup": "markdown", "fields": fields})), rule.options)
    assert isinstance(seen, Gap)
    assert "whether they are done" in seen.message
    assert seen.question == "Are PAY-7 and PAY-8 done?"


def test_several_credentials_are_spoken_of_as_several() -> None:
    told = "Log in with password: tr0ub4dor&3 and the key AKIA2E0A8F3B244C9986."
    seen = observe("HYG401", "Import fails on the test server", told, "Bug")
    assert isinstance(seen, Gap)
    assert seen.remedy.startswith("Revoke the credentials now, take them out")
    assert seen.question == "Have the credentials in the ticket been revoked?"


def test_a_word_that_stands_for_any_text_is_named_with_its_heading() -> None:
    seen = observe("CTX106", "Limit the size of receipts", "Large receipts are refused.\n\n## Limit\nTBD")
    assert isinstance(seen, Gap)
    assert seen.question == "What should stand in place of “Limit (TBD)”?"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("CTX101", "Please improve various things somehow."),
        ("CTX102", "It does not work."),
        ("CTX105", "It does not work."),
        ("DOD301", "It does not work."),
        ("DOD302", "It does not work."),
    ],
)
def test_no_question_quotes_a_title_that_is_not_there(code: str, told: str) -> None:
    for kind in ("Bug",) if code == "CTX105" else ("Bug", "Task"):
        seen = observe(code, "", told, kind)
        assert isinstance(seen, Gap)
        assert "“”" not in str(seen.question)


def test_a_ticket_for_one_place_only_says_what_is_left_out() -> None:
    told = "Norwegian buyers see euro. Phase 1: prices in NOK. Only for the web shop, not for the app."
    assert isinstance(observe("CTX108", "Multi-currency", told, "Epic"), Met)


@pytest.mark.parametrize(
    "sentence",
    [
        "Unknown SKUs are logged and skipped.",
        "Jos palvelin ei vastaa, näytetään virheilmoitus.",
        "Okända artiklar loggas och hoppas över.",
        "Unbekannte Artikel werden übersprungen und protokolliert.",
        "Si l'article est inconnu, il est ignoré.",
        "Si el artículo es desconocido, se omite.",
        "Un pays inconnu dans l'adresse est ignoré.",
        "Tomma dagar ger ingen fil alls.",
        "More than 1,000 bad rows are counted and not shown.",
    ],
)
def test_what_happens_with_the_unknown_is_a_border(sentence: str) -> None:
    assert isinstance(observe("DOD303", "Price import", f"{sentence}"), Met)


@pytest.mark.parametrize(
    ("code", "summary", "told"),
    [
        ("CON204", "Add POST /refunds", "Add `POST /refunds`. Which role may call it?"),
        ("CON204", "Add POST /refunds", "Add `POST /refunds`. If the token is missing, should we answer 401 or 403?"),
        ("CON206", COLUMN["en"][0], COLUMN["en"][1] + "What should existing rows get?"),
        ("CON206", COLUMN["en"][0], COLUMN["en"][1] + "For existing rows ask the payments team."),
        (
            "CON207",
            "Publish an event",
            "Publish an event to the topic `orders.shipped`. Is order guaranteed, and what of retries?",
        ),
        (
            "CON210",
            "Create a page for refunds",
            "Support sees none. Create a page for refunds. The design is still open.",
        ),
    ],
)
def test_a_question_is_no_answer(code: str, summary: str, told: str) -> None:
    assert isinstance(observe(code, summary, told), Gap)


def test_what_the_product_asks_its_users_is_nobodys_knowledge() -> None:
    told = "Ask the user for consent before the newsletter form `signup.html` is sent."
    assert isinstance(observe("CTX103", "Ask for consent", told, "Task"), Met)
