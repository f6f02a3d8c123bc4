"""What the bot may write to a ticket, each as one call. Nothing here is done without a person's or an admin's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import JiraError
from bot.jira import edit_adf, edit_wiki
from bot.jira.connection import Connection
from bot.jira.values import Json, mapping, mappings, moment, person, string
from checks.ticket import Person

PROPERTY = "handoff.verdict"
MARK = "handoff.mark"
"""The property by which a comment is known again: a comment that is sent twice must not stand there twice."""
_PAGE = 100
_LOOKED_AT = 50
"""The latest comments of a ticket among which a mark is looked for."""


TEXTAREA = ":textarea"
"""How the schemas of fields end that hold rich text of several lines, whatever their name."""


@dataclass(frozen=True, slots=True)
class RichField:
    """A field as Jira keeps it: ADF on Cloud, wiki markup on Data Center, None when empty."""

    field: str
    raw: Any
    updated: datetime | None
    """When the ticket changed last."""


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


async def rich_field(connection: Connection, key: str, field: str = "description") -> RichField:
    """A field as it is now, for an edit. `key` must have been checked to be one, here and below."""
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


def edited(connection: Connection, raw: Any, heading: str, text: str, *, replace: bool = False) -> Any:
    """A field with a person's words in one section, in the markup of the site; at its end when there is no heading.
    Raises: ValueError when it is in another markup than the site's."""
    edit = edit_adf if connection.site.deployment == "cloud" else edit_wiki
    if not heading:
        return edit.add_at_end(raw, text)
    return (edit.replace_section if replace else edit.add_to_section)(raw, heading, text)


async def edit_field(connection: Connection, key: str, field: str, raw: Any, *, wiki: bool = False) -> None:
    """Write a field. Jira has no conditional write: read just before, look at the changes just after. `wiki`: `raw` is
    wiki markup, as Jira's history has it, which version 2 of the API takes on every site."""
    path = f"{connection.site.api}/rest/api/2/issue/{key}" if wiki else f"/issue/{key}"
    await connection.call("PUT", path, body={"fields": {field: raw}})


async def add_comment(
    connection: Connection, key: str, text: str, *, internal: bool = False, mark: str | None = None
) -> str:
    """Comment with a person's words; gives the comment's id. `internal` hides it from a service desk's customers.
    `mark` is for `marked_comment` to find."""
    properties: list[Json] = [{"key": "sd.public.comment", "value": {"internal": True}}] if internal else []
    properties += [{"key": MARK, "value": {"mark": mark}}] if mark else []
    return await _comment(connection, "POST", f"/issue/{key}/comment", text, properties)


async def marked_comment(connection: Connection, key: str, mark: str) -> str | None:
    """The id of the comment with this mark, among the ticket's latest; None where there is none."""
    params: dict[str, str | int] = {"orderBy": "-created", "maxResults": _LOOKED_AT, "expand": "properties"}
    found = await connection.get_object(f"/issue/{key}/comment", params)
    for comment in mappings(found.get("comments")):
        for one in mappings(comment.get("properties")):
            if one.get("key") == MARK and string(mapping(one.get("value")).get("mark")) == mark:
                return string(comment.get("id"))
    return None


async def edit_comment(connection: Connection, key: str, comment: str, text: str) -> str:
    """Keep one comment current instead of adding another."""
    return await _comment(connection, "PUT", f"/issue/{key}/comment/{_number(comment)}", text, [])


async def _comment(connection: Connection, method: Any, path: str, text: str, properties: list[Json]) -> str:
    cloud = connection.site.deployment == "cloud"
    body: dict[str, Any] = {"body": edit_adf.body(text) if cloud else edit_wiki.body(text)}
    if properties:
        body["properties"] = properties
    return string(connection.checked(await connection.call(method, path, body=body)).get("id"))


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


async def relabel(connection: Connection, key: str, *, add: str, remove: str) -> None:
    """Set one label and take its opposite away, leaving all others to whoever set them."""
    await connection.call("PUT", f"/issue/{key}", body={"update": {"labels": [{"remove": remove}, {"add": add}]}})


async def keep_property(connection: Connection, key: str, value: Mapping[str, Any]) -> None:
    """Keep the verdict for machines, as an issue property. Anyone who can see the ticket can read it."""
    await connection.call("PUT", f"/issue/{key}/properties/{PROPERTY}", body=value)


async def link_back(connection: Connection, key: str, url: str, title: str) -> None:
    """Link the ticket to the thread; the same link again is an update. The title is seen by all who see the ticket."""
    body = {"globalId": f"handoff={url}"[:255], "object": {"url": url, "title": title}}
    await connection.call("POST", f"/issue/{key}/remotelink", body=body)


def _number(comment: str) -> str:
    if not (comment.isascii() and comment.isdigit()):
        raise JiraError("not_found")
    return comment
