"""The same ticket in another order, under other headings, as prose or in another language gets the same verdict."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.verdict import Verdict

HERE = Path(__file__).parent
PAIRS = sorted((HERE / "pairs").glob("*.md"))
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
TRANSLATED = [pair for book in (REFUNDS, LOANS, CRASHES) for pair in combinations(book, 2)]


def judged(text: str, issue_type: str, markup: str) -> Verdict:
    summary, _, description = text.strip().partition("\n")
    issue: dict[str, Any] = {
        "key": "PAIR-1",
        "fields": {"summary": summary, "description": description, "issuetype": {"name": issue_type}},
    }
    return evaluate(ticket_of(issue | ({"markup": "markdown"} if markup == ".md" else {})))


def parts(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body


def shape_holds(path: Path) -> bool:
    head, body = parts(path)
    one, other = (judged(text, head["type"], ".md") for text in body.split("\n=====\n"))
    return one.verdict == other.verdict and one.verdict in head["verdict"]


def language_holds(one: str, other: str) -> bool:
    seen = set()
    for name in (one, other):
        head, body = parts(HERE / name)
        seen.add(judged(body, head["type"], Path(name).suffix).verdict)
    return len(seen) == 1


def listed(name: str, expectation: str) -> bool:
    return f"| `{name}` | `{expectation}` |" in (HERE / "disagreements.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_the_shape_of_a_ticket_does_not_change_its_verdict(path: Path) -> None:
    assert shape_holds(path) != listed(f"pairs/{path.name}", "same verdict")


@pytest.mark.parametrize(("one", "other"), TRANSLATED, ids=lambda name: Path(name).stem)
def test_the_language_of_a_ticket_does_not_change_its_verdict(one: str, other: str) -> None:
    assert language_holds(one, other) != listed(one, f"same verdict as {other}")
