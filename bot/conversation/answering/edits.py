"""What an answer needs of Jira, as a protocol: the place it goes to, the change it makes, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.ports import Write
from bot.render.written import heading_for
from bot.site_names import owner_of
from checks.ticket import project_in

CRITERIA = frozenset({"DOD301", "DOD302", "DOD303", "DOD304", "DOD305", "DOD310"})
"""Rules whose gap is closed by an acceptance criterion."""

ANSWERS: frozenset[Write] = frozenset({"edit", "description", "criteria"})
"""What a project allows of people's answers."""

Where = Literal["description", "criteria", "comment"]
Back = Literal["done", "conflict", "overtaken"]
"""What came of putting something back: done, not done for somebody edited since, done but somebody edited meanwhile."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the ticket itself an answer may go: the criteria field first, where the ticket has one."""

    heading: str
    criteria: bool
    description: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Both sides of the place that an answer changes, and what the whole looked like."""

    where: Where
    before: str
    after: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Landed:
    """An edit that was written, with the way back. `theirs` is set where somebody wrote at that very moment."""

    where: Where
    way: str
    """What `Edits.put` takes; it holds ticket text. Empty where the edit stood there already."""
    stamp: str
    """What stands since."""
    theirs: str | None = None
    ours: str = ""


class Edits(Protocol):
    """Jira, as an answer sees it. Every method may raise `bot.errors.JiraError`."""

    async def of(self, workspace: str, user: str, site: str) -> tuple[Edits, str]:
        """The same in a person's own name, and what Jira calls them; as it is, and nothing, where they have not
        connected their account."""
        ...

    async def say(self, site: str, key: str, text: str, *, mark: str) -> str:
        """Comment, unless a comment with this mark is there already; gives its id."""
        ...

    async def preview(self, site: str, key: str, spot: Spot, text: str) -> Change | None:
        """None where the ticket has no such place, so that the answer is a comment."""
        ...

    async def write(self, site: str, key: str, spot: Spot, text: str, *, stamp: str) -> Landed | None:
        """Read again, write if it is as `stamp` says, and look at the history for who wrote in between. None when
        somebody changed the place before, so that nothing was written."""
        ...

    async def names(self, site: str, key: str, fields: Collection[str]) -> tuple[str, ...]:
        """What Jira calls these fields, given by their ids; those left out that it does not show for the ticket."""
        ...

    async def put(self, site: str, key: str, way: str, *, both: bool, stamp: str) -> Back:
        """What stood before an edit, or `both`: theirs with our words added. Written only while `stamp` holds."""
        ...


def leave(allowed: Mapping[str, frozenset[Write]], site: str, key: str) -> frozenset[Write]:
    """What may be written to a ticket: what is set for the project of the workspace that connected the site, else for all
    projects of that key."""
    project = project_in(key)
    return allowed.get(f"{owner_of(site)}:{project}") or allowed.get(project) or frozenset()


def spot_of(code: str, allowed: Collection[Write]) -> Spot | None:
    """Where a project lets an answer to this rule's gap go; None where it lets it be a comment only."""
    criteria = code in CRITERIA and not {"edit", "criteria"}.isdisjoint(allowed) and "description" not in allowed
    description = not {"edit", "description"}.isdisjoint(allowed)
    if not (criteria or description):
        return None
    return Spot(heading_for(code), criteria, description)
