"""The counts of a backtest, and the tables they are shown in."""

from __future__ import annotations

import json
from collections import Counter
from typing import get_args

from bot.commands.parts.past import Absent
from checks.verdict import Decision, Verdict

WIDTH = 24
"""Characters of the longest bar."""


class Tally:
    """Verdicts counted one by one, in memory that does not grow with them."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.rules: Counter[tuple[str, str]] = Counter()
        self.severities: dict[tuple[str, str], Counter[str]] = {}
        self.unreadable = 0
        self.absent: Counter[Absent] = Counter()

    @property
    def judged(self) -> int:
        return sum(self.verdicts.values())

    def add(self, verdict: Verdict | Absent) -> None:
        if isinstance(verdict, str):
            self.absent[verdict] += 1
            return
        if verdict.error:
            self.unreadable += 1
            return
        self.verdicts[verdict.verdict] += 1
        for gap in verdict.gaps:
            rule = (gap.code, gap.name)
            self.rules[rule] += 1
            self.severities.setdefault(rule, Counter())[gap.severity] += 1


def json_of(tally: Tally) -> str:
    rules = [
        {"code": code, "name": name, "gaps": count, "severities": dict(tally.severities[code, name])}
        for (code, name), count in tally.rules.most_common()
    ]
    return json.dumps(
        {
            "judged": tally.judged,
            "unreadable": tally.unreadable,
            **tally.absent,
            "verdicts": dict(tally.verdicts),
            "rules": rules,
        }
    )


def text_of(tally: Tally) -> str:
    """Verdicts, then rules with the most gaps first; each with its share of the judged tickets and a bar."""
    left = {
        "could not be read": tally.unreadable,
        "not written yet": tally.absent["unwritten"],
        "left out because their changelog does not reach": tally.absent["unreached"],
    }
    judged = f"{tally.judged} {'ticket' if tally.judged == 1 else 'tickets'} judged"
    lines = [", ".join([judged, *(f"{n} {why}" for why, n in left.items() if n)])]
    if not tally.judged:
        return lines[0]
    lines += ["", *(_row(name.replace("_", " "), tally.verdicts[name], tally.judged) for name in get_args(Decision))]
    lines += ["", "Gaps by rule"]
    for (code, name), count in tally.rules.most_common():
        severities = ", ".join(f"{n} {severity}" for severity, n in tally.severities[code, name].most_common())
        lines.append(f"{_row(f'{code} {name}', count, tally.judged)}  {severities}")
    return "\n".join(lines)


def _row(name: str, count: int, of: int) -> str:
    return f"{name:<34} {count:>6} {count / of:>6.0%}  {'#' * round(WIDTH * count / of):<{WIDTH}}"
