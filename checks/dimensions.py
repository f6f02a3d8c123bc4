"""The three dimensions at a glance: the state of context, contracts and done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from checks.catalogue import rules
from checks.rule import GROUPS
from checks.verdict import Dimension, Dimensions, Finding, State


def dimensions_of(findings: Iterable[Finding]) -> Dimensions:
    """Hygiene is no dimension: its findings stand for themselves."""
    groups: dict[str, list[Finding]] = {prefix: [] for prefix in GROUPS}
    for found in findings:
        groups[found.code[:3]].append(found)
    return _dimensions(_state(groups["CTX"]), _state(groups["CON"]), _state(groups["DOD"]))


@cache
def _dimensions(context: State, contracts: State, done: State) -> Dimensions:
    """They are few, so each is validated once."""
    return Dimensions(
        context=Dimension(state=context), contracts=Dimension(state=contracts), done=Dimension(state=done)
    )


def _state(findings: Sequence[Finding]) -> State:
    """What most needs saying of a group. Advice leaves a dimension met, and only core rules say whether it applies."""
    weighty = {found.outcome if found.waived is None else None for found in findings if found.severity != "advice"}
    if "gap" in weighty:
        return "gaps"
    core = {found.outcome for found in findings if found.code in _core()}
    if core == {"not_applicable"}:
        return "not_applicable"
    if "cannot_tell" in core or "cannot_tell" in weighty:
        return "cannot_tell"
    said = {found.outcome for found in findings}
    return "met" if "met" in said or "gap" in said else "not_applicable"


@cache
def _core() -> frozenset[str]:
    return frozenset(rule.code for rule in rules() if rule.core)
