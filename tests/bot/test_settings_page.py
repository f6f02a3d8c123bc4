"""What the steps of installing say of settings holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/install.md"])
def test_the_installation_names_no_variable_that_is_none(page: str) -> None:
    known = {variable(field) for field in Settings.model_fields}
    named = set(re.findall(r"\b(?:HANDOFF|SLACK)_[A-Z_]+\b", (ROOT / page).read_text("utf-8")))
    assert named
    assert named <= known


def test_the_file_of_tokens_that_the_readme_asks_for_is_none_of_the_repository() -> None:
    assert "file `.env` in this folder" in (ROOT / "README.md").read_text("utf-8")
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
