"""The rules about contracts see the same gap, and the same sentence that closes it, in each of our languages."""

from __future__ import annotations

import pytest

from checks.catalogue import by_code
from checks.language.analyse import analyse
from checks.language.kind import kind_of
from checks.rule import Case, Gap, Met, NotApplicable, Observation
from tests.fakes.tickets import worded

TOLD = (
    # code, language, summary, description, the sentence that closes the gap
    (
        "CON204",
        "fi",
        "Lisää jäsenpalveluun DELETE /jasenet/{id}",
        "Seurat pyytävät meitä postitse poistamaan jäseniä, ja se on hidasta. Lisätään DELETE /jasenet/{id}, joka poistaa jäsenen.",
        "Vain sihteeri, jolla on oikeus jäsenrekisteriin, saa kutsua.",
    ),
    (
        "CON204",
        "sv",
        "Lägg till DELETE /medlemmar/{id} i medlemstjänsten",
        "Klubbarna ber oss per post att stryka medlemmar, och det är långsamt. Lägg till DELETE /medlemmar/{id} som tar bort medlemmen.",
        "Endast sekreterare med rollen register får anropa den.",
    ),
    (
        "CON204",
        "de",
        "DELETE /mitglieder/{id} im Mitgliederdienst hinzufügen",
        "Die Vereine bitten uns per Post, Mitglieder zu streichen, und das ist langsam. Neu: DELETE /mitglieder/{id} entfernt das Mitglied.",
        "Nur Benutzer mit der Rolle Register dürfen aufrufen.",
    ),
    (
        "CON204",
        "fr",
        "Ajouter DELETE /membres/{id} au service des membres",
        "Les clubs nous demandent par courrier de radier des membres, et c'est lent. Ajouter DELETE /membres/{id}, qui supprime le membre.",
        "Seuls les utilisateurs ayant le rôle registre peuvent appeler.",
    ),
    (
        "CON204",
        "es",
        "Añadir DELETE /socios/{id} al servicio de socios",
        "Los clubes nos piden por correo dar de baja a socios, y es lento. Añadir DELETE /socios/{id}, que elimina al socio.",
        "Solo los usuarios con el rol registro pueden llamar.",
    ),
    (
        "CON206",
        "fi",
        "Tallenna jäsenen maa",
        "Jäsenten maata ei tiedetä. Lisätään uusi sarake maa tietokannan tauluun jasenet.",
        "Nykyiset rivit saavat arvon FI migraatiossa 12.",
    ),
    (
        "CON206",
        "sv",
        "Spara medlemmens land",
        "Medlemmarnas land är okänt. Lägg till en ny kolumn land i databasens tabell medlemmar.",
        "Befintliga rader får FI i migrering 12.",
    ),
    (
        "CON206",
        "de",
        "Land des Mitglieds speichern",
        "Das Land der Mitglieder ist unbekannt. Neue Spalte land in der Tabelle mitglieder der Datenbank.",
        "Bestehende Datensätze erhalten FI durch Migration 12.",
    ),
    (
        "CON206",
        "fr",
        "Enregistrer le pays du membre",
        "Le pays des membres est inconnu. Ajouter une nouvelle colonne pays à la table membres de la base de données.",
        "Les lignes existantes reçoivent FI par la migration 12.",
    ),
    (
        "CON206",
        "es",
        "Guardar el país del socio",
        "El país de los socios es desconocido. Añadir una nueva columna pais a la tabla socios de la base de datos.",
        "Las filas existentes reciben FI en la migración 12.",
    ),
    (
        "CON207",
        "fi",
        "Julkaise tapahtuma, kun jäsen eroaa",
        "Laskutus kyselee tietokannasta, onko kukaan eronnut. Julkaise tapahtuma Kafkaan, kun jäsen eroaa.",
        "Aihe on jasen.eronnut, avaimena jäsenen tunnus; sama tapahtuma kahdesti ohitetaan.",
    ),
    (
        "CON207",
        "sv",
        "Publicera en händelse när en medlem slutar",
        "Faktureringen frågar databasen om någon har slutat. Publicera en händelse till Kafka när en medlem slutar.",
        "Topic medlem.slutat, nyckeln är medlemmens id; dubbletter ignoreras.",
    ),
    (
        "CON207",
        "de",
        "Ereignis veröffentlichen, wenn ein Mitglied austritt",
        "Die Abrechnung fragt ständig die Datenbank ab. Veröffentliche ein Ereignis auf Kafka, wenn ein Mitglied austritt.",
        "Topic mitglied.ausgetreten, Schlüssel ist die Mitgliedsnummer; Duplikate werden ignoriert.",
    ),
    (
        "CON207",
        "fr",
        "Publier un événement quand un membre part",
        "La facturation interroge sans cesse la base. Publier un événement sur Kafka quand un membre part.",
        "Topic membre.parti, la clé est le numéro du membre ; les doublons sont ignorés.",
    ),
    (
        "CON207",
        "es",
        "Publicar un evento cuando un socio se da de baja",
        "Facturación consulta la base sin parar. Publicar un evento en Kafka cuando un socio se da de baja.",
        "Topic socio.baja, la clave es el número de socio; los duplicados se ignoran.",
    ),
    (
        "CON210",
        "fi",
        "Lisää uusi sivu jäsenyyksille",
        "Hallitus kysyy joka kuukausi, montako jäsentä on. Lisätään uusi sivu, joka näyttää jäsenet kuukausittain.",
        "Kun jäseniä ei ole, sivu on tyhjä ja siinä lukee “Ei vielä jäseniä”; latauksen aikana näkyy harmaat palkit.",
    ),
    (
        "CON210",
        "sv",
        "Lägg till en ny sida för medlemskap",
        "Styrelsen frågar varje månad hur många medlemmar vi har. Lägg till en ny sida som visar medlemmar per månad.",
        "Om listan är tom står det “Inga medlemmar än”; felmeddelandet är “Försök igen”.",
    ),
    (
        "CON210",
        "de",
        "Neue Seite für Mitgliedschaften",
        "Der Vorstand fragt jeden Monat, wie viele Mitglieder es gibt. Eine neue Seite zeigt die Mitglieder nach Monat.",
        "Ist die Liste leer, steht dort “Noch keine Mitglieder”; die Fehlermeldung lautet “Bitte erneut versuchen”.",
    ),
    (
        "CON210",
        "fr",
        "Ajouter une nouvelle page pour les adhésions",
        "Le bureau demande chaque mois combien il y a de membres. Ajouter une nouvelle page qui montre les membres par mois.",
        "Si la liste est vide, la page dit “Pas encore de membres” ; le message d'erreur est “Réessayez”.",
    ),
    (
        "CON210",
        "es",
        "Añadir una nueva página para las altas",
        "La junta pregunta cada mes cuántos socios hay. Añadir una nueva página que muestra los socios por mes.",
        "Si la lista está vacía, la página dice “Aún no hay socios”; el mensaje de error es “Inténtelo de nuevo”.",
    ),
)


