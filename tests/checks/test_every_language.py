"""What depends on the form of a sentence is read in each of the languages, not in English alone."""

from __future__ import annotations

import pytest

from checks.language.kind import kind_named
from checks.rule import Gap, Met, NotApplicable
from tests.fakes.tickets import observe

LIMITS = {
    "en": ("Uploads are slow for shops. ", "The timeout is {} seconds. "),
    "fi": ("Lataukset ovat hitaita kaupoille. ", "Aikakatkaisu on {} sekuntia. "),
    "sv": ("Uppladdningar är långsamma för butikerna. ", "Tidsgränsen är {} sekunder. "),
    "de": ("Die Uploads sind für die Läden langsam. ", "Das Zeitlimit ist {} Sekunden. "),
    "fr": ("Les envois sont lents et les boutiques se plaignent. ", "Le délai est de {} secondes. "),
    "es": ("Las subidas son lentas y las tiendas se quejan. ", "El tiempo de espera es de {} segundos. "),
}
NEEDED = {
    "en": ("The field `amount` is required. ", "`amount` is optional. "),
    "fi": ("Kenttä `amount` on pakollinen. ", "`amount` on valinnainen. "),
    "sv": ("Fältet `amount` är obligatoriskt. ", "`amount` är valfritt. "),
    "de": ("Das Feld `amount` ist erforderlich. ", "`amount` ist optional. "),
    "fr": ("Le champ `amount` est obligatoire. ", "`amount` est facultatif. "),
    "es": ("El campo `amount` es obligatorio. ", "`amount` es opcional. "),
}
DEFAULTS = {
    "en": ("`retry` is enabled by default. ", "`retry` is off by default. "),
    "fi": ("`retry` on oletuksena päällä. ", "`retry` on oletuksena pois päältä. "),
    "sv": ("`retry` är på som standard. ", "`retry` är av som standard. "),
    "de": ("`retry` ist standardmäßig an. ", "`retry` ist standardmäßig aus. "),
    "fr": ("`retry` est activé par défaut. ", "`retry` est désactivé par défaut. "),
    "es": ("`retry` está activado por defecto. ", "`retry` está desactivado por defecto. "),
}
SCREENS = {
    "en": ("Add a page for refunds", "Add a button to the refund page"),
    "sv": ("Lägg till en sida för återbetalningar", "Lägg till en knapp på sidan för återbetalningar"),
    "de": ("Eine Seite für Erstattungen hinzufügen", "Einen Knopf auf der Seite für Erstattungen hinzufügen"),
    "fr": ("Ajouter une page pour les remboursements", "Ajouter un bouton sur la page des remboursements"),
    "es": ("Añadir una página para los reembolsos", "Añadir un botón en la página de reembolsos"),
}
TYPES = {
    "bug": ["Bug", "Fehler", "Virhe", "Fel", "Anomalie", "Incidencia"],
    "feature": ["Story", "Verbesserung", "Tarina", "Berättelse", "Récit", "Historia"],
    "task": ["Task", "Aufgabe", "Tehtävä", "Uppgift", "Tâche", "Tarea"],
    "spike": ["Spike", "Untersuchung", "Selvitys", "Utredning", "Étude", "Investigación"],
    "docs": ["Documentation", "Dokumentation", "Dokumentaatio", "Documentación"],
    "epic": ["Epic", "Epos", "Eepos", "Épopée", "Épica"],
}


@pytest.mark.parametrize("language", LIMITS)
def test_two_numbers_for_one_limit_contradict_each_other(language: str) -> None:
    why, limit = LIMITS[language]
    assert isinstance(observe("DOD311", why, why + limit.format(30) + limit.format(60)), Gap)
    assert isinstance(observe("DOD311", why, why + limit.format(30)), Met)
    assert isinstance(observe("DOD311", why, why + limit.format(30) + limit.format(30)), Met)


@pytest.mark.parametrize("language", LIMITS)
@pytest.mark.parametrize("states", [NEEDED, DEFAULTS], ids=["needed", "on by default"])
def test_a_thing_cannot_be_two_opposites(states: dict[str, tuple[str, str]], language: str) -> None:
    why, (one, other) = f"{LIMITS[language][0]}\n\n", states[language]
    assert isinstance(observe("DOD311", "Uploads", f"{why}{one}\n\n{other}"), Gap)
    assert isinstance(observe("DOD311", "Uploads", why + one), Met)


@pytest.mark.parametrize("language", SCREENS)
def test_a_new_screen_needs_its_states_and_a_thing_put_on_one_does_not(language: str) -> None:
    new, part = SCREENS[language]
    assert isinstance(observe("CON210", new, f"{new}. "), Gap)
    assert isinstance(observe("CON210", part, f"{part}. "), NotApplicable)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in TYPES.items() for name in names])
def test_a_type_of_jira_is_known_by_its_name(kind: str, name: str) -> None:
    assert kind_named(name) == kind
    assert kind_named(f"Technical {name.upper()}") == kind
