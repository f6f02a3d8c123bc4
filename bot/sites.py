"""The Jira sites of a workspace, as the use cases see them."""

from __future__ import annotations

from typing import Protocol


class Sites(Protocol):
    async def names(self, workspace: str) -> tuple[str, ...]:
        """Of the sites whose tickets a workspace may hear of, the operator's first."""
        ...

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every site there is, as the workspace that it belongs to and its name."""
        ...
