"""The fields of a ticket that an answer can go to: which of them may be edited, and what they hold now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import JiraError
from bot.jira.transport.connection import Connection
from bot.jira.values import Json, mapping, moment, string

TEXTAREA = ":textarea"
"""How the schemas of fields end that hold rich text of several lines, whatever their name."""


@dataclass(frozen=True, slots=True)
class RichField:
    """A field as Jira keeps it: ADF on Cloud, wiki markup on Data Center, None when empty."""

    field: str
    raw: Any
    updated: datetime | None
    """When the ticket changed last."""


async def rich_field(connection: Connection, key: str, field: str = "description") -> RichField:
    """A field as it is now, for an edit. `key` must have been checked to be one, here and below (`bot.jira.keys`)."""
    fields = await _fields(connection, key, [field])
    return RichField(field, fields.get(field), moment(fields.get("updated")))


async def edit_screen(connection: Connection, key: str) -> Json | None:
    """The fields of the ticket that the account may edit; none of them where it may not, or the ticket's status lets
    nobody. None when Jira does not say."""
    try:
        fields = (await connection.get_object(f"/issue/{key}/editmeta")).get("fields")
    except JiraError as error:
        if error.transient:
            raise
        return None
    return fields if isinstance(fields, dict) else None


def takes_description(screen: Json | None) -> bool:
    """Where Jira does not say, it is tried."""
    return screen is None or _settable(mapping(screen.get("description")))


async def criteria_field(
    connection: Connection, key: str, screen: Json | None, candidates: Collection[str]
) -> RichField | None:
    """The one of these fields that an answer can go to: on the ticket's screen, rich text, and filled if one of them
    is. None when Jira does not say."""
    usable = [name for name in candidates if screen and _takes_rich_text(mapping(screen.get(name)))]
    if not usable:
        return None
    fields = await _fields(connection, key, usable)
    chosen = next((name for name in usable if fields.get(name)), usable[0])
    return RichField(chosen, fields.get(chosen), moment(fields.get("updated")))


async def _fields(connection: Connection, key: str, names: Iterable[str]) -> Json:
    params: dict[str, str | int] = {"fields": ",".join((*names, "updated")), "updateHistory": "false"}
    return mapping((await connection.get_object(f"/issue/{key}", params)).get("fields"))


def _settable(field: Json) -> bool:
    operations = field.get("operations")
    return bool(field) and (not isinstance(operations, list) or "set" in operations)


def _takes_rich_text(field: Json) -> bool:
    return _settable(field) and string(mapping(field.get("schema")).get("custom")).endswith(TEXTAREA)
