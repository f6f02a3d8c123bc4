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


def test_a_colleague_who_can_guess_why_is_asked_what_is_to_be_reached_and_not_stopped() -> None:
    told = worded("Fix it", "It hangs again, same as last week.", "Bug")
    assert evaluate(told, receiver="contractor").verdict == "not_ready"
    assert evaluate(told, receiver="teammate").verdict == "questions"
    blank = worded("Tech debt", "Continue to pay down tech debt. Focus on the worst parts first.", "Task")
    assert evaluate(blank, receiver="teammate").verdict == "not_ready"


@pytest.mark.parametrize(
    ("summary", "told", "kind"),
    [
        ("Make the search smarter", "Visitors cannot find what they look for. The search should be smarter.", "Story"),
        ("Suche verbessern", "Besucher finden nicht, was sie suchen. Die Suche soll schlauer werden.", "Story"),
        ("Mejorar la búsqueda", "Los visitantes no encuentran lo que buscan. Debe ser más inteligente.", "Story"),
        ("Améliorer la recherche", "Les visiteurs ne trouvent pas ce qu'ils cherchent. À rendre plus fin.", "Story"),
        ("Paranna hakua", "Kävijät eivät löydä etsimäänsä. Haun pitäisi olla fiksumpi.", "Story"),
        ("Förbättra sökningen", "Besökarna hittar inte det de söker. Sökningen ska bli smartare.", "Story"),
        ("Totals don't match", "Totals on the dashboard don't match what finance has in Excel.", "Bug"),
        ("App stürzt ab", "Manche Kunden sagen, dass die App ab und zu abstürzt. Bitte schnell beheben.", "Fehler"),
    ],
)
def test_whoever_learns_why_is_asked_what_is_to_be_reached_and_not_stopped(summary: str, told: str, kind: str) -> None:
    verdict = judged(summary, told, kind)
    assert verdict.verdict == "questions"
    assert "DOD302" in {gap.code for gap in verdict.gaps if gap.severity == "major"}


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Improve search", "Search is slow."),
        ("Fix login", "Login is broken again. Anna knows the details."),
        (
            "Fix payments",
            "Still broken, see Slack. Please do the same as last time, you know what I mean. Should be quick!",
        ),
        ("Korjaa maksut", "Yhä rikki, katso Slack. Tehkää kuten viime kerralla."),
        ("Laga betalningar", "Fortfarande trasigt, se Slack. Gör som förra gången."),
    ],
)
def test_a_handful_of_words_that_say_why_or_send_elsewhere_are_no_start(summary: str, told: str) -> None:
    assert judged(summary, told, "Task").verdict == "not_ready"


FLAGS = (
    "Front ends hard-code flags today and each change needs a release.\n\n```http\nGET /flags HTTP/1.1\n\n"
    'HTTP/1.1 200 OK\n\n{"flags": {"newCheckout": true}}\n```\n\n'
)


def test_a_contract_with_its_failures_is_not_held_back_for_how_it_is_checked() -> None:
    verdict = evaluate(
        worded("Expose feature flags to the front end", f"{FLAGS}An unknown user gets the defaults. Never 5xx.")
    )
    assert verdict.verdict == "ready"


DEPENDABOT = (
    "We learned of the last two CVEs from customers. Config for npm and GitHub Actions, weekly, max 5 open PRs, label `deps`, "
    "reviewer team `platform`. Done when the first PR was merged."
)


def test_a_colleague_is_not_asked_how_results_are_checked_here() -> None:
    told = worded("Enable Dependabot", DEPENDABOT, "Task")
    asked = {gap.code: gap.severity for gap in evaluate(told, receiver="contractor").gaps}
    assert asked["DOD304"] == "major"
    assert {gap.code: gap.severity for gap in evaluate(told, receiver="teammate").gaps}["DOD304"] == "advice"


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Set up monitoring for the new service", "Please set up monitoring like for the other services."),
        ("Tech debt Q3", "Continue to pay down tech debt in the billing service. Focus on the worst parts first."),
        ("Performance tuning of the catalogue", "Tune the performance where possible."),
    ],
)
def test_whoever_answers_all_that_was_asked_is_not_met_with_a_new_question(summary: str, told: str) -> None:
    answers = {
        "CTX101": "Problem: on-call learns from customers that the service is down, an hour late.",
        "CTX103": "What was decided there: one alert for each endpoint that fails for five minutes, by mail to on-call.",
        "DOD302": "Acceptance criteria:\n- `GET /health` is asked each minute.\n- Five failures in a row send one mail to on-call.",
    }
    asked = [gap.code for gap in evaluate(worded(summary, told, "Task")).gaps if gap.severity != "advice"]
    assert set(asked) <= set(answers)
    assert "DOD302" in asked
    answered = "\n\n".join([told, *(answers[code] for code in asked)])
    assert evaluate(worded(summary, answered, "Task")).questions == ()


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (
            "Rename `billing_job.py`",
            "`billing_job.py` and `PaymentTest` share a name with the old job. Call it `night.py`.",
        ),
        ("Move the FAQ below the plans on the pricing page", "Visitors do not find the FAQ. Put it below the plans."),
        ("Remove the old payment module", "Nobody uses it any more. Remove the package `shop.payson` and its setting."),
    ],
)
def test_a_name_a_page_or_a_removal_puts_nothing_at_stake(title: str, told: str) -> None:
    gaps = {gap.code: gap.severity for gap in judged(title, told, "Task").gaps}
    assert gaps.get("DOD303", "advice") == "advice"
