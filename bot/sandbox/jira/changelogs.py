"""What was changed and when: one issue's changelog, and those of many at once."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.site import Caller, Problem
from bot.sandbox.jira.tickets import Change

Json = dict[str, Any]

MOST_ISSUES, MOST_FIELDS = 1000, 10


async def changelog(caller: Caller) -> Json:
    """Cloud's paged list of one issue, oldest first."""
    found = caller.issue().history
    start, size = int(caller.value("startAt", "0")), int(caller.value("maxResults", "100"))
    page = [caller.writer.change(change) for change in found[start : start + size]]
    last = start + size >= len(found)
    return {"startAt": start, "maxResults": size, "total": len(found), "isLast": last, "values": page}


async def bulk_changelogs(caller: Caller) -> Json:
    """The changes of up to ten fields in up to a thousand issues, with dates in milliseconds, as Cloud gives them here.
    What the account cannot see, and what was never changed, is left out."""
    if not caller.site.cloud:
        raise Problem(404, "null for uri")
    wanted, fields = caller.words("issueIdsOrKeys"), caller.words("fieldIds")
    if not 0 < len(wanted) <= MOST_ISSUES or len(fields) > MOST_FIELDS:
        raise Problem(400, "Ask for 1 to 1000 issues and for at most 10 fields.")
    token = caller.value("nextPageToken", "start-0").removeprefix("start-")
    if not token.isdigit():
        raise Problem(400, "The provided next page token is invalid.")
    found = _entries(caller, wanted, set(fields))
    start, size = int(token), int(caller.value("maxResults", "1000"))
    logs: dict[str, list[Json]] = {}
    for issue_id, entry in found[start : start + size]:
        logs.setdefault(issue_id, []).append(entry)
    more = {"nextPageToken": f"start-{start + size}"} if start + size < len(found) else {}
    return {"issueChangeLogs": [{"issueId": name, "changeHistories": some} for name, some in logs.items()], **more}


def _entries(caller: Caller, wanted: list[str], fields: set[str]) -> list[tuple[str, Json]]:
    account = caller.account
    found: list[tuple[str, Json]] = []
    for key in wanted:
        issue = caller.state.find(key)
        if issue is None or not account.sees(issue):
            continue
        for change in issue.history:
            items = [item for item in change.items if not fields or item["fieldId"] in fields]
            if items:
                found.append((issue.id, _dated(caller, change) | {"items": items}))
    return found


def _dated(caller: Caller, change: Change) -> Json:
    written: Json = caller.writer.change(change)
    return written | {"created": round(change.at.timestamp() * 1000)}
