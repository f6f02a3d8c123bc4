"""What holds a ticket back: criteria that say nothing, and a whole that nobody could start from though one question is answered."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from checks.verdict import Verdict
from tests.fakes.tickets import worded


def judged(summary: str, description: str, kind: str) -> Verdict:
    return evaluate(worded(summary, description, kind))


@pytest.mark.parametrize(
    "wanted", ["What we want: the balance is never under 0.", "The balance should never be under 0."]
)
def test_a_bug_that_nobody_can_try_is_not_ready_however_its_end_is_put(wanted: str) -> None:
    told = f"Happens only now and then, we don't know when.\n\n{wanted}"
    assert judged("Gift card balance sometimes negative", told, "Bug").verdict in ("questions", "not_ready")


FILLED = {
    "en": "Everybody types the same rows in `WeekView.vue`.\n\n## Acceptance criteria\n- Works as expected\n- Everything is tested",
    "fi": "Kaikki naputtelevat samat rivit näkymässä `WeekView.vue`.\n\n## Hyväksymiskriteerit\n- Toimii niin kuin pitää\n- Ei riko mitään",
    "sv": "Alla knappar in samma rader i `WeekView.vue`.\n\n## Acceptanskriterier\n- Fungerar som det ska\n- Allt är testat",
    "de": "Alle tippen dieselben Zeilen in `WeekView.vue`.\n\n## Akzeptanzkriterien\n- Funktioniert wie erwartet\n- Alles ist getestet",
    "fr": "Tout le monde saisit les mêmes lignes dans `WeekView.vue`.\n\n## Critères d'acceptation\n- Fonctionne comme prévu\n- Tout est testé",
    "es": "Todos escriben las mismas filas en `WeekView.vue`.\n\n## Criterios de aceptación\n- Funciona como se espera\n- Todo está probado",
}


@pytest.mark.parametrize("language", FILLED)
def test_criteria_that_say_nothing_are_none(language: str) -> None:
    found = judged("WeekView: copy rows", FILLED[language], "Story")
    assert "DOD302" in {gap.code for gap in found.gaps if gap.severity != "advice"}
    assert found.verdict in ("questions", "not_ready")


@pytest.mark.parametrize(
    ("kind", "summary", "said", "told"),
    [
        (
            "Spike",
            "Why the import crashes",
            "spike",
            "The import crashes at night. Find out why and write up what to change.",
        ),
        ("Documentation", "The manual says 5 s", "docs", "The manual says 5 s, which is wrong. Since 3.2 it is 10 s."),
    ],
)
def test_a_type_that_nobody_chooses_by_habit_is_no_bug(kind: str, summary: str, said: str, told: str) -> None:
    assert judged(summary, told, kind).kind == said


@pytest.mark.parametrize(
    "asked",
    ["Lägg till ett Espresso-test som roterar telefonen.", "Add a test that turns the phone while the form is open."],
)
def test_a_test_that_is_asked_for_is_a_way_to_check(asked: str) -> None:
    told = f"The form in `FormActivity` forgets its fields when the phone is turned. {asked}"
    found = judged("FormActivity forgets its fields", told, "Bug")
    assert next(one.outcome for one in found.findings if one.code == "DOD304") == "met"
