"""Issues of a JQL, page by page: Cloud's token pages and Data Center's numbered ones."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from bot.jira.connection import Connection
from bot.jira.values import Json, mappings

_PAGE = 50
"""Issues with their texts: a page is a few megabytes at most. Cloud may give fewer."""


async def issues(connection: Connection, jql: str, fields: Sequence[str], limit: int) -> AsyncGenerator[Json, None]:
    """At most `limit` issues. Only a page is held at a time. Raises: JiraError (`refused` for a JQL Jira cannot read)."""
    pages = _cloud if connection.site.deployment == "cloud" else _datacenter
    given = 0
    async for page in pages(connection, jql, fields, limit):
        for issue in page:
            yield issue
            given += 1
            if given >= limit:
                return


async def _cloud(
    connection: Connection, jql: str, fields: Sequence[str], limit: int
) -> AsyncGenerator[list[Json], None]:
    token: str | None = None
    while True:
        body: dict[str, Any] = {"jql": jql, "fields": list(fields), "maxResults": min(_PAGE, limit)}
        if token:
            body["nextPageToken"] = token
        answer = connection.checked(await connection.call("POST", "/search/jql", body=body))
        yield list(mappings(answer.get("issues")))
        following = answer.get("nextPageToken")
        # A token that repeats would go round for ever.
        if not isinstance(following, str) or following == token or answer.get("isLast") is True:
            return
        token = following


async def _datacenter(
    connection: Connection, jql: str, fields: Sequence[str], limit: int
) -> AsyncGenerator[list[Json], None]:
    start = 0
    while True:
        body = {
            "jql": jql,
            "fields": list(fields),
            "startAt": start,
            "maxResults": min(_PAGE, limit),
            "expand": ["renderedFields"],
        }
        answer = connection.checked(await connection.call("POST", "/search", body=body))
        page = list(mappings(answer.get("issues")))
        yield page
        start += len(page)
        total = answer.get("total")
        if not page or (isinstance(total, int) and start >= total):
            return
