"""What findings add up to, line by line."""

from __future__ import annotations

import pytest

from checks.decision import TOO_MANY_MAJORS, decide, readiness_of
from checks.rule import Outcome, Severity
from checks.verdict import Finding, Waived


def finding(outcome: Outcome, severity: Severity, *, waived: bool = False) -> Finding:
    accepted = Waived(by="Anna", reason="A spike: its outcome is the criterion.") if waived else None
    return Finding(
        code="CTX101", name="missing-problem", outcome=outcome, severity=severity, message="", waived=accepted
    )


MET = finding("met", "major")
ADVICE = finding("gap", "advice")
UNTOLD = finding("cannot_tell", "major")
MAJOR = finding("gap", "major")
BLOCKER = finding("gap", "blocker")


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        pytest.param([], "ready", id="nothing said"),
        pytest.param([MET], "ready", id="all met"),
        pytest.param([MET, ADVICE, ADVICE], "ready", id="advice alone holds nothing back"),
        pytest.param([MET, MAJOR], "questions", id="one question first"),
        pytest.param([MAJOR] * (TOO_MANY_MAJORS - 1), "questions", id="as many questions as can be asked"),
        pytest.param([MAJOR] * TOO_MANY_MAJORS, "not_ready", id="too little to start from"),
        pytest.param([MET, BLOCKER], "not_ready", id="one blocker"),
        pytest.param(
            [BLOCKER, finding("cannot_tell", "blocker")], "not_ready", id="a blocker stands whatever cannot be told"
        ),
        pytest.param([MET, finding("cannot_tell", "blocker")], "undetermined", id="a blocker that cannot tell"),
        pytest.param([MET, MET, finding("cannot_tell", "major"), MAJOR], "questions", id="a major that cannot tell"),
        pytest.param([MET, UNTOLD], "ready", id="as much told as untold"),
        pytest.param([MET, UNTOLD, UNTOLD], "undetermined", id="more untold than told"),
        pytest.param([MET, *[finding("cannot_tell", "advice")] * 2], "ready", id="advice untold blinds nobody"),
        pytest.param([finding("gap", "blocker", waived=True), MET], "ready", id="a waived gap does not count"),
        pytest.param([finding("gap", "major", waived=True), MAJOR, MET], "questions", id="one of two waived"),
    ],
)
def test_the_first_line_that_matches_decides(findings: list[Finding], verdict: str) -> None:
    assert decide(findings) == verdict


@pytest.mark.parametrize(
    ("estimates", "readiness"),
    [
        ({"readiness": 0.42}, 0.42),
        ({"readiness": 0.0}, 0.0),
        ({"readiness": 1.0}, 1.0),
        ({}, 0.5),
        ({"readiness": 1.01}, 0.5),
        ({"readiness": float("nan")}, 0.5),
    ],
)
def test_readiness_is_the_estimate_or_the_share_of_rules_met(estimates: dict[str, float], readiness: float) -> None:
    assert readiness_of([MET, MAJOR, ADVICE], estimates) == readiness


def test_where_nothing_was_judged_readiness_is_a_number_all_the_same() -> None:
    assert readiness_of([ADVICE, UNTOLD], {}) == 0.5
