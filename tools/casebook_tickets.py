"""The casebook: whole tickets of our own writing, with what a careful person says about each and what the rules make of
it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.verdict import Verdict

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "casebook"
PAIRS = sorted((FOLDER / "pairs").glob("*.md"))
"""The same ticket in another order, under other headings or as prose."""
REFUNDS = (
    "en/refund-endpoint-exemplary.md",
    "fi/hyvitys-esimerkillinen.md",
    "sv/aterbetalning-exemplarisk.md",
    "de/erstattung-vorbildlich.md",
    "fr/remboursement-exemplaire.md",
    "es/reembolso-ejemplar.md",
)
LOANS = ("fi/vika-hyva.md", "sv/fel-bra.md", "de/fehler-gut.wiki", "fr/anomalie-claire.md", "es/error-claro.md")
CRASHES = (
    "fi/vika-ilman-toistoa.md",
    "sv/fel-utan-steg.md",
    "de/fehler-ohne-schritte.md",
    "fr/anomalie-sans-etapes.md",
    "es/error-sin-pasos.md",
)
TRANSLATED = [pair for translations in (REFUNDS, LOANS, CRASHES) for pair in combinations(translations, 2)]
"""The same ticket in two languages."""


@dataclass(frozen=True)
class CasebookTicket:
    """One ticket and what is expected of it."""

    name: str
    issue: dict[str, Any]
    verdict: frozenset[str]
    language: str
    kind: str | None = None
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def judged(self) -> Verdict:
        return evaluate(ticket_of(self.issue))

    def said(self, expectation: str) -> str:
        """What the rules say where this was expected of them."""
        seen = self.judged()
        if expectation in ("verdict", "kind", "language"):
            return str(getattr(seen, expectation)).replace("_", " ")
        code = expectation.split()[-1]
        outcome = next((f"{one.outcome}, {one.severity}" for one in seen.findings if one.code == code), "nothing")
        return outcome.replace("_", " ")

    def misses(self) -> set[str]:
        """The expectations that the rules do not meet, each in a word or two."""
        seen = self.judged()
        gaps = {finding.code for finding in seen.findings if finding.outcome == "gap"}
        missed = {f"must {code}" for code in self.must if code not in gaps}
        missed |= {f"never {code}" for code in self.never if code in gaps}
        if seen.verdict not in self.verdict:
            missed.add("verdict")
        if seen.language != self.language:
            missed.add("language")
        if self.kind and seen.kind != self.kind:
            missed.add("kind")
        return missed


@dataclass(frozen=True)
class Head:
    """The header of a ticket's file, beside its words."""

    type: str
    verdict: list[str]
    language: str
    kind: str | None = None
    must: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)


def casebook_tickets() -> list[CasebookTicket]:
    """Every ticket of the casebook except pairs."""
    return [_ticket(path) for path in sorted(FOLDER.glob("??/*")) if path.suffix in (".md", ".wiki", ".json")]


def shape_holds(path: Path) -> bool:
    """Whether both tickets of a pair get the expected verdict."""
    head, body = _parts(path)
    one, other = (_judged(text, head["type"], ".md") for text in body.split("\n=====\n"))
    return one.verdict == other.verdict and one.verdict in head["verdict"]


def language_holds(one: str, other: str) -> bool:
    """Whether two languages of one ticket get the same verdict."""
    seen = set()
    for name in (one, other):
        head, body = _parts(FOLDER / name)
        seen.add(_judged(body, head["type"], Path(name).suffix).verdict)
    return len(seen) == 1


def _ticket(path: Path) -> CasebookTicket:
    if path.suffix == ".json":
        data = json.loads(path.read_text(encoding="utf-8"))
        head, summary, description = Head(type=data["type"], **data["expect"]), data["summary"], data["description"]
    else:
        top, body = _parts(path)
        head = Head(**top)
        summary, _, description = body.strip().partition("\n")
    issue = _issue(f"CASE-{path.stem}", summary, description, head.type, path.suffix)
    name = path.relative_to(FOLDER).as_posix()
    return CasebookTicket(
        name, issue, frozenset(head.verdict), head.language, head.kind, tuple(head.must), tuple(head.never)
    )


def _judged(text: str, issue_type: str, suffix: str) -> Verdict:
    summary, _, description = text.strip().partition("\n")
    return evaluate(ticket_of(_issue("PAIR-1", summary, description, issue_type, suffix)))


def _issue(key: str, summary: str, description: Any, issue_type: str, suffix: str) -> dict[str, Any]:
    fields = {"summary": summary, "description": description, "issuetype": {"name": issue_type}}
    issue: dict[str, Any] = {"key": key, "fields": fields}
    return issue | ({"markup": "markdown"} if suffix == ".md" else {})


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body
