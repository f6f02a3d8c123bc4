"""How the result is checked, and what holds at a border, in the words of many trades."""

from __future__ import annotations

import pytest

from checks.rule import Gap, Met
from tests.fakes.tickets import observe

PRICES = "Sales types price lists into the ERP by hand, two hours a customer. "
PUMP = "The pump controller restarts in the cold, which stops the dosing. "


@pytest.mark.parametrize(
    ("summary", "description", "kind"),
    [
        ("Explain how to change the pump's key", f"{PUMP}Add a chapter to `docs/keys.md`. Mira reads it over.", "Docs"),
        (
            "Avaimen vaihto ohjeeseen",
            "Ohje `docs/keys.md` ei kerro avaimen vaihdosta. Lisää luku. Mira oikolukee.",
            "Docs",
        ),
        ("Schlüsselwechsel beschreiben", "Im README steht nichts dazu. Kapitel ergänzen. Jonas liest gegen.", "Docs"),
        (
            "Export the audit file for Norway",
            f"{PRICES}The file validates against the official XSD of the tax office.",
            "Story",
        ),
        (
            "Move the night run to Java 21",
            f"{PRICES}Done when the run gives the same totals as in March (`diff` is empty).",
            "Task",
        ),
        (
            "Rate calls to 262-23",
            f"{PRICES}Add the line to `networks.csv` and extend `RatingTest` by a call of 60 s.",
            "Task",
        ),
        ("Controller restarts", f"{PUMP}\n\nDone when:\n- no restart in 100 commits (`tools/soak.py --n 100`)", "Bug"),
        (
            "Spike: replace the sensors?",
            f"{PUMP}Two days. The lead of the pumps (Ines Prado) accepts it.",
            "Spike",
        ),
        ("Bump the framework", f"{PRICES}\n\n- integration suite green, scanner has no highs", "Task"),
        (
            "Purge old rows",
            f"{PRICES}Dry run first (`--dry-run` prints ids), Ola from legal signs off the list, then on.",
            "Task",
        ),
        ("Quarantine flaky specs", f"{PRICES}\n\nReviewer: whoever is on build duty.", "Task"),
        (
            "Answer unknown",
            f"{PRICES}\n\nAcceptance\n- on `data/strangers/` at least 95 % come back unknown\n- no more than 2 % else",
            "Story",
        ),
        ("Button that loads", f"{PRICES}\n\n- the width stays\n- Storybook story and snapshot", "Story"),
        (
            "Move the state",
            f"{PUMP}Move the state to the bucket. `terraform plan` shows no changes afterwards.",
            "Task",
        ),
        (
            "Mahnlauf",
            "Kunden kündigen. Rechnungen auslassen. Abnahme: Fr. Wendt, Debitoren, auf Testmandant 900.",
            "Story",
        ),
        (
            "Versiointi",
            "Poisto on peruuttamaton. Ota versiointi käyttöön. `plan` ei saa näyttää muita muutoksia.",
            "Tehtävä",
        ),
        (
            "Knapp",
            "Tre team bygger egna.\n\nKrav\n- bredden ändras inte\n- story i Storybook och snapshot",
            "Berättelse",
        ),
    ],
)
def test_how_it_is_checked_is_seen_in_these_words(summary: str, description: str, kind: str) -> None:
    assert isinstance(observe("DOD304", summary, description, kind), Met)


@pytest.mark.parametrize(
    "said",
    [
        "The uploaded file is validated against the list of suppliers.",
        "The clerk reads the letter over the phone.",
        "Extend the table to all suppliers.",
        "For new lists, this should be checked by default.",
    ],
)
def test_what_the_product_checks_is_no_check_of_the_result(said: str) -> None:
    assert isinstance(observe("DOD304", "Import price lists", PRICES + said), Gap)


