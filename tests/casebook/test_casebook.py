"""Whole tickets of our own writing are judged as a careful person judges them, or the disagreement is on the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.casebook_tickets import FOLDER, CasebookTicket, casebook_tickets

LISTED = re.compile(r"^\| `(?P<case>[^`]+)` \| `(?P<expectation>[^`]+)` \|", re.MULTILINE)
TICKETS = casebook_tickets()
DISAGREEMENTS = {
    (found["case"], found["expectation"])
    for found in LISTED.finditer((FOLDER / "disagreements.md").read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("case", TICKETS, ids=lambda case: case.name)
def test_a_ticket_is_judged_as_a_careful_person_judges_it(case: CasebookTicket) -> None:
    listed = {what for name, what in DISAGREEMENTS if name == case.name and not what.startswith("same verdict")}
    missed = case.misses()
    assert missed - listed == set(), "the rules disagree with the casebook"
    assert listed - missed == set(), "no disagreement any more: take it off disagreements.md"


def test_the_list_of_disagreements_names_only_tickets_that_exist() -> None:
    pairs = {f"pairs/{path.name}" for path in FOLDER.glob("pairs/*.md")}
    assert {name for name, _ in DISAGREEMENTS} <= {case.name for case in TICKETS} | pairs


def test_the_casebook_covers_every_language_markup_and_kind() -> None:
    assert len(TICKETS) >= 60
    assert {case.language for case in TICKETS} == {"en", "fi", "sv", "de", "fr", "es"}
    assert {Path(case.name).suffix for case in TICKETS} == {".md", ".wiki", ".json"}
    for code in ("CTX103", "CTX104", "CTX105", "CTX106", "CON202", "CON209", "DOD302", "DOD307", "HYG401", "HYG404"):
        assert any(code in case.must for case in TICKETS), code
