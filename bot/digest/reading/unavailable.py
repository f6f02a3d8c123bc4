"""Why Jira does not give a digest its tickets, where whoever set the digest up can do something about it. Pure."""

from __future__ import annotations

from typing import Final, Literal, get_args

from bot.errors import JiraError
from bot.requests import Source

Unavailable = Literal["no_board", "no_sprint", "no_sprints", "no_backlog", "query"]
"""The board is gone or hidden; no sprint is planned; the board has no sprints (a kanban board), or no backlog; the
query is refused. Each has a sentence with its cure in the catalogue, as `say.digest_no_board`."""
UNAVAILABLE: Final = frozenset(get_args(Unavailable))
_REFUSED: Final[dict[Source, Unavailable]] = {"jql": "query", "sprint": "no_sprints", "backlog": "no_backlog"}


NO_SPRINT: Final = "no_sprint"
"""The `reason` of a `not_found` where a board has no sprint that is still to come."""


def why_unavailable(source: Source, error: JiraError) -> Unavailable | None:
    """None where the cause may pass by itself, or only an admin can mend it."""
    if error.reason == NO_SPRINT:
        return "no_sprint"
    if error.outcome == "refused":
        return _REFUSED.get(source)
    if error.outcome in ("not_found", "gone"):
        return "no_board" if source in ("sprint", "backlog") else "query" if source == "jql" else None
    return None