@pytest.mark.parametrize(
    ("summary", "description", "kind"),
    [
        ("Store phone numbers as E.164", f"{PRICES}Numbers that cannot be parsed are listed in a report.", "Task"),
        ("Export the audit file", f"{PRICES}New export in Reports. Exports of more than a year are refused.", "Story"),
        (
            "Purger les journaux",
            "Le disque est plein. Garder 90 jours. Les journaux d'audit ne sont jamais supprimés.",
            "Tâche",
        ),
        ("Drop the old sidebar", f"{PRICES}Drop `Sidebar.tsx` and its tests. No visible change for users.", "Task"),
        (
            "Timer runs on in the menu",
            "Actual: the timer runs on.\n\nExpected: it stops in the menu. In online games it never stops.",
            "Bug",
        ),
        (
            "Fehler steht doppelt",
            "Ist: zweimal im Speicher.\n\nSoll: Er steht einmal drin. Bei mehr als 6,5 V wird kein Fehler gesetzt.",
            "Fehler",
        ),
        (
            "Scan many",
            f"{PRICES}\n\n- beeps once\n- a parcel that isn't on the tour: red flash, scanning goes on",
            "Story",
        ),
        ("Select", f"{PRICES}Clearing calls `onChange(null)`.\n\nNot for multi-select.", "Story"),
        ("Pin versions", f"{PRICES}Pin all of them. Upgrading to 5.x is EX-221, not here.", "Task"),
        ("Respawn", f"{PRICES}Take the nearest free point within 5 m; if there is none use the start.", "Story"),
        ("Rauschen", "Das Kontingent ist leer. Events verwerfen, außer der Referer ist eine eigene Seite.", "Aufgabe"),
        (
            "Clock is off",
            "After the change of time it is off by an hour. Call it each hour. UTC devices must stay so.",
            "Bug",
        ),
        (
            "Umlaute fehlen",
            "Ist: falsch gedruckt.\n\nSoll: richtig. Auf dem alten Drucker stimmt es, das muss so bleiben.",
            "Fehler",
        ),
        (
            "Ääni katkeaa",
            "Nyt: ääni loppuu.\n\nOdotettu: Ääni jatkuu kaiuttimesta. Jos puhelin on äänettömällä, ääni pysyy pois.",
            "Virhe",
        ),
        ("Photo mode", f"{PRICES}\n\n- time stands still\n- not available in multiplayer and in cutscenes", "Story"),
        ("Unlock many users", f"{PRICES}Press Unlock for several. Users who are suspended are left alone.", "Story"),
        ("Quarantine specs", f"{PRICES}Tag them. Payment specs (`cypress/pay/**`) are never quarantined.", "Task"),
        ("Show the gate", f"{PRICES}\n\n- gate on the front\n- cancelled flight: gate is removed", "Story"),
        ("Bump the framework", f"{PRICES}\n\n- all six services\n- no feature changes that ops would notice", "Task"),
        (
            "Watchdog reset",
            "Actual: reset.\n\nExpected: sector by sector. An image that doesn't fit in the slot is refused before that.",
            "Bug",
        ),
        (
            "Kuva kaatuu",
            "Nyt: sovellus kaatuu.\n\nOdotettu: Kuva muunnetaan. Jos muunnos ei onnistu, näytetään virhe eikä lähetetä.",
            "Virhe",
        ),
        ("Lecture", "Le traitement déborde.\n\n- lignes récentes\n- si une nuit échoue, la suivante reprend", "Tâche"),
        ("Toggle", "Der alte Pfad bricht.\n\n- Klasse löschen\n- kein sichtbarer Unterschied für Nutzer", "Aufgabe"),
        ("Pedidos", "Se reasignan uno a uno.\n\n- botón nuevo\n- los pedidos ya recogidos no se tocan", "Historia"),
    ],
)
def test_a_border_is_seen_in_these_words(summary: str, description: str, kind: str) -> None:
    assert isinstance(observe("DOD303", summary, description, kind), Met)


