"""What the work is about is heard in every language."""

from __future__ import annotations

import pytest

from checks.language.facts import PAIRS
from checks.language.lexicon import lexicons
from checks.language.model.features import SIGNALS, SUBJECTS, names_of_indicators
from checks.language.words import words_of

SENTENCES = {
    "lifecycle": {
        "en": "The broker does not reconnect after a restart",
        "fi": "Yhteys katkeaa, kun palvelin käynnistetään uudelleen",
        "sv": "Servern ansluter inte igen efter en omstart",
        "de": "Nach dem Neustart ist die Verbindung getrennt",
        "fr": "La connexion est perdue après le redémarrage",
        "es": "Se pierde la conexión después de reiniciar",
    },
    "wrong_value": {
        "en": "The call always returns the id instead of the name",
        "fi": "Kutsu palauttaa väärän arvon nimen sijaan",
        "sv": "Anropet ger ett felaktigt namn i stället för rätt id",
        "de": "Der Aufruf liefert null anstatt des Namens",
        "fr": "L'appel renvoie toujours l'identifiant au lieu du nom",
        "es": "La llamada siempre devuelve el id en lugar del nombre",
    },
    "concurrency": {
        "en": "Two threads wait for one lock",
        "fi": "Kaksi säiettä odottaa, ja haku jumittuu",
        "sv": "Två trådar väntar och sökningen hänger sig",
        "de": "Die Suche bleibt bei gleichzeitigem Zugriff hängen",
        "fr": "La recherche est bloquée par un verrou",
        "es": "La búsqueda se cuelga por un bloqueo",
    },
    "packaging": {
        "en": "Move the package to the Maven build",
        "fi": "Paketin kokoaminen siirretään toiseen haaraan",
        "sv": "Flytta paketet till det nya byggskriptet",
        "de": "Das Paket wird mit Maven gebaut",
        "fr": "La compilation du paquet échoue",
        "es": "Falla la compilación del paquete",
    },
    "programmers": {
        "en": "Callers of the library are third party developers",
        "fi": "Kehittäjät ja kirjaston kutsujat tarvitsevat sen",
        "sv": "Utvecklare och anropare behöver den",
        "de": "Entwickler und Aufrufer brauchen es",
        "fr": "Les développeurs et les appelants en ont besoin",
        "es": "Los desarrolladores lo necesitan",
    },
    "widget": {
        "en": "The label of the button is cut off",
        "fi": "Painikkeen kuvake ei näy valikossa",
        "sv": "Ikonen på knappen syns inte i menyn",
        "de": "Das Symbol der Schaltfläche fehlt im Menü",
        "fr": "L'icône du bouton manque dans la barre d'outils",
        "es": "Falta el icono del botón en la barra de herramientas",
    },
    "web_call": {
        "en": "The endpoint answers with a wrong status code",
        "fi": "Päätepiste vastaa väärällä tilakoodilla",
        "sv": "Ändpunkten svarar med fel statuskod",
        "de": "Der Endpunkt antwortet mit falschem Statuscode",
        "fr": "Le point d'accès répond avec un mauvais code de statut",
        "es": "El punto de acceso responde con otro código de estado",
    },
    "routine": {
        "en": "The method takes two arguments",
        "fi": "Metodin paluuarvo on väärä",
        "sv": "Metoden tar två argument",
        "de": "Der Rückgabewert der Methode stimmt nicht",
        "fr": "La méthode prend deux arguments",
        "es": "El método recibe dos argumentos",
    },
    "command_line": {
        "en": "Add a flag to the command",
        "fi": "Lisää komentoon uusi valitsin",
        "sv": "Lägg till en flagga i kommandot",
        "de": "Der Befehl bekommt einen neuen Schalter",
        "fr": "Ajouter un argument à la ligne de commande",
        "es": "Añadir un argumento al comando",
    },
    "conformity": {
        "en": "It differs from what is documented",
        "fi": "Toiminta poikkeaa siitä, mitä on dokumentoitu",
        "sv": "Beteendet skiljer sig från det som är dokumenterat",
        "de": "Das Verhalten ist uneinheitlich und weicht von der Spezifikation ab",
        "fr": "Le comportement n'est pas conforme à la norme",
        "es": "El comportamiento difiere de la especificación",
    },
    "upgrade": {
        "en": "Upgrade the dependency to the latest version",
        "fi": "Päivitys uusimpaan versioon ja riippuvuuksien tarkistus",
        "sv": "Uppgradera beroendet till senaste versionen",
        "de": "Die Abhängigkeit auf die neueste Version heben",
        "fr": "Montée de version de la dépendance",
        "es": "Actualizar la dependencia a la última versión",
    },
    "tests": {
        "en": "Add unit tests for the parser",
        "fi": "Jäsentimelle kirjoitetaan yksikkötestit",
        "sv": "Skriv enhetstester för tolken",
        "de": "Für den Parser werden Unittests geschrieben",
        "fr": "Écrire des tests unitaires pour l'analyseur",
        "es": "Escribir pruebas unitarias para el analizador",
    },
    "planning": {
        "en": "Covers the effort planned for the sprint",
        "fi": "Kattaa sprintille suunnitellun työmäärän",
        "sv": "Omfattar arbetsinsatsen som är planerad för sprinten",
        "de": "Umfasst den Aufwand, der für den Sprint geplant ist",
        "fr": "Couvre l'effort prévu pour le sprint",
        "es": "Cubre el esfuerzo planificado para el sprint",
    },
    "workbench": {
        "en": "The dialog hides the toolbar of the editor",
        "fi": "Valintaikkuna peittää editorin työkalupalkin",
        "sv": "Dialogrutan döljer redigerarens verktygsfält",
        "de": "Der Dialog verdeckt die Werkzeugleiste",
        "fr": "La boîte de dialogue cache la barre d'outils",
        "es": "El diálogo tapa la barra de herramientas",
    },
    "parameter": {
        "en": "Take a second argument for the time zone",
        "fi": "Toinen argumentti kertoo aikavyöhykkeen",
        "sv": "Ett andra argument anger tidszonen",
        "de": "Ein zweiter Parameter nennt die Zeitzone",
        "fr": "Un second paramètre donne le fuseau horaire",
        "es": "Un segundo argumento indica la zona horaria",
    },
    "extension": {
        "en": "Subclasses may override how a value is serialized",
        "fi": "Aliluokka voi ylikirjoittaa sarjallistamisen",
        "sv": "En underklass får överskugga hur värdet serialiseras",
        "de": "Eine Unterklasse darf überschreiben, wie serialisiert wird",
        "fr": "Une sous-classe peut surcharger la sérialisation",
        "es": "Una subclase puede sobrescribir cómo se serializa",
    },
    "unsure": {
        "en": "I am not sure whether this is the right place",
        "fi": "En ole varma, onko tämä oikea paikka",
        "sv": "Det är oklart om detta är rätt plats",
        "de": "Es ist unklar, ob das der richtige Ort ist",
        "fr": "Je ne sais pas si c'est le bon endroit",
        "es": "No está claro si este es el lugar correcto",
    },
    "wish": {
        "en": "It would be nice to archive several workspaces at once",
        "fi": "Olisi hyvä arkistoida monta työtilaa kerralla",
        "sv": "Det vore bra att kunna arkivera flera på en gång",
        "de": "Es wäre schön, mehrere auf einmal zu archivieren",
        "fr": "Il serait utile d'archiver plusieurs espaces",
        "es": "Sería útil archivar varios a la vez",
    },
    "enhancement": {
        "en": "Improve the preview and make it easier to close",
        "fi": "Paranna esikatselua",
        "sv": "Förbättra förhandsvisningen",
        "de": "Die Vorschau verbessern",
        "fr": "Améliorer l'aperçu",
        "es": "Mejorar la vista previa",
    },
    "request": {
        "en": "Hide archived workspaces",
        "fi": "Piilota arkistoidut työtilat",
        "sv": "Dölj arkiverade ytor",
        "de": "Archivierte Bereiche ausblenden",
        "fr": "Masquer les espaces archivés",
        "es": "Ocultar los espacios archivados",
    },
    "inner": {
        "en": "Refactor the mapper and remove unused constants",
        "fi": "Refaktoroi muunnin",
        "sv": "Refaktorera mapparen",
        "de": "Den Mapper refaktorieren",
        "fr": "Renommer le convertisseur",
        "es": "Renombrar el conversor",
    },
    "unreproduced": {
        "en": "I could not reproduce it on my machine",
        "fi": "Vika ei toistu meillä",
        "sv": "Felet går inte att återskapa",
        "de": "Der Fehler ist nicht reproduzierbar",
        "fr": "L'erreur est impossible à reproduire",
        "es": "No se puede reproducir el fallo",
    },
}


