"""The same ticket gets the same answer, to the letter, in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from checks.catalogue import rules

ROOT = Path(__file__).parents[2]
SEEDS = ("1", "2", "3", "4", "5")
"""Python orders the members of a set of words anew in each process, unless told by which seed."""
MANY = "The QZX and the WVT send a KJH to the BNP of each GRD. A QZX without WVT, KJH, BNP or GRD stops."


def test_no_order_of_a_set_shows_in_a_verdict() -> None:
    shown = [
        example.issue() | {"key": f"{rule.code}-{at}"} for rule in rules() for at, example in enumerate(rule.examples)
    ]
    shown.append({"key": "MANY-1", "fields": {"summary": "Send the QZX and the WVT", "description": MANY}})
    feed = "".join(json.dumps(issue, default=str) + "\n" for issue in shown)
    answers = {_verdicts(feed, seed) for seed in SEEDS}
    assert len(answers) == 1
    assert len(answers.pop().splitlines()) == len(shown)


def _verdicts(feed: str, seed: str) -> str:
    command = [sys.executable, "-c", "from bot.cli import main; main()", "check", "--format", "jsonl", "-"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, input=feed, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
