"""Every example of every rule: what it says, that its cure closes the gap, and that an unfilled template does not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from bot.jira.issue import ticket_of
from checks.catalogue import rules
from checks.evaluate import case_of
from checks.redact import MASK
from checks.rule import CannotTell, Example, Gap, Met, NotApplicable, Observation, Options, Rule

OUTCOMES = {Gap: "gap", Met: "met", CannotTell: "cannot_tell", NotApplicable: "not_applicable"}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{example.title}") for rule in rules() for example in rule.examples
]
GAPS = [param for param in EXAMPLES if param.values[1].outcome == "gap"]  # type: ignore[union-attr]


def observe(rule: Rule, example: Example, *, cured: bool = False, addition: str | None = None) -> Observation:
    ticket = ticket_of(example.issue(cured=cured, addition=addition))
    as_of = datetime.fromisoformat(example.as_of) if example.as_of else None
    options: Options = type(rule.options).model_validate({**rule.options.model_dump(), **example.options})
    return rule.check(case_of(ticket, receiver=example.receiver, as_of=as_of), options)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_is_judged_as_it_says(rule: Rule, example: Example) -> None:
    seen = observe(rule, example)
    assert OUTCOMES[type(seen)] == example.outcome, seen
    if example.says:
        assert isinstance(seen, Gap)
        assert seen.message == example.says


@pytest.mark.parametrize(("rule", "example"), GAPS)
def test_making_the_edit_closes_the_gap(rule: Rule, example: Example) -> None:
    assert example.cure or example.instead or example.cure_fields, "a gap example carries the edit that closes it"
    assert example.instead in example.description
    seen = observe(rule, example, cured=True)
    assert isinstance(seen, (Met, NotApplicable)), seen


def has_blanks(rule: Rule, example: Example) -> bool:
    """Whether the gap comes with a template to fill."""
    seen = observe(rule, example)
    return isinstance(seen, Gap) and "‹" in (seen.template or "")


@pytest.mark.parametrize(("rule", "example"), [gap for gap in GAPS if has_blanks(*gap.values)])  # type: ignore[arg-type]
def test_pasting_the_template_unfilled_leaves_the_gap(rule: Rule, example: Example) -> None:
    seen = observe(rule, example)
    assert isinstance(seen, Gap)
    assert isinstance(observe(rule, example, addition=seen.template), Gap)


@pytest.mark.parametrize(("rule", "example"), GAPS)
def test_a_gap_quotes_only_what_the_ticket_says(rule: Rule, example: Example) -> None:
    seen = observe(rule, example)
    assert isinstance(seen, Gap)
    said = re.sub(r"[\W_]+", " ", str(example.issue()).replace("\\n", " "))
    for piece in seen.evidence:
        if piece.where != "links" and MASK not in piece.quote:
            assert re.sub(r"[\W_]+", " ", piece.quote).strip() in said


APPENDED = [rule for rule in rules() if any(one.cure and not one.instead for one in rule.examples)]
ELSEWHERE = 12
"""Tickets of other rules that each cure is tried on."""


def elsewhere(rule: Rule) -> Iterator[Example]:
    """Tickets of other rules that have the gap too, and after them the rule's own gaps among the words of others."""
    others = [replace(one, options={}) for other in rules() if other is not rule for one in other.examples]
    own = [one for one in rule.examples if one.cure and not one.instead]
    among = (replace(one, description=f"{other.description}\n\n{one.description}") for one in own for other in others)
    return (one for one in itertools.chain(others, among) if isinstance(observe(rule, one), Gap))


@pytest.mark.parametrize("rule", APPENDED, ids=lambda rule: rule.code)
def test_the_edit_closes_the_gap_in_tickets_of_other_rules_too(rule: Rule) -> None:
    cures = [one.cure for one in rule.examples if one.cure and not one.instead]
    tickets = list(itertools.islice(elsewhere(rule), ELSEWHERE))
    assert len(tickets) == ELSEWHERE
    for ticket in tickets:
        closed = [not isinstance(observe(rule, ticket, addition=cure), Gap) for cure in cures]
        assert any(closed), ticket.title
