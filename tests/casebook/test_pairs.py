"""The same ticket in another order, under other headings, as prose or in another language gets the same verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.casebook_tickets import FOLDER, PAIRS, TRANSLATED, language_holds, shape_holds


def listed(name: str, expectation: str) -> bool:
    return f"| `{name}` | `{expectation}` |" in (FOLDER / "disagreements.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_the_shape_of_a_ticket_does_not_change_its_verdict(path: Path) -> None:
    assert shape_holds(path) != listed(f"pairs/{path.name}", "same verdict")


@pytest.mark.parametrize(("one", "other"), TRANSLATED, ids=lambda name: Path(name).stem)
def test_the_language_of_a_ticket_does_not_change_its_verdict(one: str, other: str) -> None:
    assert language_holds(one, other) != listed(one, f"same verdict as {other}")