def observe(code: str, summary: str, description: str) -> Observation:
    ticket = worded(summary, description)
    text = analyse(ticket)
    rule = by_code()[code]
    return rule.check(Case(ticket, text, kind_of(ticket, text), "contractor"), rule.options)


@pytest.mark.parametrize(
    ("code", "language", "summary", "description", "closing"), TOLD, ids=lambda value: value if len(value) < 7 else ""
)
def test_the_gap_and_what_closes_it_are_seen(
    code: str, language: str, summary: str, description: str, closing: str
) -> None:
    assert isinstance(observe(code, summary, description), Gap)
    assert isinstance(observe(code, summary, f"{description} {closing}"), Met)


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        ("Korjaa kirjoitusvirhe etusivulla", "Etusivulla lukee “Tervetloa”. Siinä pitäisi lukea “Tervetuloa”."),
        ("Rätta stavfelet på startsidan", "Där står “Välkommn”. Det ska stå “Välkommen”."),
        ("Tippfehler auf der Startseite beheben", "Dort steht “Wilkommen”. Es soll “Willkommen” heißen."),
        ("Corriger la faute sur la page d'accueil", "On y lit “Bienvenu”. Il faut lire “Bienvenue”."),
        ("Corregir la errata de la portada", "Pone “Bienbenido”. Debe poner “Bienvenido”."),
    ],
)
def test_a_small_correction_is_asked_nothing_in_any_language(summary: str, description: str) -> None:
    for number in range(4, 12):
        assert isinstance(observe(f"CON2{number:02}", summary, description), NotApplicable)
