"""The policies in force with what people said of single gaps on top. Implements `bot.ports.Policies`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.policies.answered import judged
from bot.policies.in_force import Policies
from bot.ports import Ruleset
from bot.site_names import owner_of
from checks.catalogue import RULES_VERSION
from checks.language.model import VERSION as MODEL_VERSION
from checks.policy import Policy, Waiver
from checks.ticket import Receiver, Ticket
from checks.verdict import Verdict


class Said(Protocol):
    @property
    def waivers(self) -> Mapping[tuple[str, str], tuple[Waiver, ...]]: ...
    def demoted_in(self, site: str, project: str) -> frozenset[str]: ...


class Standing(Protocol):
    """What people said that stands now."""

    def said(self) -> Said:
        """Blocking."""
        ...


@dataclass(frozen=True, slots=True)
class PeoplesPolicies:
    """A gap that a person accepted or called wrong is waived on that ticket; a demoted rule only advises in its
    project. Blocking, as it reads the store: call it on a worker thread."""

    policies: Policies
    standing: Standing

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict:
        project = ticket.project_key
        said = self.standing.said()
        waivers = said.waivers.get((ticket.id.site, ticket.id.issue_id), ())
        policy = self._of(ticket.site or "", project, said)
        if waivers:
            # A moved ticket has another key, but what was said about it still counts.
            mine = tuple(replace(waiver, tickets=frozenset({ticket.key})) for waiver in waivers)
            policy = replace(policy, waivers=(*mine, *policy.waivers))
        return judged(ticket, policy, receiver, as_of)

    def ruleset(self, key: str, project: str, site: str = "") -> Ruleset | None:
        said = self.standing.said()
        if any(key in waiver.tickets for waivers in said.waivers.values() for waiver in waivers):
            return None
        if self.policies.ruleset(key, project, site) is None:
            return None
        return Ruleset(RULES_VERSION, MODEL_VERSION, self._of(site, project, said).hash)

    def _of(self, site: str, project: str, said: Said) -> Policy:
        policy, demoted = self.policies.of(project, owner_of(site)), said.demoted_in(site, project)
        return replace(policy, demoted=policy.demoted | demoted) if demoted else policy
