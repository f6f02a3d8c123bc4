"""The three dimensions at a glance: the state of context, contracts and done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from checks.catalogue import by_code
from checks.rule import GROUPS
from checks.verdict import Dimension, Dimensions, Finding, State

_STATES: dict[State, Dimension] = {state: Dimension(state=state) for state in get_args(State)}


def dimensions_of(findings: Iterable[Finding]) -> Dimensions:
    """Hygiene is no dimension: its findings stand for themselves."""
    groups: dict[str, list[Finding]] = {group: [] for group in GROUPS.values()}
    for found in findings:
        groups[GROUPS[found.code[:3]]].append(found)
    return Dimensions(
        context=_STATES[_state(groups["context"])],
        contracts=_STATES[_state(groups["contracts"])],
        done=_STATES[_state(groups["done"])],
    )


def _state(findings: Sequence[Finding]) -> State:
    """What most needs saying of a group. Advice leaves a dimension met, and only core rules say whether it applies."""
    weighty = [found for found in findings if found.severity != "advice"]
    if any(found.outcome == "gap" and found.waived is None for found in weighty):
        return "gaps"
    core = [found for found in findings if by_code()[found.code].core]
    if core and all(found.outcome == "not_applicable" for found in core):
        return "not_applicable"
    if any(found.outcome == "cannot_tell" for found in [*weighty, *core]):
        return "cannot_tell"
    return "met" if any(found.outcome in ("met", "gap") for found in findings) else "not_applicable"
