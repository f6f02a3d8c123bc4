"""Issues of a JQL, page by page: Cloud's pages by token, and Data Center's by number."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from bot.jira.transport.connection import Connection
from bot.jira.values import Json, mappings

PAGE = 50
"""Issues with their texts: a page is a few megabytes at most. Jira may give fewer."""

Page = tuple[list[Json], str | None]
"""A page's issues, and what the next one is asked by; None after the last."""


async def page_of(
    connection: Connection,
    jql: str,
    fields: Sequence[str],
    size: int,
    after: str | None = None,
    *,
    lenient: bool = False,
    expand: Sequence[str] = (),
) -> Page:
    """At most `size` issues from `after` on. `lenient`, for Data Center: a query that names what is gone is taken.
    Raises: JiraError (`refused` for a JQL that Jira cannot read)."""
    body: dict[str, Any] = {"jql": jql, "fields": list(fields), "maxResults": size}
    if connection.site.deployment == "cloud":
        if after:
            body["nextPageToken"] = after
        answer = connection.checked(await connection.call("POST", "/search/jql", body=body))
        token = answer.get("nextPageToken")
        # A token that repeats would go round for ever.
        last = not isinstance(token, str) or token == after or answer.get("isLast") is True
        return list(mappings(answer.get("issues"))), None if last else token
    start = int(after or 0)
    body |= {"startAt": start, **({"validateQuery": False} if lenient else {})}
    if fields != ("id",):
        body["expand"] = ["renderedFields", *expand]
    answer = connection.checked(await connection.call("POST", "/search", body=body))
    found, total = list(mappings(answer.get("issues"))), answer.get("total")
    until = start + len(found)
    return found, None if not found or (isinstance(total, int) and until >= total) else str(until)


async def issues(connection: Connection, jql: str, fields: Sequence[str], limit: int) -> AsyncGenerator[Json, None]:
    """At most `limit` issues, a page in memory at a time. Raises: JiraError, as `page_of` does."""
    after, left = None, limit
    while left > 0:
        page, after = await page_of(connection, jql, fields, min(PAGE, limit), after)
        for issue in page[:left]:
            yield issue
        left -= len(page)
        if after is None:
            return
