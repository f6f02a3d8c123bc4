"""The Jira sites of a workspace, and what people see there as themselves: ports."""

from __future__ import annotations

from typing import Protocol

from bot.ports import Sight


class Sites(Protocol):
    async def names(self, workspace: str) -> tuple[str, ...]:
        """Of the sites whose tickets a workspace may hear of, the operator's first."""
        ...

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every site there is, as the workspace that it belongs to and its name."""
        ...


class OwnSights(Protocol):
    """Jira, asked by a person's own account."""

    async def sight(self, workspace: str, person: str, site: str, key: str) -> Sight:
        """`unchecked` where they have not connected one. Never raises."""
        ...
