"""The shape of a rule, asked of every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checks.catalogue import find, nearest, rules
from checks.page import HEADINGS, page_of
from checks.rule import GROUPS, Rule

ROOT = Path(__file__).resolve().parents[2]
RULES = [pytest.param(rule, id=rule.code) for rule in rules()]
RECEIVERS = {"contractor", "teammate", "agent"}


def test_every_file_of_a_group_is_one_rule() -> None:
    files = {path.stem for group in GROUPS.values() for path in (ROOT / "checks" / group).glob("[a-z]*.py")}
    assert files == {rule.name.replace("-", "_") for rule in rules()}


def test_no_two_rules_share_a_code_or_a_name() -> None:
    assert len({rule.code for rule in rules()}) == len({rule.name for rule in rules()}) == len(rules())


def test_the_core_rules_are_the_labelled_ones() -> None:
    labelled = ["CON201", "CON202", "CON203", "CTX101", "CTX102", "CTX103", "CTX104", "CTX105"]
    assert [rule.code for rule in rules() if rule.core] == [*labelled, "DOD301", "DOD302", "DOD303", "DOD304"]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_stands_in_the_group_of_its_code(rule: Rule) -> None:
    assert re.fullmatch(r"(CTX1|CON2|DOD3|HYG4)\d\d", rule.code)
    assert rule.check.__module__ == f"checks.{rule.group}.{rule.name.replace('-', '_')}"


@pytest.mark.parametrize("rule", RULES)
def test_a_page_has_a_sentence_and_the_three_headings(rule: Rule) -> None:
    page = page_of(rule)
    assert page.summary[0].isupper() or page.summary[0] == "`"
    assert page.summary.endswith(".")
    assert tuple(heading for heading, _ in page.sections) == HEADINGS
    assert all(len(prose.split()) > 5 for _, prose in page.sections)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_how_bad_its_gap_is_for_every_receiver(rule: Rule) -> None:
    assert set(rule.severity) == RECEIVERS


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_shows_a_gap_and_a_ticket_without_it(rule: Rule) -> None:
    outcomes = {example.outcome for example in rule.examples}
    assert "gap" in outcomes
    assert outcomes & {"met", "not_applicable"}
    assert len({example.title for example in rule.examples}) == len(rule.examples)


@pytest.mark.parametrize("rule", RULES)
def test_every_option_says_what_it_is_for(rule: Rule) -> None:
    for name, info in type(rule.options).model_fields.items():
        assert info.description, name
        assert info.description.endswith("."), name


@pytest.mark.parametrize("word", ["ctx101", "CTX101", "missing-problem", " Missing-Problem "])
def test_a_rule_is_found_by_code_or_name(word: str) -> None:
    found = find(word)
    assert found is not None
    assert found.code == "CTX101"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("CTX1055", "CTX105"), ("missing-probelm", "CTX101"), ("leaked-secrets", "HYG401"), ("zzz", None)],
)
def test_a_typing_error_finds_what_was_meant(word: str, meant: str | None) -> None:
    assert find(word) is None
    assert nearest(word) == meant
