"""A verdict as a sentence, and its dimensions at a glance: the words that every surface shares."""

from __future__ import annotations

from bot.render.text import one_line
from bot.render.words import Words
from checks.catalogue import find
from checks.rule import GROUPS
from checks.verdict import Finding, Verdict

DIMENSIONS = ("context", "contracts", "done")
KEY = 40
"""Characters of a ticket key that are shown; Jira keys are far shorter in any real project."""


def key_of(verdict: Verdict) -> str:
    return one_line(verdict.key, KEY) or "?"


def headline(verdict: Verdict, say: Words) -> str:
    """`PAY-12 is not ready for a contractor: 3 gaps.`"""
    count = len(verdict.weighty_gaps)
    values = {"key": key_of(verdict), "receiver": say(f"receiver.{verdict.receiver}")}
    if count and verdict.verdict in ("questions", "not_ready"):
        return say(f"verdict.{verdict.verdict}_counted", n=count, **values)
    return say(f"verdict.{verdict.verdict}", **values)


def glance(verdict: Verdict, say: Words) -> str:
    """`Context: met · Contracts: 2 gaps · Done: cannot tell`"""
    return " · ".join(f"{say(f'dimension.{name}')}: {_state(verdict, name, say)}" for name in DIMENSIONS)


def _state(verdict: Verdict, name: str, say: Words) -> str:
    state = getattr(verdict.dimensions, name).state
    if state != "gaps":
        return say(f"dimension.{state}")
    return say("dimension.gaps", n=sum(GROUPS.get(gap.code[:3]) == name for gap in verdict.weighty_gaps) or 1)


def title_of(finding: Finding) -> str:
    """A rule's name as words: `missing-shape` is `missing shape`."""
    return _worded(finding.name)


def rule_title(code: str) -> str:
    """The same for a rule's code; the code itself for a rule that no longer exists."""
    rule = find(code)
    return _worded(rule.name if rule else code)


def _worded(name: str) -> str:
    return one_line(name.replace("-", " "), 60)
