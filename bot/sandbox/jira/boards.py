"""Boards, their backlogs and sprints: what the Agile API adds to the tickets."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.site import Caller, Problem
from bot.sandbox.jira.tickets import Issue

Json = dict[str, Any]

BOARDS = {"12": ("PAY", "scrum"), "13": ("WEB", "scrum"), "14": ("OPS", "kanban")}
"""Board by id, with its project and its kind. The kanban board has neither sprints nor a backlog."""
SPRINTS = {"31": "active", "32": "future"}
"""Both belong to the payments board."""


async def boards(caller: Caller) -> Json:
    found = [{"id": int(board), "name": f"{project} board", "type": kind} for board, (project, kind) in BOARDS.items()]
    return {"startAt": 0, "maxResults": 50, "total": len(found), "isLast": True, "values": found}


async def backlog(caller: Caller) -> Json:
    """Open issues of the board that are in no active or future sprint."""
    project = _project(caller, "The board does not have a backlog.")
    return _page(caller, [i for i in _open(caller) if i.project == project and not i.sprint])


async def sprints(caller: Caller) -> Json:
    wanted = caller.words("state", "active,future")
    mine = SPRINTS if _project(caller, "The board does not support sprints") == "PAY" else {}
    found = [{"id": int(s), "name": f"Sprint {s}", "state": state} for s, state in mine.items() if state in wanted]
    return {"startAt": 0, "maxResults": 50, "isLast": True, "values": found}


async def sprint_issues(caller: Caller) -> Json:
    sprint = caller.request.match_info["sprint"]
    if sprint not in SPRINTS:
        raise Problem(404, "Sprint does not exist.")
    return _page(caller, [i for i in _open(caller) if i.sprint == sprint])


def _project(caller: Caller, kanban: str) -> str:
    """The project of the path's board; `kanban`: what Jira says when it is a kanban board."""
    found = BOARDS.get(caller.request.match_info["board"])
    if found is None:
        raise Problem(404, "Board does not exist or you do not have permission to see it.")
    project, kind = found
    if kind == "kanban":
        raise Problem(400, kanban)
    return project


def _open(caller: Caller) -> list[Issue]:
    account = caller.account
    return [i for i in caller.state.issues.values() if account.sees(i) and i.status != "Done"]


def _page(caller: Caller, found: list[Issue]) -> Json:
    start, size = int(caller.value("startAt", "0")), int(caller.value("maxResults", "50"))
    page = [caller.writer.issue(issue, caller.words("fields", "*navigable")) for issue in found[start : start + size]]
    return {"startAt": start, "maxResults": size, "total": len(found), "issues": page}
