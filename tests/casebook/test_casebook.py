"""Whole tickets of our own writing are judged as a careful person judges them, or the disagreement is on the list."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.verdict import Verdict

HERE = Path(__file__).parent
LISTED = re.compile(r"^\| `(?P<case>[^`]+)` \| `(?P<expectation>[^`]+)` \|", re.MULTILINE)


@dataclass(frozen=True)
class Book:
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
    """What stands beside a ticket's words in its file."""

    type: str
    verdict: list[str]
    language: str
    kind: str | None = None
    must: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)


def book(path: Path) -> Book:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        data = json.loads(source)
        head, summary, description = Head(type=data["type"], **data["expect"]), data["summary"], data["description"]
    else:
        _, top, body = source.split("+++\n", 2)
        head = Head(**tomllib.loads(top))
        summary, _, description = body.strip().partition("\n")
    issue = {
        "key": f"CASE-{path.stem}",
        "fields": {"summary": summary, "description": description, "issuetype": {"name": head.type}},
    }
    if path.suffix == ".md":
        issue["markup"] = "markdown"
    name = path.relative_to(HERE).as_posix()
    return Book(name, issue, frozenset(head.verdict), head.language, head.kind, tuple(head.must), tuple(head.never))


BOOKS = [book(path) for path in sorted(HERE.glob("??/*")) if path.suffix in (".md", ".wiki", ".json")]
DISAGREEMENTS = {
    (found["case"], found["expectation"])
    for found in LISTED.finditer((HERE / "disagreements.md").read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("case", BOOKS, ids=lambda case: case.name)
def test_a_ticket_is_judged_as_a_careful_person_judges_it(case: Book) -> None:
    listed = {what for name, what in DISAGREEMENTS if name == case.name and not what.startswith("same verdict")}
    missed = case.misses()
    assert missed - listed == set(), "the rules disagree with the casebook"
    assert listed - missed == set(), "no disagreement any more: take it off disagreements.md"


def test_the_list_of_disagreements_names_only_tickets_that_exist() -> None:
    pairs = {f"pairs/{path.name}" for path in HERE.glob("pairs/*.md")}
    assert {name for name, _ in DISAGREEMENTS} <= {case.name for case in BOOKS} | pairs


def test_the_casebook_covers_every_language_markup_and_kind() -> None:
    assert len(BOOKS) >= 60
    assert {case.language for case in BOOKS} == {"en", "fi", "sv", "de", "fr", "es"}
    assert {Path(case.name).suffix for case in BOOKS} == {".md", ".wiki", ".json"}
    for code in ("CTX103", "CTX104", "CTX105", "CTX106", "CON202", "CON209", "DOD302", "DOD307", "HYG401", "HYG404"):
        assert any(code in case.must for case in BOOKS), code
