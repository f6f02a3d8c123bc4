"""A ticket gets the same verdict in the language it was translated to by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from checks.evaluate import evaluate
from checks.verdict import Verdict
from tests.fakes.tickets import worded

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))["pair"]


def judged(pair: dict[str, Any], summary: str, description: str) -> Verdict:
    return evaluate(worded(summary, description, pair["type"]))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_a_translation_gets_the_verdict_of_the_original(pair: dict[str, Any]) -> None:
    original = judged(pair, pair["summary"], pair["description"])
    translated = judged(pair, pair["translated_summary"], pair["translated"])
    assert (original.language, translated.language) == ("en", pair["language"])
    assert translated.verdict == original.verdict
    assert translated.kind == original.kind
