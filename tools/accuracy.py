"""Measures how right the verdicts are and writes the figures into `docs/reference/accuracy.md`.

    .venv/bin/python -m tools.accuracy

Two readings: the development sets, which are never trained on, and the training tickets out of fold, each judged by a
model that saw no ticket of its project (thresholds and calibration stay those of the package).
"""

from __future__ import annotations

import importlib.util
import json
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np

from bot.jira.issue import ticket_of
from checks.evaluate import evaluate
from checks.language import model
from checks.language.model.leanings import leanings_of
from checks.verdict import Verdict
from tools.fitting import QUESTIONS, Sheet
from tools.labelled import EVAL, own_tickets, tickets
from tools.train import SCALE, folds, leanings_table, whole

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "accuracy.md"
DRAWS = 400
CODES = {
    "c1": ("CTX101",), "c2": ("CTX102",), "c3": ("CTX103", "CTX104"), "c4": ("CTX105",), "k1": ("CON201",), "k2": ("CON202",),
    "k3": ("CON203",), "d1": ("DOD301",), "d2": ("DOD302",), "d3": ("DOD303",), "d4": ("DOD304",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    gold: dict[str, Any]
    verdict: Verdict
    board: bool = True
    """It comes from a Jira project, like those of the development set; otherwise from a GitHub repository."""

    def gaps(self, codes: Sequence[str], *, weighty: bool = False) -> bool:
        return any(one.code in codes and (one.severity != "advice" or not weighty) for one in self.verdict.gaps)


def main() -> None:
    warnings.filterwarnings("ignore")
    dev = [Judged(dict(row.gold), evaluate(row.ticket)) for row in tickets("tickets-dev.jsonl")]
    train = out_of_fold(Sheet([*tickets(), *own_tickets()]))
    text = "\n\n".join([rules_table(dev, train), whole_table(dev, train), precision_table(dev + train)])
    page = PAGE.read_text(encoding="utf-8")
    marked = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end -->)", re.DOTALL)
    PAGE.write_text(marked.sub(lambda _: text + "\n", page), encoding="utf-8")
    print(text)


def out_of_fold(sheet: Sheet) -> list[Judged]:
    """The labelled tickets' verdicts by models that saw no ticket of their project."""
    found: dict[int, Judged] = {}
    shipped = model.model()
    for seen, unseen in folds(sheet.rows):
        with using(refitted(shipped, sheet, seen)):
            for index in unseen:
                row = sheet.rows[index]
                found[int(index)] = Judged(dict(row.gold), evaluate(row.ticket), row.board)
    return [found[index] for index in sorted(found)]


@contextmanager
def using(other: model.Model) -> Iterator[None]:
    """Judge by another model than the package's, wherever the package asks for its own."""
    with ExitStack() as stack:
        for module in ("checks.language.model", "checks.estimate", "checks.interface"):
            stack.enter_context(patch(f"{module}.model", return_value=other))
        yield


def refitted(shipped: model.Model, sheet: Sheet, seen: Any) -> model.Model:
    questions, fitted = {}, {name: sheet.fit(name, seen) for name in QUESTIONS}
    for name, one in fitted.items():
        kept = shipped.questions[name]
        questions[name] = model.Question(
            round(one.bias * SCALE), whole(sheet.names, one.weights), kept.curve, kept.gap_at, kept.sure_at
        )
    return model.model_of(questions, leanings_of(leanings_table(sheet, fitted)))


def rules_table(dev: list[Judged], train: list[Judged]) -> str:
    lines = [
        "| rule | gaps (dev) | kappa dev | precision | recall | kappa train, out of fold |",
        "|---|---|---|---|---|---|",
    ]
    for label, codes in CODES.items():
        pairs, folded = pairs_of(dev, label, codes), pairs_of(train, label, codes)
        hit, told, real = (sum(map(pick, pairs)) for pick in (all, lambda p: p[1], lambda p: p[0]))
        lines.append(
            f"| {' / '.join(codes)} | {real} | {interval(pairs, SCORER.kappa)} | {hit / told if told else 0:.2f} "
            f"| {hit / real if real else 0:.2f} | {interval(folded, SCORER.kappa)} |"
        )
    return "\n".join(lines)


def pairs_of(judged: list[Judged], label: str, codes: Sequence[str]) -> list[tuple[bool, bool]]:
    return [(one.gold[label] == "N", one.gaps(codes)) for one in judged if one.gold.get(label) is not None]


def whole_table(dev: list[Judged], train: list[Judged]) -> str:
    rows = [
        ("macro kappa over core rules", macro),
        ("contracts apply, kappa", lambda judged: SCORER.kappa(applies(judged))),
        ("kind of work, kappa", lambda judged: SCORER.kappa(kinds(judged))),
        ("verdict, weighted kappa", lambda judged: SCORER.weighted_kappa(levels(judged))),
        ("readiness, AUC", lambda judged: SCORER.auc(*ranks(judged))),
    ]
    jira = [one for one in train if one.board]
    lines = ["| figure | dev | train, Jira, out of fold | train, out of fold |", "|---|---|---|---|"]
    lines += [
        f"| {name} | " + " | ".join(interval(judged, figure) for judged in (dev, jira, train)) + " |"
        for name, figure in rows
    ]
    issues = clarity()
    lines.append(f"| clarity, AUC | {interval(issues, clear_from_rest)} | | |")
    apart = [one for one in issues if one[1] != 1]
    lines.append(f"| clear against not, AUC | {interval(apart, clear_from_rest)} | | |")
    return "\n".join(lines)


def macro(judged: list[Judged]) -> float:
    found = [pairs_of(judged, label, codes) for label, codes in CODES.items()]
    return float(np.mean([SCORER.kappa(pairs) for pairs in found if sum(real for real, _ in pairs) >= 5]))


def applies(judged: list[Judged]) -> list[tuple[bool, bool]]:
    asked = [one for one in judged if one.gold.get("k0")]
    return [(one.gold["k0"] == "Y", one.verdict.dimensions.contracts.state != "not_applicable") for one in asked]


def kinds(judged: list[Judged]) -> list[tuple[str, str]]:
    return [(one.gold["kind"], one.verdict.kind) for one in judged if one.gold.get("kind")]


def levels(judged: list[Judged]) -> list[tuple[int, int]]:
    level = SCORER.LEVEL
    return [(level[one.gold["verdict"]], level[one.verdict.verdict]) for one in judged if one.gold.get("verdict")]


def ranks(judged: list[Judged]) -> tuple[list[float], list[bool]]:
    asked = [one for one in judged if one.gold.get("verdict")]
    return [one.verdict.readiness for one in asked], [one.gold["verdict"] == "ready" for one in asked]


def clarity() -> list[tuple[float, int]]:
    found = []
    for line in (EVAL / "clarity-dev.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line)
            title, _, body = row["text"].partition("\n")
            fields = {"summary": title.strip(), "description": body.strip(), "issuetype": {"name": "Bug"}}
            issue = {"key": row["id"], "markup": "markdown", "fields": fields}
            found.append((evaluate(ticket_of(issue)).readiness, row["label"]))
    return found


def clear_from_rest(issues: list[tuple[float, int]]) -> float:
    return float(SCORER.auc([score for score, _ in issues], [label < 2 for _, label in issues]))


def precision_table(judged: list[Judged]) -> str:
    lines = ["| rule | labelled gaps | said as blocker or major | of these right |", "|---|---|---|---|"]
    for label, codes in CODES.items():
        asked = [one for one in judged if one.gold.get(label) is not None]
        told = [one.gold[label] == "N" for one in asked if one.gaps(codes, weighty=True)]
        share = f"{sum(told) / len(told):.2f}" if told else "says advice only"
        lines.append(
            f"| {' / '.join(codes)} | {sum(one.gold[label] == 'N' for one in asked)} | {len(told)} | {share} |"
        )
    return "\n".join(lines)


def interval(items: list[Any], figure: Callable[[list[Any]], float]) -> str:
    """The figure with the middle 95 % of its values over tickets resampled with replacement."""
    rng = np.random.default_rng(1)
    draws = [figure([items[i] for i in rng.integers(0, len(items), len(items))]) for _ in range(DRAWS)]
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return f"{figure(items):.2f} [{low:.2f}, {high:.2f}]"


def _scorer() -> ModuleType:
    """The scorer beside the labelled tickets, so that the figures are its own."""
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EVAL / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = _scorer()

if __name__ == "__main__":
    main()
