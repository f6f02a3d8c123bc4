"""A verdict accounts for every rule, whatever the ticket, and a broken rule is not a pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.jira.issue import ticket_of
from checks import catalogue
from checks import evaluate as module
from checks.evaluate import evaluate, unreadable
from checks.policy import Policy, Waiver
from checks.reading.markdown import read
from checks.redact import MASK
from checks.rule import CannotTell, Case, Evidence, Gap, Met, Observation, Options, Rule, Severity
from checks.ticket import Ticket
from checks.verdict import Finding, Verdict

AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
BARE = Ticket("PAY-12", summary="Fix receipts")
SECRET = "AKIA2E0A8F3B244C9986"


def found(verdict: Verdict, code: str) -> Finding:
    return next(finding for finding in verdict.findings if finding.code == code)


def with_rule(monkeypatch: pytest.MonkeyPatch, code: str, check: Any) -> None:
    """Judge with one rule's check replaced."""
    changed = tuple(replace(rule, check=check) if rule.code == code else rule for rule in catalogue.rules())
    monkeypatch.setattr(module, "rules", lambda: changed)


def test_every_rule_that_is_on_has_a_finding() -> None:
    verdict = evaluate(BARE)
    on = [rule.code for rule in catalogue.rules() if rule.severity["contractor"] != "off"]
    assert [finding.code for finding in verdict.findings] == on


def test_a_ticket_is_judged_for_who_is_named_else_for_the_policys_receiver() -> None:
    policy = Policy(receiver="teammate")
    assert [evaluate(BARE, policy, who).receiver for who in (None, "agent")] == ["teammate", "agent"]


def test_a_rule_that_policy_switches_off_is_not_in_the_verdict() -> None:
    policy = Policy(severities={"HYG403": {"contractor": "off"}})
    assert "HYG403" not in {finding.code for finding in evaluate(BARE, policy).findings}


def test_a_broken_rule_is_not_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(case: Case, options: Options) -> Observation:
        raise KeyError(case.ticket.summary)

    with_rule(monkeypatch, "HYG403", broken)
    finding = found(evaluate(BARE), "HYG403")
    assert finding.outcome == "cannot_tell"
    assert finding.message == "HYG403 could not be judged: KeyError."


def test_a_ticket_that_cannot_be_analysed_still_has_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(ticket: Ticket) -> None:
        raise RecursionError(ticket.summary)

    monkeypatch.setattr(module, "analyse", broken)
    verdict = evaluate(BARE, receiver="agent")
    assert (verdict.key, verdict.receiver, verdict.verdict) == ("PAY-12", "agent", "undetermined")
    assert verdict.error == "The ticket could not be analysed: RecursionError."
    assert {finding.outcome for finding in verdict.findings} == {"cannot_tell"}


def test_policy_has_the_last_word_on_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rule(monkeypatch, "HYG403", lambda case, options: Gap("Empty.", "Write.", severity="blocker"))
    assert found(evaluate(BARE), "HYG403").severity == "blocker"
    milder = Policy(severities={"HYG403": {"contractor": "advice"}})
    assert found(evaluate(BARE, milder), "HYG403").severity == "advice"


@pytest.mark.parametrize(("summary", "description"), [("Something else", ""), ("Fix it", "Else."), ("Misc", "TBD")])
def test_nobody_can_begin_from_three_words(summary: str, description: str) -> None:
    verdict = evaluate(Ticket("PAY-12", summary=summary, description=read(description)))
    assert verdict.verdict == "not_ready"


def test_a_demoted_rule_only_advises() -> None:
    assert found(evaluate(BARE), "HYG403").severity == "blocker"
    assert found(evaluate(BARE, Policy(demoted=frozenset({"HYG403"}))), "HYG403").severity == "advice"


def waived(until: date) -> Policy:
    return Policy(waivers=(Waiver("HYG403", frozenset({"PAY-12"}), "A reminder for ourselves.", until, "Ada"),))


def test_a_waived_gap_stays_visible_and_does_not_count() -> None:
    verdict = evaluate(BARE, waived(date(2026, 3, 1)), as_of=AS_OF)
    finding = found(verdict, "HYG403")
    assert finding.outcome == "gap"
    assert finding.waived is not None
    assert finding.waived.until == "2026-03-01"
    assert finding not in verdict.gaps


def test_a_waiver_ends_after_its_last_day() -> None:
    assert found(evaluate(BARE, waived(date(2026, 2, 28)), as_of=AS_OF), "HYG403").waived is None


