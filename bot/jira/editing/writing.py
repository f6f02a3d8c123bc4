"""What the bot may write to a ticket, each as one call. All of it happens only because a person or an admin said so.
A `key` must have been checked to be one (`bot.jira.keys`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.errors import JiraError
from bot.jira.editing import edit_adf, edit_wiki
from bot.jira.keys import number_of
from bot.jira.transport.connection import Connection
from bot.jira.values import Json, mapping, mappings, string

PROPERTY = "handoff.verdict"
MARK = "handoff.mark"
"""The property by which a comment is recognised, so that it is not posted twice."""
_LOOKED_AT = 50
"""The latest comments of a ticket among which a mark is looked for."""


def edited(connection: Connection, raw: Any, heading: str, text: str) -> Any:
    """A field with a person's words in one section, in the markup of the site; at its end when there is no heading.
    Raises: ValueError when it is in another markup than the site's."""
    edit = edit_adf if connection.site.deployment == "cloud" else edit_wiki
    return edit.add_to_section(raw, heading, text) if heading else edit.add_at_end(raw, text)


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
    number = number_of(comment)
    if number is None:
        raise JiraError("not_found", site=connection.site.name)
    return await _comment(connection, "PUT", f"/issue/{key}/comment/{number}", text, [])


async def _comment(connection: Connection, method: Any, path: str, text: str, properties: list[Json]) -> str:
    cloud = connection.site.deployment == "cloud"
    body: dict[str, Any] = {"body": edit_adf.body(text) if cloud else edit_wiki.body(text)}
    if properties:
        body["properties"] = properties
    return string(connection.checked(await connection.call(method, path, body=body)).get("id"))


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
