"""What teams of many trades write: a rule that did not see it said or asked something that made no sense for the ticket."""

from __future__ import annotations

import pytest

from bot.jira.issue import ticket_of
from checks.catalogue import by_code
from checks.evaluate import case_of, evaluate
from checks.rule import Gap, Met, NotApplicable, Observation
from tests.fakes.tickets import observe, worded

PRICES = "Sales types price lists into the ERP by hand, two hours a customer. "
PUMP = "The pump controller restarts in the cold, which stops the dosing. "


@pytest.mark.parametrize(
    "said",
    [
        "Ask Marek, he has the logs of the last visit.",
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
    seen = observe("CTX103", "2026", said, "Task")
    assert isinstance(seen, Gap)
    assert seen.severity is None
    assert seen.evidence[0].quote == said


@pytest.mark.parametrize(
    "words", ["- new option\n- Storybook story\n- snapshots", "Patient safety issue!", "See title."]
)
def test_a_word_for_a_ticket_leans_on_nothing(words: str) -> None:
    seen = observe("CTX103", "Add a density option to the table", f"Please do it soon.\n\n{words}")
    assert not isinstance(seen, Gap) or seen.evidence[0].quote not in words


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


@pytest.mark.parametrize(
    ("summary", "description", "code", "absurd"),
    [
        (
            "Permettre l'import des grilles tarifaires",
            "Les commerciaux saisissent les tarifs à la main.",
            "DOD303",
            "a payment is refused, comes",
        ),
        ("Zertifikate erneuern", "Die Zertifikate laufen ab. Bitte erneuern.", "DOD303", "who must not get in"),
        (
            "Bloquer l'écriture déséquilibrée",
            "Le débit et le crédit diffèrent. Bloquer la validation.",
            "CON208",
            "limit",
        ),
    ],
)
def test_a_risky_word_asks_nothing_absurd(summary: str, description: str, code: str, absurd: str) -> None:
    seen = observe(code, summary, description)
    assert not isinstance(seen, Gap) or absurd not in (seen.question or "").casefold()


def test_a_webhook_is_asked_for_repeats_and_not_for_a_topic() -> None:
    seen = observe(
        "CON207", "Webhook when a case is closed", "Shops poll us. Send a webhook to the shop when a case is closed."
    )
    assert isinstance(seen, Gap)
    assert "topic" not in f"{seen.message}{seen.remedy}{seen.question}{seen.template}"


def test_a_spike_that_says_what_it_hands_back_has_an_outcome() -> None:
    told = f"{PUMP}\n\n**Question**: which of our sensors can go?\n\n**Hand back**: a page with a table of them."
    verdict = evaluate(worded("Spike: replace the sensors", told, "Spike"))
    assert "DOD301" not in {one.code for one in verdict.gaps}


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


def test_a_task_with_faults_in_its_words_is_a_task() -> None:
    told = (
        "Only the old model's decision is returned. An unknown name stops the start-up with `UnknownModelError`. If the new one "
        "throws or takes over 200 ms, `shadow_errors_total` is counted."
    )
    assert evaluate(worded("Shadow score beside the old model", told, "Task")).kind == "task"
    assert evaluate(worded("Shadow score beside the old model", told, "Bug")).kind == "bug"


@pytest.mark.parametrize(
    "description",
    [
        "[Steps]\n1. Open the chart\n2. Choose a pump\n\n[Actual]\nThe axis says mL/min.\n\n[Expected]\nmL/h as on the pump.",
        "== Steps == Open the chart and choose a pump. == Actual == The axis says mL/min. == Expected == mL/h as on the pump.",
        "[Schritte] 1. Kurve öffnen 2. Pumpe wählen [Ist] Die Achse zeigt mL/min. [Soll] mL/h wie an der Pumpe.",
    ],
)
def test_a_label_in_brackets_or_between_equal_signs_is_one(description: str) -> None:
    said = case_of(worded("Wrong unit in the chart", description, "Bug")).text
    assert {"steps", "actual", "expected"} <= said.labels
    assert said.under("expected")[0].text in description


@pytest.mark.parametrize(
    "description", ["[API] Add a field.", "Set `a == b`, then open [the page](https://example.org).", "x[steps]"]
)
def test_other_brackets_are_no_labels(description: str) -> None:
    assert not case_of(worded("Add a field", description)).text.labels & {"steps", "actual", "expected"}


def test_criteria_in_a_block_that_is_no_code_are_criteria() -> None:
    block = "```\nAcceptance criteria:\n- keeps 7 files of 10 MB\n- reopens its log on SIGHUP\n```"
    said = case_of(worded("Rotate the logs", f"The disk fills up.\n\n{block}")).text.under("acceptance")
    assert [one.text for one in said] == ["keeps 7 files of 10 MB", "reopens its log on SIGHUP"]
    code = "```\nint acceptance = 1;\nreturn acceptance;\n```"
    assert not case_of(worded("Rotate the logs", f"The disk fills up.\n\n{code}")).text.under("acceptance")


def test_a_scenario_is_how_the_result_is_checked() -> None:
    told = "Users get 30 pushes.\n\nScenario: muted thread\nGiven the user muted the thread\nWhen a message arrives\nThen no push is shown"
    assert isinstance(observe("DOD304", "Group notifications", told), Met)


def test_a_bug_that_nobody_could_start_with_is_asked_how_to_try_it() -> None:
    verdict = evaluate(worded("Kartta ei lataudu", "Kartta ei lataudu kaikilla laitteilla.", "Virhe"))
    assert any(question.startswith("What has to be done to see") for question in verdict.questions)


def test_an_expected_result_is_quoted_as_what_is_wanted() -> None:
    told = "Steps: open Reports, month of March. Actual: 1200 of credits. Expected: 600, a single credit. In Purchases it is right."
    seen = observe("DOD304", "Credits are counted twice", told, "Bug")
    assert isinstance(seen, Gap)
    assert seen.evidence[0].quote == "600, a single credit."


def test_a_spike_that_asks_its_question_is_asked_for_the_form_of_the_answer() -> None:
    verdict = evaluate(worded("Can we get rid of the SDK?", "It is dear and crashes. What would we need?", "Spike"))
    assert not any(question.startswith("Which question does") for question in verdict.questions)


@pytest.mark.parametrize(
    ("said", "name"),
    [("Search is slow. Add an index.", "en"), ("Las consultas del panel son lentas. Optimizarlas.", "es")],
)
def test_a_fault_in_three_words_is_a_reason(said: str, name: str) -> None:
    assert isinstance(observe("CTX101", "Index" if name == "en" else "Consultas", said, "Task"), Met)


def test_the_value_that_should_stand_there_can_be_checked() -> None:
    told = "The link Docs in the footer returns 404. It should be https://docs.example.org/latest."
    assert isinstance(observe("DOD302", "Docs link in the footer", told, "Bug"), Met)


def test_a_question_that_is_to_be_agreed_on_is_what_is_asked() -> None:
    told = "Delete hides the row. Should reports still include deleted customers? To be agreed with finance."
    seen = observe("CTX109", "Soft delete", told)
    assert isinstance(seen, Gap)
    assert seen.question == "Should reports still include deleted customers?"


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
