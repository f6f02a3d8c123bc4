"""A remedy stands in digests and answers without its message, so that it names what it speaks of."""

from __future__ import annotations

import re

import pytest

from bot.jira.issue import ticket_of
from checks.catalogue import rules
from checks.evaluate import evaluate
from checks.rule import Example, Rule

GAPS = [(rule, example) for rule in rules() for example in rule.examples if example.outcome == "gap"]
DANGLING = re.compile(r"(?i)^(?:(?!(?:the|an?|each|one|this)\b)[\w-]+ ){1,6}(?:it|them|they)\b")
"""A pronoun before anything that it could stand for."""


@pytest.mark.parametrize(("rule", "example"), GAPS, ids=[f"{rule.code} {example.title}" for rule, example in GAPS])
def test_a_remedy_names_what_it_speaks_of(rule: Rule, example: Example) -> None:
    verdict = evaluate(ticket_of(example.issue()), receiver=example.receiver)
    remedies = [one.remedy for one in verdict.findings if one.code == rule.code and one.outcome == "gap" and one.remedy]
    assert not [remedy for remedy in remedies if DANGLING.match(remedy.partition(",")[0])]
