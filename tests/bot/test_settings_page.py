"""The page of the installation names settings that there are."""

from __future__ import annotations

import re
from pathlib import Path

from bot.settings import Settings, variable

INSTALL = Path(__file__).resolve().parents[2] / "docs/how-to/install.md"


def test_the_installation_names_no_variable_that_is_none() -> None:
    known = {variable(field) for field in Settings.model_fields}
    named = set(re.findall(r"\b(?:HANDOFF|SLACK)_[A-Z_]+\b", INSTALL.read_text("utf-8")))
    assert named <= known
