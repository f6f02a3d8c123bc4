"""Fetches one ticket with what belongs to it, in as few calls as Jira allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.errors import JiraError
from bot.jira.fields import Catalogue
from bot.jira.issue import ticket_of
from bot.jira.issue.criteria import SMART_CHECKLIST
from bot.jira.issue.related import parent_of
from bot.jira.keys import key_of
from bot.jira.transport.connection import Connection
from bot.jira.values import Json, mapping, mappings, string
from checks.ticket import Ticket

_COMMENTS = 50
"""The latest comments that are read; older ones are named as not seen."""
_OF_PARENT = ("summary", "status", "description", "security")


async def fetched(connection: Connection, catalogue: Catalogue, key: str, allowed: Callable[[str], bool]) -> Ticket:
    """The ticket of a key that was checked to be one. `allowed` says of a key whether its project may be read. Raises:
    JiraError when the ticket itself cannot be had.

    Two calls at once, and a third for the parent's description if there is a parent. Remote links and the parent are
    extras: what Jira refuses of them is named as not seen, and so is a parent that fewer people may see.
    """
    params = {**_params(connection, catalogue.asked), "properties": SMART_CHECKLIST}
    linking = asyncio.create_task(_extra(connection, f"/issue/{key}/remotelink"))
    try:
        issue = await connection.get_object(f"/issue/{key}", params)
        comments, earlier = await _comments(connection, key, issue)
        parent = await _parent(connection, catalogue, issue, allowed)
        links = await linking
    finally:
        linking.cancel()
    unseen = [f"{earlier} earlier comments"] if earlier > 0 else []
    unseen += ["links to pages outside Jira"] if links is None else []
    unseen += ["description of the parent ticket"] if parent is None else []
    # In a thread: reading a megabyte would delay acknowledgements for too long.
    return await asyncio.to_thread(
        ticket_of,
        issue,
        site=connection.site,
        criteria_fields=catalogue.criteria,
        field_names=catalogue.names,
        epic_fields=catalogue.epics,
        comments=comments,
        remote_links=tuple(mappings(links)),
        parent=parent,
        asked=catalogue.asked,
        unseen=unseen,
    )


def _params(connection: Connection, fields: Sequence[str]) -> dict[str, str | int]:
    # Without updateHistory the account's own list of recent tickets would fill with what the bot looked at.
    params: dict[str, str | int] = {"fields": ",".join(fields), "updateHistory": "false"}
    if connection.site.deployment == "datacenter":
        params["expand"] = "renderedFields"
    return params


async def _comments(connection: Connection, key: str, issue: Json) -> tuple[list[Json], int]:
    """The latest comments, oldest first, and how many more there are. They come with the issue; one more call is made
    only where Jira cut the list short."""
    given = mapping(mapping(issue.get("fields")).get("comment"))
    listed = list(mappings(given.get("comments")))
    total = given.get("total")
    count = total if isinstance(total, int) else len(listed)
    if count > len(listed):
        params: dict[str, str | int] = {"orderBy": "-created", "maxResults": _COMMENTS}
        answer = mapping(await _extra(connection, f"/issue/{key}/comment", params))
        listed = list(mappings(answer.get("comments"))) or listed
    latest = sorted(listed, key=lambda comment: string(comment.get("created")))[-_COMMENTS:]
    return latest, count - len(latest)


async def _parent(
    connection: Connection, catalogue: Catalogue, issue: Json, allowed: Callable[[str], bool]
) -> Json | None:
    """The parent's own issue; empty when there is none, None when it could not be had or is not for all who see the
    ticket: in a project that may not be read, also where it was moved there, or with a security level of its own."""
    above = parent_of(issue, {}, catalogue.epics)
    key = key_of(above.key) if above else None
    if key is None:
        return {}
    if not allowed(key):
        return None
    answer = await _extra(connection, f"/issue/{key}", _params(connection, _OF_PARENT))
    if not isinstance(answer, dict) or mapping(answer.get("fields")).get("security"):
        return None
    return answer if allowed(string(answer.get("key")) or key) else None


async def _extra(connection: Connection, path: str, params: Mapping[str, str | int] | None = None) -> Any:
    """The answer, or None where Jira gives none: the ticket can be judged without."""
    try:
        return await connection.get(path, params)
    except JiraError:
        return None
