"""Search as Cloud now has it (`/search/jql`, no total) and as Data Center still has it (`/search`)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.jql import JqlError, search
from bot.sandbox.jira.site import Caller, Problem
from bot.sandbox.jira.tickets import Issue

Json = dict[str, Any]

MAX_PAGE = 5000


async def search_jql(caller: Caller) -> Json:
    """`fields` defaults to the id alone; the next page is requested by token."""
    if not caller.site.cloud:
        raise Problem(404, "null for uri")
    found = _found(caller)
    token = caller.value("nextPageToken", "start-0")
    if not token.removeprefix("start-").isdigit():
        raise Problem(400, "The provided next page token is invalid or expired.")
    start, size = int(token.removeprefix("start-")), min(int(caller.value("maxResults", "50")), MAX_PAGE)
    page = found[start : start + size]
    last = start + size >= len(found)
    fields = caller.words("fields")
    issues = [_written(caller, issue, fields) for issue in page]
    return {"issues": issues, "isLast": last} | ({} if last else {"nextPageToken": f"start-{start + size}"})


async def search_old(caller: Caller) -> Json:
    if caller.site.cloud:
        message = "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API."
        raise Problem(410, message)
    found = _found(caller, bounded=False)
    start, size = int(caller.value("startAt", "0")), int(caller.value("maxResults", "50"))
    issues = [_written(caller, issue, caller.words("fields", "*navigable")) for issue in found[start : start + size]]
    return {"startAt": start, "maxResults": size, "total": len(found), "issues": issues}


async def approximate_count(caller: Caller) -> Json:
    return {"count": len(_found(caller))}


async def bulk_fetch(caller: Caller) -> Json:
    """Up to 100 issues by id or key, sorted by id; those that cannot be seen are listed separately."""
    wanted = caller.words("issueIdsOrKeys")
    if len(wanted) > 100:
        raise Problem(400, "The number of issues must be at most 100.")
    account = caller.account
    found = [issue for key in wanted if (issue := caller.state.find(key)) is not None and account.sees(issue)]
    fields = caller.words("fields", "*navigable")
    issues = [_written(caller, issue, fields) for issue in sorted(found, key=lambda i: int(i.id))]
    return {"issues": issues, "issueErrors": [{"id": key} for key in wanted if caller.state.find(key) not in found]}


def _found(caller: Caller, *, bounded: bool = True) -> list[Issue]:
    account = caller.account
    visible = [issue for issue in caller.state.issues.values() if account.sees(issue)]
    try:
        return search(caller.value("jql") or ("" if bounded else "id >= 0"), visible)
    except JqlError as error:
        raise Problem(400, str(error)) from None


def _written(caller: Caller, issue: Issue, fields: list[str]) -> Json:
    if not fields or fields == ["id"]:
        return {"id": issue.id}
    return caller.writer.issue(issue, fields, caller.words("expand"))
