"""Boards, their backlogs and sprints: what the Agile API adds to the tickets."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.door import Caller, Problem
from bot.sandbox.jira.tickets import Issue

Json = dict[str, Any]

BOARDS = {"12": "PAY", "13": "WEB"}
"""Board by id, with its project."""
SPRINTS = {"31": "active", "32": "future"}
"""Both of the payments board."""


async def boards(caller: Caller) -> Json:
    found = [{"id": int(board), "name": f"{project} board", "type": "scrum"} for board, project in BOARDS.items()]
    return {"startAt": 0, "maxResults": 50, "total": len(found), "isLast": True, "values": found}


async def backlog(caller: Caller) -> Json:
    """Open issues of the board that stand in no active or future sprint."""
    project = _project(caller)
    return _page(caller, [i for i in _open(caller) if i.project == project and not i.sprint])


async def sprints(caller: Caller) -> Json:
    wanted = caller.words("state", "active,future")
    mine = SPRINTS if _project(caller) == "PAY" else {}
    found = [{"id": int(s), "name": f"Sprint {s}", "state": state} for s, state in mine.items() if state in wanted]
    return {"startAt": 0, "maxResults": 50, "isLast": True, "values": found}


async def sprint_issues(caller: Caller) -> Json:
    sprint = caller.request.match_info["sprint"]
    if sprint not in SPRINTS:
        raise Problem(404, "Sprint does not exist.")
    return _page(caller, [i for i in _open(caller) if i.sprint == sprint])


def _project(caller: Caller) -> str:
    project = BOARDS.get(caller.request.match_info["board"])
    if project is None:
        raise Problem(404, "Board does not exist or you do not have permission to see it.")
    return project


def _open(caller: Caller) -> list[Issue]:
    account = caller.state.account()
    return [i for i in caller.state.issues.values() if account.sees(i) and i.status != "Done"]


def _page(caller: Caller, found: list[Issue]) -> Json:
    start, size = int(caller.value("startAt", "0")), int(caller.value("maxResults", "50"))
    page = [caller.writer.issue(issue, caller.words("fields", "*navigable")) for issue in found[start : start + size]]
    return {"startAt": start, "maxResults": size, "total": len(found), "issues": page}
