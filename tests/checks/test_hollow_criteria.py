"""Criteria that say of the result no more than that it is good: a reviewer cannot hold the result to them."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from checks.rule import Gap, Met
from tests.fakes.tickets import observe, worded

LETTERS = {
    "en": ("Letters for tenants", "Tenants call about their bills. Send them a letter.", "Acceptance criteria"),
    "de": ("Briefe an Mieter", "Mieter rufen wegen der Rechnung an. Ihnen einen Brief schicken.", "Akzeptanzkriterien"),
    "fi": ("Kirjeet vuokralaisille", "Vuokralaiset soittavat laskuista. Lähetetään kirje.", "Hyväksymiskriteerit"),
    "sv": ("Brev till hyresgäster", "Hyresgäster ringer om sina räkningar. Skicka ett brev.", "Acceptanskriterier"),
    "fr": ("Lettres aux locataires", "Les locataires appellent. Leur envoyer une lettre.", "Critères d'acceptation"),
    "es": ("Cartas a inquilinos", "Los inquilinos llaman. Enviarles una carta.", "Criterios de aceptación"),
}


@pytest.mark.parametrize(
    ("language", "criteria"),
    [
        ("en", ("Letters are delivered reliably", "The solution is well documented", "It meets all user expectations")),
        ("en", ("Appropriate error handling is in place", "Code follows team standards", "Input data is validated")),
        (
            "en",
            (
                "Letters have a modern and engaging look and feel",
                "All edge cases are handled",
                "Tenants see at once what matters to them",
            ),
        ),
        ("en", ("Letters can be sent in a few clicks", "Errors are communicated clearly to the user")),
        ("de", ("Die Briefe sind gut dokumentiert", "Die Lösung erfüllt die Anforderungen", "Sie ist skalierbar")),
        ("fi", ("Kirjeet ovat hyvin dokumentoitu", "Ratkaisu täyttää kaikki vaatimukset", "Se on skaalautuva")),
        ("sv", ("Breven är väl dokumenterade", "Lösningen uppfyller alla krav", "Den är skalbar och stabil")),
        ("fr", ("Les lettres sont bien documentées", "La solution répond aux attentes", "Elle est maintenable")),
        ("es", ("Las cartas están bien documentadas", "La solución cumple con los requisitos", "Es escalable")),
    ],
)
def test_criteria_that_only_praise_the_result_are_none(language: str, criteria: tuple[str, ...]) -> None:
    summary, told, heading = LETTERS[language]
    hollow = f"{told}\n\n## {heading}\n" + "\n".join(f"- {one}" for one in criteria)
    seen = observe("DOD302", summary, hollow)
    assert isinstance(seen, Gap)
    assert seen.severity != "advice"


def test_a_scenario_that_ends_in_praise_tells_nothing() -> None:
    told = (
        "As a customer, I want a streamlined checkout so that I can pay quickly.\n\n## Acceptance criteria\n"
        "- Given I am on the checkout page, when I proceed, then the experience is smooth\n- Given I paid, then I am satisfied"
    )
    seen = observe("DOD302", "Streamline the checkout", told)
    assert isinstance(seen, Gap)
    assert seen.severity != "advice"
    assert isinstance(
        observe("DOD302", "Streamline the checkout", told.replace("the experience is smooth", "no page is loaded")), Met
    )


def test_a_criterion_that_praises_and_holds_a_number_or_a_name_can_be_checked() -> None:
    summary, told, heading = LETTERS["en"]
    for exact in ("Letters are delivered reliably: 99 of 100 within a day", "`LetterJob` fails gracefully"):
        assert isinstance(observe("DOD302", summary, f"{told}\n\n## {heading}\n- {exact}"), Met)


def test_two_short_criteria_do_not_make_a_hopeless_ticket_ready() -> None:
    told = (
        "The mobile experience should match our brand and delight users.\n\n"
        "## Acceptance criteria\n- The experience feels the same everywhere\n- Users complete their tasks at ease\n- It is fresh"
    )
    assert evaluate(worded("Improve mobile experience", told)).verdict == "not_ready"


def test_praise_for_how_edges_are_handled_names_none() -> None:
    told = (
        "As an accountant, I want an export of orders so that I can book them.\n\n## Acceptance criteria\n"
        "- The export holds all orders of the month\n- All edge cases are handled gracefully"
    )
    assert isinstance(observe("DOD303", "Export of orders", told), Gap)
    assert isinstance(
        observe("DOD303", "Export of orders", f"{told}\n- A month without orders gives an empty file"), Met
    )
