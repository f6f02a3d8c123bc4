"""What a ticket promises to other people's code, as it was read: one thing of its snippets and prose."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """One thing read from the ticket's snippets and prose: shown to people as "what I read"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["endpoint", "field", "status", "event", "table", "flag", "command", "schema"]
    name: str
    detail: str = ""
