"""Measures how often a finding's first quote is a sentence that a reader marked: prints the table of `accuracy.md`.

    .venv/bin/python -m tools.quoting

Each labelled ticket is quoted by roles that were learned without its project. Findings count where the reader marked a
sentence with what the rule looks for; next to the share is that of a sentence picked at random.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import numpy as np

from checks.evaluate import evaluate
from checks.finding import cut
from checks.language.roles import Roles
from tools.roles import Marked, Sheet, marked_tickets
from tools.train import folds

LOOKED_FOR: Mapping[tuple[str, str], str] = {
    ("CTX101", "met"): "pa", ("CTX101", "gap"): "og", ("CTX102", "met"): "w", ("CTX103", "gap"): "u", ("CTX105", "met"): "r",
    ("CTX105", "gap"): "a", ("CON201", "met"): "n", ("CON201", "gap"): "i", ("CON202", "met"): "s", ("CON202", "gap"): "in",
    ("CON203", "met"): "f", ("CON203", "gap"): "in", ("DOD301", "met"): "og", ("DOD302", "met"): "o", ("DOD302", "gap"): "g",
    ("DOD303", "met"): "e", ("DOD303", "gap"): "og", ("DOD304", "met"): "t", ("DOD304", "gap"): "og",
}  # fmt: skip
"""Rule and outcome → the marks (see `tools.roles`) that a quote should carry."""

Found = dict[tuple[str, str], list[tuple[bool, float]]]


def main() -> None:
    warnings.filterwarnings("ignore")
    sheet = Sheet(list(marked_tickets()))
    found: Found = defaultdict(list)
    for seen, unseen in folds([one.row for one in sheet.marked]):
        with quoting_by(sheet.roles(seen)):
            for index in unseen:
                look(sheet.marked[index], found)
    print("| rule | outcome | findings | marked sentence at random | quoted |\n|---|---|---|---|---|")
    for code, outcome in LOOKED_FOR:
        hits, chances = zip(*found[code, outcome], strict=True)
        print(f"| {code} | {outcome} | {len(hits)} | {np.mean(chances):.2f} | {np.mean(hits):.2f} |")


@contextmanager
def quoting_by(other: Roles) -> Iterator[None]:
    """Quote by other roles than the package's, wherever the package asks for its own."""
    with ExitStack() as stack:
        for module in ("checks.language.text", "checks.language.statements"):
            stack.enter_context(patch(f"{module}.roles", return_value=other))
        yield


def look(one: Marked, found: Found) -> None:
    """Records, for each finding for which the reader marked a sentence, whether its first quote is one of those, and
    the share of sentences that are."""
    for finding in evaluate(one.row.ticket).findings:
        letters = LOOKED_FOR.get((finding.code, finding.outcome), "")
        marked = [
            sentence for sentence, given in zip(one.text.said, one.letters, strict=True) if set(given) & set(letters)
        ]
        if marked:
            quoted = finding.evidence[0].quote if finding.evidence else None
            right = quoted in {cut(sentence.text) for sentence in marked}
            found[finding.code, finding.outcome].append((right, len(marked) / len(one.text.said)))


if __name__ == "__main__":
    main()
