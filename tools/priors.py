"""What is known about a question before any ticket is counted: `priors.toml`, read as weights of indicators.

Few tickets are labelled, and each question has hundreds of indicators: without prior knowledge, many get a weight by
chance. One column that sums what a careful reader would look at may weigh freely, all others only as much as they must.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checks.language.model.features import ANYWHERE, LAYOUT, SIGNALS, SUBJECTS, TOGETHER

TABLE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Prior:
    terms: Mapping[str, float]
    """Indicator → how strongly it speaks for the answer, or against it where negative."""
    concepts: frozenset[str]
    """What the terms are about; an indicator about anything else counts less for the question."""

    def touches(self, indicator: str) -> bool:
        """The indicator is about something that the prior names."""
        name = indicator.partition(">=")[0]
        part, _, rest = name.rpartition(".")
        return bool(self.concepts & {name, rest, *(rest.split("+") if part in ("both", "pair") else ())})


@cache
def priors() -> Mapping[str, Prior]:
    """The prior of each question."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {question: _prior(sides["for"].split(), sides["against"].split()) for question, sides in table.items()}


def _prior(speaking_for: Sequence[str], against: Sequence[str]) -> Prior:
    terms: dict[str, float] = {}
    concepts: set[str] = set()
    for sign, written in ((1, speaking_for), (-1, against)):
        for term in written:
            name, _, weight = term.partition(":")
            terms[indicator_of(name)] = sign * float(weight or 1)
            concepts |= {name, name.rpartition(".")[2]}
    return Prior(terms, frozenset(concepts))


def indicator_of(term: str) -> str:
    """The indicator that a term of the table stands for."""
    if term in SIGNALS or term in SUBJECTS:
        return f"{ANYWHERE}{term}"
    if term in LAYOUT:
        return f"{term}>={LAYOUT[term][0][0]}"
    if "+" in term:
        return f"both.{term}" if term in TOGETHER else f"pair.{term}>=1"
    return f"{term}>=1" if term.startswith(("label.", "act.")) else term
