"""What an answer needs of Jira, as a protocol: where it goes, the change it makes, and how it is undone."""

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
"""The outcome of undoing: done; not done, because somebody edited since; done, but somebody edited at the same time."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the ticket itself an answer may go: the criteria field first, where the ticket has one."""

    heading: str
    criteria: bool
    description: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The field before and after the answer, and a stamp of what it looked like as a whole."""

    where: Where
    before: str
    after: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Landed:
    """An edit that was written, with what undoes it. `theirs` is set where somebody else wrote at that very moment."""

    where: Where
    way: str
    """What `Edits.put` takes; it holds ticket text. Empty where the ticket already said this."""
    stamp: str
    """What stands since."""
    theirs: str | None = None
    ours: str = ""


class Edits(Protocol):
    """Jira, as an answer sees it. Every method may raise `bot.errors.JiraError`."""

    async def of(self, workspace: str, user: str, site: str) -> tuple[Edits, str]:
        """The edits with a person's own account, and what Jira calls them; unchanged, with an empty name, where they
        have connected none."""
        ...

    async def say(self, site: str, key: str, text: str, *, mark: str) -> str:
        """Comment, unless a comment with this mark is there already; gives its id."""
        ...

    async def preview(self, site: str, key: str, spot: Spot, text: str) -> Change | None:
        """None where the ticket has no such place, so that the answer is a comment."""
        ...

    async def write(self, site: str, key: str, spot: Spot, text: str, *, stamp: str) -> Landed | None:
        """Read the field again, write if it still matches `stamp`, then look in the history for who wrote in between.
        None, and nothing written, when somebody had changed it before."""
        ...

    async def names(self, site: str, key: str, fields: Collection[str]) -> tuple[str, ...]:
        """Jira's names for these field ids, without those that it does not show for the ticket."""
        ...

    async def put(self, site: str, key: str, way: str, *, both: bool, stamp: str) -> Back:
        """Restore what the field said before an edit, or write `both`: theirs with our words added. Only while it
        matches `stamp`."""
        ...


def leave(allowed: Mapping[str, frozenset[Write]], site: str, key: str) -> frozenset[Write]:
    """What may be written to a ticket: the setting for its project in the workspace that connected the site, else for
    every project of that key."""
    project = project_in(key)
    return allowed.get(f"{owner_of(site)}:{project}") or allowed.get(project) or frozenset()


def spot_of(code: str, allowed: Collection[Write]) -> Spot | None:
    """Where a project lets an answer to this rule's gap go; None where it may only become a comment."""
    criteria = code in CRITERIA and not {"edit", "criteria"}.isdisjoint(allowed) and "description" not in allowed
    description = not {"edit", "description"}.isdisjoint(allowed)
    if not (criteria or description):
        return None
    return Spot(heading_for(code), criteria, description)
