"""Jira's text emoticons that say something about work: a tick and a cross mark what is done or wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EMOTICONS: Final[Mapping[str, str]] = {"(/)": "✓", "(x)": "✗", "(y)": "👍", "(n)": "👎", "(!)": "⚠", "(?)": "?"}
"""Source: Jira's text formatting notation help, "Misc"."""
