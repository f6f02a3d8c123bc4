"""The tickets of our own writing keep the form that training relies on."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tools.labelled import OWN

FILES = sorted(OWN.glob("*.jsonl"))
KINDS = {"bug", "feature", "task", "spike", "docs", "epic", "unclear"}
PLAIN = ("c1", "c2", "c3", "k0", "d1", "d2", "d3", "d4")
VERDICTS = {"ready", "questions", "not_ready"}

Row = dict[str, Any]


def rows() -> list[Row]:
    return [json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def written() -> list[Row]:
    return rows()


def test_every_question_of_the_rubric_is_answered(written: list[Row]) -> None:
    for row in written:
        gold = row["gold"]
        assert gold["kind"] in KINDS, row["summary"]
        assert gold["verdict"] in VERDICTS, row["summary"]
        assert all(gold[label] in ("Y", "N") for label in PLAIN), row["summary"]


def test_what_does_not_apply_is_not_answered(written: list[Row]) -> None:
    for row in written:
        gold = row["gold"]
        assert (gold["c4"] == "NA") == (gold["kind"] != "bug"), row["summary"]
        assert {gold[label] == "NA" for label in ("k1", "k2", "k3")} == {gold["k0"] == "N"}, row["summary"]


def test_no_ticket_is_written_twice(written: list[Row]) -> None:
    assert Counter((row["summary"], row["description"]) for row in written).most_common(1)[0][1] == 1
