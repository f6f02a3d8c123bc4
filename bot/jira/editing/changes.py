"""Who changed which field of one ticket since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.jira.transport.connection import Connection
from bot.jira.values import Json, mapping, mappings, moment, person, string
from checks.ticket import Person

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a ticket that someone changed."""

    at: datetime
    author: Person | None
    field: str
    text: str = ""
    """What the field became, in wiki markup."""
    field_id: str = ""

    def of(self, field: str) -> bool:
        """Whether it is of this field. Old servers name system fields only, by their id in lower case."""
        return field in (self.field_id, self.field.lower())


async def changes_since(connection: Connection, key: str, since: datetime) -> tuple[Change, ...]:
    """Who changed which field at or after a moment, oldest first; the latest hundred entries are looked at."""
    if connection.site.deployment == "cloud":
        entries = await _latest_entries(connection, key)
    else:
        params: dict[str, str | int] = {"fields": "updated", "expand": "changelog", "updateHistory": "false"}
        answer = await connection.get_object(f"/issue/{key}", params)
        entries = list(mappings(mapping(answer.get("changelog")).get("histories")))
    found = [
        Change(
            at,
            person(entry.get("author")),
            string(item.get("field")),
            string(item.get("toString")),
            string(item.get("fieldId")),
        )
        for entry in entries
        if (at := moment(entry.get("created"))) is not None and at >= since
        for item in mappings(entry.get("items"))
    ]
    return tuple(sorted(found, key=lambda change: change.at))


async def _latest_entries(connection: Connection, key: str) -> list[Json]:
    """Cloud gives entries oldest first, so the end is found by their number."""
    path = f"/issue/{key}/changelog"
    answer = await connection.get_object(path, {"startAt": 0, "maxResults": _PAGE})
    total = answer.get("total")
    if isinstance(total, int) and total > _PAGE:
        answer = await connection.get_object(path, {"startAt": total - _PAGE, "maxResults": _PAGE})
    return list(mappings(answer.get("values")))
