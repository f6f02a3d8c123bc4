"""Verdicts that read like real ones: for the generated page of messages, and for tests."""

from __future__ import annotations

from typing import Any

from bot.views import CardView
from checks.rule import Example, NotApplicable, Rule
from checks.verdict import Finding, Verdict


def finding(code: str, name: str, severity: str, message: str, **values: Any) -> Finding:
    return Finding.model_validate(
        {"code": code, "name": name, "outcome": "gap", "severity": severity, "message": message, **values}
    )


SHAPE = finding(
    "CON202",
    "missing-shape",
    "blocker",
    "POST /refunds is named, but not what it takes or returns.",
    evidence=({"quote": "add POST /refunds", "where": "description"},),
    remedy="Add the request and response fields with types, or one example of each.",
    question="What does POST /refunds take and return?",
)
FAILURE = finding(
    "CON203",
    "missing-failure-behaviour",
    "major",
    "Nothing says what happens when the refund is refused.",
    evidence=({"quote": "the refund is sent to the bank", "where": "comment by Ann"},),
    remedy="Say what the caller gets when the bank refuses, and when it does not answer.",
    question="What does the caller get when the bank refuses the refund?",
)
DONE = finding(
    "DOD302",
    "untestable-outcome",
    "major",
    "“Works smoothly” cannot be decided by a reviewer.",
    remedy="Say what a reviewer sees when it works, with one number or state.",
)
ADVICE = finding("DOD303", "missing-edge-case", "advice", "No limit is named.", remedy="Name one limit.")


def verdict(decision: str = "not_ready", *found: Finding, key: str = "PAY-12", **values: Any) -> Verdict:
    gaps = {"CTX": "context", "CON": "contracts", "DOD": "done"}
    states = {group: {"state": "met"} for group in gaps.values()}
    for one in found:
        if one.outcome == "gap" and one.severity != "advice" and one.code[:3] in gaps:
            states[gaps[one.code[:3]]] = {"state": "gaps"}
    return Verdict.model_validate(
        {
            "key": key,
            "url": f"https://acme.atlassian.net/browse/{key}",
            "receiver": "contractor",
            "kind": "feature",
            "verdict": decision,
            "readiness": 0.41,
            "dimensions": states,
            "findings": found,
            "questions": tuple(one.question for one in found if one.question),
            "looked_in": ("summary", "description", "comments", "parent"),
            "not_seen": ("attachment spec.pdf",),
            "rules_version": "1",
            "model_version": "1",
            "policy": "default",
            "policy_hash": "0",
            **values,
        }
    )


NOT_READY = verdict("not_ready", SHAPE, FAILURE, DONE, ADVICE)


def view(judged: Verdict = NOT_READY, **values: Any) -> CardView:
    return CardView(
        **{"verdict": judged, "title": "Refund by API", "show": "full", "handle": "c-1042", **values},
    )


RULE_PAGE = """The shape of an interface is missing.

## What it checks
Whether `POST /refunds` says **what** it takes.

- one field
- two *fields*

## Why it matters
Two people would build two different things.

## How to close the gap
1. Add an example:

```json
{"amount": 1}
```
"""
RULE = Rule(
    code="CON202",
    name="missing-shape",
    check=lambda case, options: NotApplicable(""),
    page=RULE_PAGE,
    severity={"contractor": "major", "teammate": "advice", "agent": "blocker"},
    confidence="likely",
    effort="a paragraph",
    examples=(
        Example("named only", "Add POST /refunds", "We need it.", says="…"),
        Example("with an example", "Add POST /refunds", "Takes `{}`", outcome="met"),
    ),
)