@pytest.mark.parametrize(
    "told",
    [
        (
            "Timer runs on in the menu",
            "Actual: it runs on.\n\nExpected: it stops. The timer should not run on in the menu.",
            "Bug",
        ),
        ("Retry deliveries", "Deliveries that fail are never retried, and letters are lost. Retry them.", "Story"),
        (
            "Import price lists",
            "Lists with a missing price are rejected today. Add a button Import to the page Prices.",
            "Story",
        ),
        ("Name is refused", "I have had this name the same for four years. It is refused. It should be taken.", "Bug"),
        (
            "Queue freezes",
            "Actual: the count freezes. It keeps growing because the producer is not affected. Expected: it goes down.",
            "Bug",
        ),
        (
            "Retry deliveries",
            "Letters get lost. Deliveries to such printers are never retried, as they would fail again. Retry them.",
            "Story",
        ),
    ],
)
def test_the_fault_itself_is_no_border(told: tuple[str, str, str]) -> None:
    assert isinstance(observe("DOD303", *told), Gap)


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        (f"{PUMP}Two days, the answer is a page in `docs/adr`, Ann decides.", "Spike"),
        (f"{PUMP}One day, the answer is a table in this ticket. Lena decides what we mend.", "Spike"),
        ("Der Chip ist veraltet. Zwei Tage, Ergebnis ist eine Seite. Jonas entscheidet, was wir tun.", "Spike"),
        ("Anturi on vanhentunut. Kaksi päivää, tulos on sivu. Mira päättää, mitä tehdään.", "Spike"),
        ("Sensorn är för gammal. Två dagar, svaret blir en sida. Ola bestämmer vad vi gör.", "Spike"),
        ("Le capteur est trop vieux. Deux jours, une page. Inès décide ce que nous changeons.", "Spike"),
        ("El sensor es viejo. Dos días, una página. Inés decide qué cambiamos.", "Spike"),
        (f"{PUMP}Pin each action by its hash. The scanner in CI must report 0 findings of this kind.", "Task"),
        ("Die Pumpe steht. Jede Aktion festnageln. Der Scanner meldet keine Befunde.", "Task"),
        ("Der Chip ist veraltet. Zwei Tage, Ergebnis ist eine Seite. Jonas entscheidet danach.", "Spike"),
        ("Anturi on vanhentunut. Kaksi päivää, tulos on sivu. Mira päättää.", "Spike"),
        ("Sensorn är för gammal. Två dagar, svaret blir en sida. Ola granskar texten.", "Spike"),
        ("Le capteur est trop vieux. Deux jours, une page. Inès relit le texte.", "Spike"),
        ("El sensor es viejo. Dos días, una página. Inés aprueba el resultado.", "Spike"),
        (f"{PUMP}New keys for both pumps. Check with `openssl s_client` that the new date is served.", "Task"),
    ],
)
def test_a_name_with_the_last_word_and_a_tool_to_check_with_say_how_it_is_checked(description: str, kind: str) -> None:
    assert isinstance(observe("DOD304", "Replace the sensors", description, kind), Met)


def test_what_a_user_of_the_product_decides_is_no_check_of_the_result() -> None:
    told = f"{PUMP}The operator decides which pump restarts. Show both on the page Pumps."
    assert isinstance(observe("DOD304", "Let the operator choose the pump", told), Gap)


@pytest.mark.parametrize(
    "kept",
    [
        "Do not touch the old pump.",
        "If the list is longer than the page, the rest follows on the next.",
        "A value above the range: the controller refuses to start.",
        "If the disk has no room it exits 3.",
        "Prices of partners must not change.",
        "Lists with an open offer are kept.",
        "Lists of the old shop are not looked at.",
    ],
)
def test_what_is_left_alone_and_what_stops_are_borders(kept: str) -> None:
    assert isinstance(observe("DOD303", "Print the price list", f"{PRICES}Print it from the menu. {kept}", "Task"), Met)


@pytest.mark.parametrize(
    "kept",
    [
        "Gift cards must not be affected.",
        "Gutscheine dürfen sich nicht ändern.",
        "Lahjakortit ei saa muuttua.",
        "Presentkort får inte påverkas.",
        "Les bons ne doivent pas changer.",
        "Los bonos no deben cambiar.",
    ],
)
def test_a_neighbour_that_must_not_change_is_the_border_of_a_repair(kept: str) -> None:
    told = f"The total stays 72 after the coupon is removed. It must be 80 again. {kept}"
    assert isinstance(observe("DOD303", "Cart total is wrong", told, "Bug"), Met)


@pytest.mark.parametrize(
    "told", ["Unknown user: the defaults.", "Without a picture show the initials.", "Empty list: nothing."]
)
def test_a_case_and_what_happens_in_it_is_a_border_however_short(told: str) -> None:
    seen = observe(
        "DOD303", "Remember the column widths", f"Clerks set the widths anew each morning. Store them. {told}", "Story"
    )
    assert isinstance(seen, Met)
    assert seen.evidence[0].quote == told
