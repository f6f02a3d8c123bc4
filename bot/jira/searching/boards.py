"""Boards, which only the Agile API knows: which there are, what is in the backlog, and which sprint comes next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from bot.errors import JiraError
from bot.jira.keys import number_of
from bot.jira.transport.connection import Connection
from bot.jira.values import identifier, mappings

_PAGE = 100
_MOST_PAGES = 500


async def backlog(connection: Connection, board: str) -> AsyncIterator[tuple[str, ...]]:
    """Ids of the open issues of a board that no active or coming sprint holds, page by page."""
    start = 0
    for _ in range(_MOST_PAGES):
        params: dict[str, str | int] = {"startAt": start, "maxResults": _PAGE, "fields": "id"}
        answer = await _agile(connection, f"{_board(connection, board)}/backlog", params)
        found = tuple(name for issue in mappings(answer.get("issues")) if (name := identifier(issue.get("id"))))
        yield found
        start += len(found)
        total = answer.get("total")
        if not found or answer.get("isLast") is True or (isinstance(total, int) and start >= total):
            return


async def next_sprint(connection: Connection, board: str) -> str | None:
    """The id of the board's first sprint that has not begun; None when none is planned."""
    params: dict[str, str | int] = {"state": "future", "maxResults": 1}
    answer = await _agile(connection, f"{_board(connection, board)}/sprint", params)
    return next((name for sprint in mappings(answer.get("values")) if (name := identifier(sprint.get("id")))), None)


async def _agile(connection: Connection, path: str, params: dict[str, str | int]) -> dict[str, Any]:
    return await connection.get_object(f"{connection.site.api}/rest/agile/1.0{path}", params)


def _board(connection: Connection, board: str) -> str:
    number = number_of(board)
    if number is None:
        raise JiraError("not_found", site=connection.site.name)
    return f"/board/{number}"
