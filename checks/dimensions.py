"""The three dimensions at a glance: the state of context, contracts and done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from checks.catalogue import rules
from checks.rule import GROUPS
from checks.verdict import Dimension, Dimensions, Finding, State


def dimensions_of(findings: Iterable[Finding]) -> Dimensions:
    """Hygiene is not a dimension: its findings speak for themselves."""
    groups = {prefix: _Group() for prefix in GROUPS}
    core = _core()
    for found in findings:
        code, outcome = found.code, found.outcome
        group = groups[code[:3]]
        group.said.add(outcome)
        if code in core:
            group.core.add(outcome)
        if found.severity != "advice" and found.waived is None:
            group.weighty.add(outcome)
    return _dimensions(_state(groups["CTX"]), _state(groups["CON"]), _state(groups["DOD"]))


class _Group:
    """The outcomes of a group's findings: of all of them, of core rules, and of those that are neither advice nor
    waived."""

    __slots__ = ("core", "said", "weighty")

    def __init__(self) -> None:
        self.said: set[str] = set()
        self.core: set[str] = set()
        self.weighty: set[str] = set()


@cache
def _dimensions(context: State, contracts: State, done: State) -> Dimensions:
    """There are few of them, so each is validated once."""
    return Dimensions(
        context=Dimension(state=context), contracts=Dimension(state=contracts), done=Dimension(state=done)
    )


def _state(group: _Group) -> State:
    """What most needs saying about a group. Advice leaves a dimension met, and only core rules say whether it
    applies."""
    if "gap" in group.weighty:
        return "gaps"
    if group.core == {"not_applicable"}:
        return "not_applicable"
    if "cannot_tell" in group.core or "cannot_tell" in group.weighty:
        return "cannot_tell"
    return "met" if "met" in group.said or "gap" in group.said else "not_applicable"


@cache
def _core() -> frozenset[str]:
    return frozenset(rule.code for rule in rules() if rule.core)
