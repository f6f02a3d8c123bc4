"""Labelled tickets, read the way the bot reads Jira's JSON: those in ../shared/eval, and those of our own writing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.jira.issue import ticket_of
from checks.ticket import Ticket

OWN = Path(__file__).parent / "tickets"
EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
MISSING = {
    "CTX101": "c1", "CTX102": "c2", "CTX103": "c3", "CTX105": "c4", "CON201": "k1", "CON202": "k2", "CON203": "k3",
    "DOD301": "d1", "DOD302": "d2", "DOD303": "d3", "DOD304": "d4",
}  # fmt: skip
"""Question of the model → label of the rubric; N means missing."""


@dataclass(frozen=True, slots=True)
class Labelled:
    ticket: Ticket
    gold: Mapping[str, Any]
    own: bool = False
    """Of our own writing: used for learning, never for measuring."""

    @property
    def project(self) -> str:
        """What folds are grouped by: hidden tickets come from other projects."""
        return self.ticket.project

    @property
    def board(self) -> bool:
        """A ticket of a real Jira project, not an issue of a GitHub repository."""
        return not self.own and "/" not in self.ticket.project

    def answer(self, question: str) -> bool | None:
        """The label for the model's question; None where it was not asked or the readings differ."""
        gold = self.gold
        if question == "readiness":
            return None if gold["verdict"] is None else gold["verdict"] == "ready"
        if question == "applies":
            return None if gold["k0"] is None else gold["k0"] == "Y"
        if question.startswith("kind."):
            return None if gold["kind"] is None else gold["kind"] == question.removeprefix("kind.")
        if question == "not_ready":
            return gold["verdict"] == "not_ready" if "/" not in self.ticket.project and gold["verdict"] else None
        label = gold[MISSING[question]]
        return None if label in (None, "NA") else label == "N"


def tickets(name: str = "tickets-train.jsonl") -> list[Labelled]:
    rows = (json.loads(line) for line in (EVAL / name).read_text(encoding="utf-8").split("\n") if line)
    return [Labelled(ticket_of(row["issue"]), row["gold"]) for row in rows]


def own_tickets() -> list[Labelled]:
    """Those in `tools/tickets`; its README says what they are for."""
    found = []
    for path in sorted(OWN.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            row = json.loads(line)
            fields = {"summary": row["summary"], "description": row["description"], "project": {"key": row["project"]}}
            issue = {"key": f"{row['project']}-{number}", "fields": fields}
            found.append(Labelled(ticket_of(issue), row["gold"], own=True))
    return found
