"""The Jira sites of a workspace, and what people see there: ports."""

from __future__ import annotations

from typing import Protocol

from bot.ports import Sight


class Sites(Protocol):
    async def names(self, workspace: str) -> tuple[str, ...]:
        """The sites whose tickets a workspace may hear of, the operator's first."""
        ...

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every site, as its workspace and its name."""
        ...


class OwnSights(Protocol):
    """Jira, asked by a person's own account."""

    async def sight(self, workspace: str, person: str, site: str, key: str) -> Sight:
        """`unchecked` where they have not connected one. Never raises."""
        ...


class Eyes(Protocol):
    """May this person see this ticket, as Jira says?"""

    async def sees(self, workspace: str, user: str, site: str, key: str) -> Sight: ...
    async def outsider(self, workspace: str, user: str) -> bool:
        """Whether they are not a member of the organisation, or nobody can say."""
        ...
