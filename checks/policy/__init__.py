"""A project's policy: what to ask of its tickets, how strictly, and which gaps were accepted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from checks.rule import Options, Rule, Severity
from checks.ticket import Receiver

Setting = Literal["blocker", "major", "advice", "off"]
RECEIVERS: tuple[Receiver, ...] = ("contractor", "teammate", "agent")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A gap accepted by a person: for these tickets, for this reason, until the end of that day. `wrong`: they said
    that it is not a gap."""

    rule: str
    tickets: frozenset[str]
    reason: str
    until: date
    by: str = ""
    wrong: bool = False


class Asked(NamedTuple):
    """A rule that is on, with what a policy sets for it."""

    rule: Rule
    severity: Severity
    options: Options


@dataclass(frozen=True)
class Policy:
    """A policy that already contains everything it extends. `origins` says which file each setting comes from."""

    name: str = "default"
    receiver: Receiver = "contractor"
    """Who takes tickets of this project when nobody says."""
    severities: Mapping[str, Mapping[Receiver, Setting]] = field(default_factory=dict)
    options: Mapping[str, Options] = field(default_factory=dict)
    criteria_fields: tuple[str, ...] = ()
    """Jira field ids that hold acceptance criteria."""
    glossary: frozenset[str] = frozenset()
    """Words and acronyms that every receiver of this project knows."""
    openable_hosts: Mapping[Receiver, frozenset[str]] = field(default_factory=dict)
    internal_hosts: frozenset[str] = frozenset()
    demoted: frozenset[str] = frozenset()
    """Rules that may only advise, because people called them wrong too often."""
    waivers: tuple[Waiver, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)

    def severity(self, rule: Rule, receiver: Receiver, raised: Severity | None = None) -> Setting:
        """How bad a gap of this rule is: what the policy says, else what the gap says, else what the rule says. For a
        receiver whom the rule only advises, where it asks a contractor, a gap may become a question but never stops the
        work: a teammate can look up why."""
        said = self.severities.get(rule.code)
        if said is not None and receiver in said:
            return said[receiver]
        own = rule.severity[receiver]
        if own == "off":
            return "off"
        if rule.code in self.demoted:
            return "advice"
        lighter = own == "advice" != rule.severity["contractor"]
        return "major" if lighter and raised == "blocker" else raised or own

    def asked(self, rules: tuple[Rule, ...], receiver: Receiver) -> tuple[Asked, ...]:
        """Those of the rules that are on for this receiver. Computed once, not for every ticket."""
        known = self._asked.get(receiver)
        if known is None or known[0] is not rules:
            settings = [(rule, self.severity(rule, receiver)) for rule in rules]
            on = tuple([Asked(rule, said, self.options_of(rule)) for rule, said in settings if said != "off"])
            known = self._asked[receiver] = (rules, on)
        return known[1]

    @cached_property
    def _asked(self) -> dict[Receiver, tuple[tuple[Rule, ...], tuple[Asked, ...]]]:
        return {}

    def options_of(self, rule: Rule) -> Options:
        return self.options.get(rule.code, rule.options)

    def waiver(self, code: str, key: str, today: date | None) -> Waiver | None:
        """The waiver in force for this rule and ticket; without a date every waiver is taken to be in force."""
        for waiver in self.waivers:
            if waiver.rule == code and key in waiver.tickets and (today is None or today <= waiver.until):
                return waiver
        return None

    def hosts(self, receiver: Receiver) -> frozenset[str]:
        return self.openable_hosts.get(receiver, frozenset())

    @cached_property
    def hash(self) -> str:
        """Twelve hex digits that change when, and only when, the policy may judge differently."""
        judged = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("name", "origins")}
        canonical = json.dumps(judged, default=_plain, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    match value:
        case Options():
            return value.model_dump(mode="json")
        case frozenset():
            return sorted(value)
        case date():
            return value.isoformat()
        case Waiver():
            return {one.name: getattr(value, one.name) for one in fields(value)}
        case _:
            raise TypeError(type(value).__name__)


DEFAULT = Policy()
"""What holds when no file says otherwise: each rule as it declares itself."""
