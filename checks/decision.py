"""What the findings add up to: the first line that matches decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.verdict import Decision, Finding

TOO_MANY_MAJORS = 4
"""This many open questions leave too little to start from."""


def decide(findings: Sequence[Finding]) -> Decision:
    """The verdict of all findings of a ticket. Waived gaps and advice do not count."""
    weighty = [found for found in findings if found.severity != "advice"]
    gaps = [found.severity for found in weighty if found.outcome == "gap" and found.waived is None]
    if "blocker" in gaps or gaps.count("major") >= TOO_MANY_MAJORS:
        return "not_ready"
    untold = [found.severity for found in weighty if found.outcome == "cannot_tell"]
    if "blocker" in untold or _blind(weighty, len(untold)):
        return "undetermined"
    return "questions" if "major" in gaps else "ready"


def _blind(weighty: Sequence[Finding], untold: int) -> bool:
    """Of the rules that could hold the ticket back, more cannot tell than can, as in a language that none of them
    reads."""
    return untold > sum(found.outcome in ("met", "gap") for found in weighty)


def readiness_of(findings: Sequence[Finding], estimates: Mapping[str, float]) -> float:
    """The model's estimate that the receiver finishes without asking; where it gives none, the share of rules met."""
    estimate = estimates.get("readiness")
    if estimate is not None and 0 <= estimate <= 1:
        return estimate
    judged = [found for found in findings if found.outcome in ("met", "gap") and found.severity != "advice"]
    return sum(found.outcome == "met" for found in judged) / len(judged) if judged else 0.5
