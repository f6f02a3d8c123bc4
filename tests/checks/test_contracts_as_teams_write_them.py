"""When contracts are asked for, and what of them, in tickets of many trades."""

from __future__ import annotations

import pytest

from checks.rule import Gap, Met, NotApplicable
from tests.fakes.tickets import observe

PRICES = "Sales types price lists into the ERP by hand, two hours a customer. "


def test_what_is_taken_away_is_not_asked_for_a_shape() -> None:
    told = (
        "Remove the option --legacy of report build",
        f"{PRICES}Remove the option `--legacy` of `report build`.",
        "Task",
    )
    assert isinstance(observe("CON202", *told), NotApplicable)
    seen = observe("CON203", *told)
    assert not isinstance(seen, Gap) or "still uses" in (seen.question or "")


def test_an_endpoint_of_a_log_or_of_a_measurement_is_not_asked_who_may_call_it() -> None:
    log = 'Login fails.\n\n```\n127.0.0.1 - - "POST /digest-auth HTTP/1.1" 401 -\n```\n\nQuote the options.'
    assert isinstance(observe("CON204", "Quote the options of the login", log), NotApplicable)
    speed = "Score twice and return the first. The latency of `POST /score` must not rise by more than 5 ms."
    assert isinstance(observe("CON204", "Score payments with the new model beside the old", speed), NotApplicable)


def test_a_webhook_is_asked_for_repeats_and_not_for_a_topic() -> None:
    seen = observe(
        "CON207", "Webhook when a case is closed", "Shops poll us. Send a webhook to the shop when a case is closed."
    )
    assert isinstance(seen, Gap)
    assert "topic" not in f"{seen.message}{seen.remedy}{seen.question}{seen.template}"


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        ("Expose programs in the cloud API", "Customers ask for it. Expose the programs in the cloud API."),
        ("Lieferanten per Schnittstelle anlegen", "Der Einkauf tippt sie ab. Lieferanten per Schnittstelle anlegen."),
    ],
)
def test_work_on_the_way_into_an_api_touches_an_interface(summary: str, description: str) -> None:
    assert not isinstance(observe("CON202", summary, description), NotApplicable)
    verification = observe("DOD304", summary, description)
    assert isinstance(verification, Gap)
    assert "what goes in" in (verification.question or "")


def test_an_epic_that_lists_work_on_an_api_leaves_the_contract_to_the_tickets_it_lists() -> None:
    told = "Support answers each mail by hand. In:\n- Create a refund through our own API (PAY-18)\n- Show its state (WEB-13)"
    assert isinstance(observe("CON203", "Refunds that customers can follow", told, "Epic"), NotApplicable)
    assert not isinstance(observe("CON203", "Refunds that customers can follow", told, "Story"), NotApplicable)


@pytest.mark.parametrize(
    "stays",
    [
        "`GET /accounts/{id}` keeps returning `user_name`.",
        "`GET /accounts/{id}` is polled each minute.",
        "`GET /accounts/{id}` liefert weiterhin `user_name`.",
        "`GET /accounts/{id}` palauttaa edelleen kentän.",
        "`GET /accounts/{id}` svarar som förut.",
        "`GET /accounts/{id}` reste comme avant.",
        "`GET /accounts/{id}` sigue devolviendo el campo.",
    ],
)
def test_an_endpoint_that_stays_as_it_is_is_not_asked_who_may_call_it(stays: str) -> None:
    told = (
        f"Renames block customers twice a month. Drop the column `user_name` of `accounts`, a data migration. {stays}"
    )
    assert isinstance(observe("CON204", "Migration: drop user_name from accounts", told, "Task"), NotApplicable)


def test_a_limit_in_a_setting_of_the_server_has_a_number() -> None:
    told = (
        "Two scrapers took the geocoder down.\n\n```nginx\n# 10 r/s for each key, burst 20\nlimit_req_zone $key rate=10r/s;\n```\n\n"
        "It goes into `deploy/geocoder.conf`."
    )
    assert isinstance(observe("CON208", "Rate limit for the public geocoder", told, "Task"), Met)


@pytest.mark.parametrize("summary", ["Add `loading` prop to `<Button>`", "Prop `loading` für den Knopf hinzufügen"])
def test_a_prop_of_a_component_is_an_interface(summary: str) -> None:
    told = "Five teams wrap the button to show a spinner. It should be able to show one itself."
    seen = observe("CON202", summary, told)
    assert not isinstance(seen, NotApplicable)
    assert not isinstance(observe("CON201", summary, told), Gap)


def test_a_word_that_looks_like_a_prop_is_none() -> None:
    told = "The kitchen cannot see orders. Show them on the screen."
    assert isinstance(observe("CON202", "Show proper prop weights on the screen", told), NotApplicable)


def test_what_publishes_to_a_topic_by_its_name_touches_an_interface() -> None:
    told = "The warehouse packs cancelled orders, 37 in May. Publish to the topic `order.cancelled` when an order is cancelled."
    assert not isinstance(observe("CON202", "Tell the warehouse of cancelled orders", told), NotApplicable)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("API for the tax adviser", "She types our bookings. She shall fetch those of a month."),
        (
            "Schnittstelle für den Steuerberater",
            "Er tippt unsere Buchungen ab. Er will die eines Monats abholen können.",
        ),
    ],
)
def test_a_title_that_opens_with_an_interface_makes_one(title: str, told: str) -> None:
    assert isinstance(observe("CON202", title, told, "Story"), Gap)
