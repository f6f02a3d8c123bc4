"""What the findings of a group come to, at a glance."""

from __future__ import annotations

from typing import cast

import pytest

from checks.dimensions import dimensions_of
from checks.rule import Outcome, Severity
from checks.verdict import Finding, State, Waived

WAIVED = Waived(by="Ada", reason="A reminder for ourselves.")


def finding(said: str) -> Finding:
    """`CON201 gap major`, with `waived` at its end when it is."""
    code, outcome, severity, *rest = said.split()
    return Finding(
        code=code,
        name="name",
        outcome=cast(Outcome, outcome),
        severity=cast(Severity, severity),
        message="",
        waived=WAIVED if rest else None,
    )


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        (["CON201 met major", "CON202 met major"], "met"),
        (["CON201 met major", "CON202 gap major"], "gaps"),
        (["CON201 gap blocker", "CON202 cannot_tell blocker"], "gaps"),
        (["CON201 met major", "CON202 gap advice"], "met"),
        (["CON201 met major", "CON202 gap major waived"], "met"),
        (["CON201 cannot_tell major", "CON202 met major"], "cannot_tell"),
        (["CON201 not_applicable major", "CON202 not_applicable major"], "not_applicable"),
        (["CON201 not_applicable major", "CON209 met advice"], "not_applicable"),
        (["CON201 not_applicable major", "CON209 gap major"], "gaps"),
        (["CON209 not_applicable advice"], "not_applicable"),
        ([], "not_applicable"),
    ],
)
def test_the_state_of_a_group(findings: list[str], state: State) -> None:
    assert dimensions_of(map(finding, findings)).contracts.state == state


def test_hygiene_is_no_dimension() -> None:
    states = dimensions_of([finding("HYG401 gap blocker"), finding("CTX101 met major")])
    assert (states.context.state, states.contracts.state, states.done.state) == (
        "met",
        "not_applicable",
        "not_applicable",
    )
