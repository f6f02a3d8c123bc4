"""Every rule, found by walking the four groups: adding a rule's file adds the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from checks.rule import GROUPS, Rule

RULES_VERSION = "11"
"""Raised whenever a ticket may be judged differently because a rule changed: a verdict that differs only by this number
is never announced as a change of the ticket."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in the order of their codes."""
    return tuple(sorted(_declared(), key=lambda rule: rule.code))


@cache
def by_code() -> Mapping[str, Rule]:
    return {rule.code: rule for rule in rules()}


def find(word: str) -> Rule | None:
    """The rule with this code or name, whatever its case; None when there is none."""
    wanted = word.strip()
    return by_code().get(wanted.upper()) or next((rule for rule in rules() if rule.name == wanted.lower()), None)


def nearest(word: str) -> str | None:
    """The code that was probably meant; None when nothing is close."""
    names = {rule.name: rule.code for rule in rules()}
    by_name = get_close_matches(word.strip().lower(), names, n=1, cutoff=0.6)
    by_number = get_close_matches(word.strip().upper(), by_code(), n=1, cutoff=0.6)
    return names[by_name[0]] if by_name else by_number[0] if by_number else None


def _declared() -> Iterator[Rule]:
    for group in GROUPS.values():
        package = import_module(f"checks.{group}")
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            if (rule := getattr(import_module(module.name), "RULE", None)) is not None:
                yield rule