@pytest.mark.parametrize("code", ["en", "fi", "sv", "de", "fr", "es"])
@pytest.mark.parametrize("subject", sorted(SUBJECTS))
def test_a_subject_is_heard_in_every_language(subject: str, code: str) -> None:
    assert subject in lexicons()[code].signals.in_words(words_of(SENTENCES[subject][code]))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "As an accountant I want to see the total of a month"),
        ("fi", "Kirjanpitäjänä haluan nähdä kuukauden summan"),
        ("sv", "Som revisor vill jag se månadens summa"),
        ("de", "Als Buchhalterin möchte ich die Summe eines Monats sehen"),
        ("fr", "En tant que comptable, je veux voir le total du mois"),
        ("es", "Como contable quiero ver el total del mes"),
    ],
)
def test_an_accountants_wish_is_about_none_of_them(code: str, sentence: str) -> None:
    assert not SUBJECTS.keys() & lexicons()[code].signals.in_words(words_of(sentence))


@pytest.mark.parametrize(
    ("code", "sentence", "subject"),
    [
        ("en", "A customer sees the points of a purchase", "planning"),
        ("de", "Der Rest der Liste bleibt", "web_call"),
        ("de", "Die Suche zeigt null Treffer", "wrong_value"),
        ("fr", "Se connecter avec son adresse", "lifecycle"),
        ("es", "Iniciar sesión con la dirección", "lifecycle"),
        ("sv", "Kunden ser sina poäng", "planning"),
    ],
)
def test_a_word_that_only_looks_like_a_subject_is_not_heard_as_one(code: str, sentence: str, subject: str) -> None:
    assert subject not in lexicons()[code].signals.in_words(words_of(sentence))


def test_each_subject_is_a_concept_of_its_own_with_indicators() -> None:
    assert not SUBJECTS.keys() & SIGNALS.keys()
    assert {f"summary.{subject}" for subject in SUBJECTS} <= set(names_of_indicators())


def test_a_pair_is_of_two_known_concepts_and_stands_once() -> None:
    assert {concept for pair in PAIRS for concept in pair} <= SIGNALS.keys() | SUBJECTS.keys()
    assert len(PAIRS) == len(set(PAIRS))
