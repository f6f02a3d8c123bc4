"""What a ticket leans on that only insiders have, in the words of many trades: a talk, a list, a person."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.catalogue import by_code
from checks.evaluate import case_of
from checks.rule import Gap, Met, Observation
from tests.fakes.tickets import observe


def is_leaned_on(title: str, said: str) -> None:
    seen = observe("CTX103", title, said, "Task")
    assert isinstance(seen, Gap)
    assert seen.severity is None
    assert seen.evidence[0].quote == said


@pytest.mark.parametrize(
    "said",
    [
        "Ask Marek, he has the logs of the last visit.",
        "Same as we did for the other bank.",
        "The agency has sent us a new proposal.",
        "Das neue Zertifikat holen, die Datei liegt bei Frank.",
        "Das Büro hat einen Entwurf geschickt.",
        "L'agence a envoyé une maquette.",
        "La agencia ha enviado una propuesta.",
        "Mainostoimisto lähetti ehdotuksen.",
        "Byrån har skickat ett förslag.",
        "Prepare the closing like last year.",
        "The notebook is on the shared drive.",
        "Tilinpäätös on tehtävä ja se tehdään kuten viime vuonna.",
        "Zertifikate erneuern, Vorgehen wie letztes Mal.",
        "Les rendre plus utiles, comme vu avec le marketing.",
        "Preparar el cierre como el año pasado.",
        "Förbered bokslutet som förra året.",
    ],
)
def test_what_only_insiders_know_is_leaned_on(said: str) -> None:
    is_leaned_on("2026", said)


@pytest.mark.parametrize(
    "words", ["- new option\n- Storybook story\n- snapshots", "Patient safety issue!", "See title."]
)
def test_a_word_for_a_ticket_leans_on_nothing(words: str) -> None:
    seen = observe("CTX103", "Add a density option to the table", f"Please do it soon.\n\n{words}")
    assert not isinstance(seen, Gap) or seen.evidence[0].quote not in words


@pytest.mark.parametrize(
    ("code", "description"),
    [
        ("CTX103", "Put the address on one page, as discussed in the meeting."),
        ("CTX104", "Implement the rules in https://wiki.corp.internal/display/BILL/Rules in the module `billing`."),
    ],
)
def test_an_answer_in_a_comment_tells_what_was_decided_elsewhere(code: str, description: str) -> None:
    def seen(comment: str) -> Observation:
        told = {"body": comment, "author": {"accountId": "a", "displayName": "Ana"}}
        fields = {"summary": "One page", "description": description, "comment": {"comments": [told]}}
        rule = by_code()[code]
        return rule.check(case_of(ticket_of({"key": "EX-1", "fields": fields})), rule.options)

    assert isinstance(seen("What was decided there: see the wiki."), Gap)
    assert isinstance(seen("What was decided there: name and address stand on one page, with Pay below."), Met)


@pytest.mark.parametrize(
    "said",
    [
        "Die gewünschten Anpassungen von Herrn Maurer umsetzen.",
        "Please make the requested changes to the delivery note.",
        "Cambiar los textos según lo que mandó la asesoría.",
        "Inför de nya rollerna enligt beslutet i styrgruppen.",
    ],
)
def test_what_somebody_asked_for_elsewhere_is_leaned_on(said: str) -> None:
    seen = observe("CTX103", "2026", said, "Task")
    assert isinstance(seen, Gap)
    assert seen.severity is None


@pytest.mark.parametrize(
    "said",
    [
        "Kofi did the spike, see his notes.",
        "Schematics from Dieter.",
        "Legal has sent us the texts.",
        "Bitte einrichten wie bei Firma Keller.",
        "Umsetzen laut Liste von Frau Wendt.",
        "Voir le rapport de Karine.",
        "Legal ha mandado los textos nuevos.",
        "Tehdään Jaanan listan mukaiset korjaukset.",
        "Rätta texterna enligt Karins lista.",
        "Jana knows who.",
        "Implement the recommendations.",
        "Die Empfehlungen aus dem Audit umsetzen.",
        "Use the new illustrations, Mia has them.",
        "Use the new illustrations, HR has them.",
        "Implement the points from the workshop.",
        "Die Punkte aus dem Workshop umsetzen.",
        "Fotos vom Flipchart hat Jonas.",
        "Toteutetaan työpajan kohdat järjestyksessä.",
        "Inför punkterna från mötet i ordning.",
        "Mettre en place les points de l'atelier.",
        "Implementar los puntos del taller.",
        "For the thing we talked about on Monday.",
        "Implement the page according to the Figma (link in the channel).",
        "The texts are ready, copy comes from marketing.",
        "Die Texte kommen vom Marketing.",
        "Se asia josta puhuimme maanantaina.",
        "Det vi pratade om i måndags, länken i kanalen.",
        "Les textes viennent du marketing.",
        "Los textos vienen de marketing.",
        "It is broken again, see ticket from last week.",
        "Logs are with Dimitri.",
        "The mapping of fields is in the confluence page “CRM”.",
        "Die Zuordnung steht in Confluence.",
        "Die Logs liegen bei Frau Wendt.",
        "Kenttien nimet ovat tässä, vastaavuus on Confluencessa.",
        "Lokit ovat Mikalla.",
        "Fälten och deras namn står i Confluence.",
        "Les journaux sont chez Karine.",
        "Los registros los tiene Dimitri.",
    ],
)
def test_what_is_in_somebodys_hands_is_leaned_on(said: str) -> None:
    is_leaned_on("Update", said)


@pytest.mark.parametrize(
    "said",
    [
        "Once the server has sent the list, the client closes the connection.",
        "The user opens the page from his list view.",
        "Copy from Word keeps its formatting.",
        "The importer knows where the list is, and could skip it.",
        "Fix the findings page so that it opens.",
        "The importer shows the points of the last player.",
        "El servidor ha enviado los archivos y cierra la conexión.",
        "Der Server hat die Liste geschickt, danach schließt er die Verbindung.",
    ],
)
def test_what_the_product_sends_or_shows_is_not(said: str) -> None:
    seen = observe("CTX103", "Close the connection of the importer", f"The importer keeps 400 connections open. {said}")
    assert not isinstance(seen, Gap)


def test_a_link_in_a_mail_that_the_product_sends_is_no_reference() -> None:
    told = "Customers write letters, two people answer them all day.\n\nIn scope\n- request form\n- verification by e-mail link"
    seen = observe("CTX103", "Self-service deletion of accounts", told, "Epic")
    assert not isinstance(seen, Gap)


@pytest.mark.parametrize(
    ("host", "seen"),
    [("jenkins.corp.acme.com", Gap), ("intranet.acme.example", Gap), ("corp.wiki.acme.com", Gap), ("ci.acme.io", Met)],
)
def test_a_host_of_the_inside_is_one_wherever_its_name_says_so(host: str, seen: type) -> None:
    told = f"Crash log: http://{host}/job/ads/118/console"
    assert isinstance(observe("CTX104", "Crash in the module of ads", told, "Bug"), seen)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("The discount must work exactly as in the old system.", "Story"),
        ("Die Rabattregel soll genauso funktionieren wie im Altsystem.", "Anforderung"),
        ("La remise est calculée comme dans l'ancien système.", "Récit"),
        ("La regla debe funcionar igual que en el sistema antiguo.", "Historia"),
        ("Alennus on laskettava kuten vanhassa järjestelmässä, jos se on yli 5 %.", "Tarina"),
        ("Rabatten ska räknas ut som i gamla systemet, om den är över 5 %.", "Krav"),
    ],
)
def test_an_old_system_that_the_receiver_never_saw_is_leaned_on(told: str, kind: str) -> None:
    assert isinstance(observe("CTX103", "Discounts", told, kind), Gap)
