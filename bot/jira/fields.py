"""Which fields are asked for, and the site's custom fields that matter, looked up once an hour."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.errors import JiraError
from bot.jira.issue.criteria import named_criteria
from bot.jira.issue.related import EPIC_LINK
from bot.jira.transport.connection import Connection
from bot.jira.transport.faults import LASTING
from bot.jira.values import mapping, mappings, string

ASKED: Final = (
    "summary",
    "description",
    "environment",
    "issuetype",
    "status",
    "resolution",
    "project",
    "comment",
    "attachment",
    "issuelinks",
    "subtasks",
    "parent",
    "components",
    "labels",
    "versions",
    "fixVersions",
    "reporter",
    "assignee",
    "created",
    "updated",
    "security",
)
_KEPT = 3600.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known of a site's custom fields. Empty when the account may not list them."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the criteria and epic fields by id: all that is kept of the list."""
    criteria: tuple[str, ...] = ()
    epics: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        return (*ASKED, *self.criteria, *self.epics)


class Fields:
    """A site's catalogue. Fields of one name exist once a team-managed project, so all of a name are asked for."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = asyncio.Lock()
        self._known: Catalogue | None = None
        self._until = 0.0

    async def catalogue(self) -> Catalogue:
        async with self._lock:
            if self._known is None or self._clock() >= self._until:
                self._known = await self._look_up()
                self._until = self._clock() + _KEPT
            return self._known

    async def _look_up(self) -> Catalogue:
        try:
            listed = await self._connection.get("/field")
        except JiraError as error:
            if error.outcome not in LASTING:
                raise
            listed = []
        names = {string(entry.get("id")): string(entry.get("name")) for entry in mappings(listed)}
        site = self._connection.site
        chosen = tuple(dict.fromkeys((*(site.criteria_fields or named_criteria(names)), *site.policy_fields)))
        epics = tuple(
            string(entry.get("id"))
            for entry in mappings(listed)
            if mapping(entry.get("schema")).get("custom") == EPIC_LINK
        )
        kept = {name: names[name] for name in (*chosen, *epics) if name in names}
        return Catalogue(kept, chosen, epics)
