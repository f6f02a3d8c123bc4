"""Reading payloads that may lack anything: a missing or wrongly typed member is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(source: Mapping[str, Any], name: str) -> str:
    value = source.get(name)
    return value if isinstance(value, str) else ""


def mapping(source: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = source.get(name)
    return value if isinstance(value, Mapping) else {}