def test_a_waiver_holds_for_its_tickets_only() -> None:
    other = replace(BARE, key="PAY-13")
    assert found(evaluate(other, waived(date(2026, 3, 1)), as_of=AS_OF), "HYG403").waived is None


def test_a_secret_is_shown_by_no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = ticket_of(
        {"key": "PAY-12", "markup": "markdown", "fields": {"summary": f"Use {SECRET}", "description": f"key {SECRET}"}}
    )
    with_rule(
        monkeypatch,
        "HYG403",
        lambda case, options: Gap(f"Says {SECRET}.", f"Drop {SECRET}.", template=SECRET, question=f"Is {SECRET} dead?"),
    )
    assert SECRET not in evaluate(ticket).model_dump_json()


def test_a_secret_is_in_nothing_that_was_read_of_the_ticket() -> None:
    ticket = Ticket("PAY-12", summary="Hooks", description=read(f"```\nPOST /hooks/{SECRET}\n```"))
    said = evaluate(ticket).read
    assert [(one.kind, one.name) for one in said] == [("endpoint", f"POST /hooks/{MASK}")]


def test_a_verdict_names_its_ticket_and_what_was_looked_at() -> None:
    about: dict[str, Any] = {"site": "main", "issue_id": "17", "url": "https://acme.example/browse/PAY-12"}
    ticket = replace(BARE, **about, updated=AS_OF, looked_in=("summary",), not_seen=("attachment a.pdf",))
    verdict = evaluate(ticket)
    assert {name: getattr(verdict, name) for name in about} == about
    assert (verdict.key, verdict.ticket_updated) == ("PAY-12", AS_OF.isoformat())
    assert (verdict.looked_in, verdict.not_seen) == (ticket.looked_in, ticket.not_seen)


def test_a_quote_is_one_line_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rule(monkeypatch, "HYG403", lambda case, options: Met((Evidence("word\n" * 500, "description"),)))
    quote = found(evaluate(BARE), "HYG403").evidence[0].quote
    assert "\n" not in quote
    assert len(quote) <= 300
    assert quote.endswith("…")


def test_at_most_three_questions_the_costliest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def asks(rule: Rule) -> Rule:
        severity: Severity = "blocker" if rule.code.startswith("HYG") else "major"
        return replace(
            rule, check=lambda case, options: Gap("Gap.", "Edit.", question=f"{rule.code}?", severity=severity)
        )

    changed = tuple(asks(rule) for rule in catalogue.rules())
    monkeypatch.setattr(module, "rules", lambda: changed)
    assert evaluate(BARE).questions == ("HYG401?", "HYG402?", "HYG403?")


def test_advice_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tuple(
        replace(rule, check=lambda case, options: Gap("Gap.", "Edit.", question="Why?", severity="advice"))
        for rule in catalogue.rules()
    )
    monkeypatch.setattr(module, "rules", lambda: changed)
    verdict = evaluate(BARE)
    assert verdict.questions == ()
    assert verdict.verdict == "ready"


def test_a_blocker_that_cannot_tell_leaves_the_verdict_open(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tuple(replace(rule, check=lambda case, options: Met()) for rule in catalogue.rules())
    blind = tuple(
        replace(rule, check=lambda case, options: CannotTell("Not seen.")) if rule.code == "HYG401" else rule
        for rule in changed
    )
    monkeypatch.setattr(module, "rules", lambda: blind)
    assert evaluate(BARE).verdict == "undetermined"


def test_an_unreadable_ticket_has_a_complete_verdict() -> None:
    verdict = unreadable("line 3", "this is not JSON", receiver="agent")
    assert (verdict.key, verdict.receiver, verdict.readiness) == ("line 3", "agent", 0)
    assert verdict.error == "this is not JSON"
    assert {finding.outcome for finding in verdict.findings} == {"cannot_tell"}


TEXT = st.text(max_size=400)
ISSUES = st.fixed_dictionaries(
    {
        "key": TEXT,
        "fields": st.dictionaries(st.sampled_from(["summary", "description", "environment", "labels"]), TEXT),
    },
    optional={"markup": st.sampled_from(["markdown", "wiki"])},
)


@settings(max_examples=60, deadline=None)
@given(ISSUES)
def test_no_words_make_it_raise_or_answer_twice_differently(issue: dict[str, Any]) -> None:
    ticket = ticket_of(issue)
    verdict = evaluate(ticket, as_of=AS_OF)
    assert verdict.error is None
    assert not [found for found in verdict.findings if "could not be judged" in found.message]
    assert verdict == evaluate(ticket, as_of=AS_OF)
