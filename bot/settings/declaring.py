"""How a setting is declared: its default, what it is for, and what to do when it is missing or wrong."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field


def field(default: Any, description: str, *, cure: str, name: str | AliasChoices | None = None, **limits: Any) -> Any:
    """`description` and `cure` are its documentation and what a person is told. `name`: the variable's, where it is not
    `HANDOFF_` and the field's own. `limits` as in pydantic, such as `ge`."""
    return Field(default, description=description, validation_alias=name, json_schema_extra={"cure": cure}, **limits)
