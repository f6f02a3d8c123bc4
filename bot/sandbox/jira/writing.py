"""The writes: fields, comments, links, properties, transitions."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.markup import Markup
from bot.sandbox.jira.site import Caller, Problem
from bot.sandbox.jira.tickets import CRITERIA, STATUSES, Comment

Json = dict[str, Any]

_PLAIN = {"summary": "summary", "labels": "labels"}
_RICH = {"description": "description", "environment": "environment", CRITERIA: "criteria"}


async def edit_issue(caller: Caller) -> None:
    """PUT: `fields` set, `update` of labels adds and removes."""
    issue = caller.issue()
    changes: Json = {}
    for name, value in caller.body.get("fields", {}).items():
        if name in _RICH:
            changes[_RICH[name]] = rich(caller, value, name)
        elif name in _PLAIN:
            changes[_PLAIN[name]] = value
        else:
            raise Problem(
                400, "", **{name: f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."}
            )
    labels = list(issue.labels)
    for operation in caller.body.get("update", {}).get("labels", ()):
        labels = [label for label in labels if label not in operation.values()]
        labels += [operation["add"]] if "add" in operation else []
    if labels != issue.labels:
        changes["labels"] = labels
    if " " in "".join(changes.get("labels", ())):
        raise Problem(400, "", labels="The label contains spaces which is invalid.")
    caller.state.edit(issue, caller.who, **changes)


async def create_comment(caller: Caller) -> Json:
    issue, visibility = caller.issue(), caller.body.get("visibility") or {}
    body = rich(caller, caller.body.get("body"), "comment")
    properties = caller.body.get("properties") or []
    role = visibility.get("value") or visibility.get("identifier")
    return caller.writer.comment(caller.state.comment(issue, caller.who, body, role=role, properties=properties))


async def edit_comment(caller: Caller) -> Json:
    issue, comment = _own_comment(caller)
    caller.state.rewrite_comment(issue, comment, caller.who, rich(caller, caller.body.get("body"), "comment"))
    return caller.writer.comment(comment)


async def delete_comment(caller: Caller) -> None:
    issue, comment = _own_comment(caller)
    issue.comments.remove(comment)


async def create_remote_link(caller: Caller) -> Json:
    """An upsert by `globalId`; omitted fields become null."""
    issue, body = caller.issue(), caller.body
    shown = body.get("object") or {}
    if not shown.get("url") or not shown.get("title"):
        raise Problem(400, "", url="url and title are required.")
    if len(body.get("globalId", "")) > 255:
        raise Problem(400, "", globalId="globalId must be at most 255 characters.")
    same = [link for link in issue.remote_links if body.get("globalId") and link["globalId"] == body["globalId"]]
    link = {"globalId": body.get("globalId"), "relationship": body.get("relationship"), "object": shown}
    link_id = same[0]["id"] if same else int(caller.state.next_id())
    issue.remote_links[:] = [old for old in issue.remote_links if old not in same]
    issue.remote_links.append({"id": link_id, **link})
    return {"id": link_id, "self": f"{caller.site.url}/rest/api/3/issue/{issue.id}/remotelink/{link_id}"}


async def set_property(caller: Caller) -> Json:
    name = caller.request.match_info["property"]
    if len(name) > 255 or len(str(caller.body)) > 32_768:
        raise Problem(400, "The property is too large.")
    caller.issue().properties[name] = caller.body
    return {}


async def delete_property(caller: Caller) -> None:
    if caller.issue().properties.pop(caller.request.match_info["property"], None) is None:
        raise Problem(404, "The property does not exist.")


async def do_transition(caller: Caller) -> None:
    wanted = str((caller.body.get("transition") or {}).get("id"))
    for name, (number, _) in STATUSES.items():
        if number == wanted:
            caller.state.edit(caller.issue(), caller.who, status=name)
            return
    raise Problem(400, "Transition id is not valid for this issue.")


def rich(caller: Caller, value: Any, name: str) -> Markup:
    """REST v3 takes only ADF, v2 only wiki markup."""
    if value is None:
        return Markup()
    adf = isinstance(value, dict) and value.get("type") == "doc" and value.get("version") == 1
    if caller.request.match_info["version"] == "3":
        if not adf:
            raise Problem(
                400, "", **{name: "Operation value must be an Atlassian Document (see the Atlassian Document Format)"}
            )
        return Markup(adf=value)
    if not isinstance(value, str):
        raise Problem(400, "", **{name: "Operation value must be a string"})
    return Markup(wiki=value)


def _own_comment(caller: Caller) -> tuple[Any, Comment]:
    issue = caller.issue()
    for comment in issue.comments:
        if comment.id == caller.request.match_info["comment"]:
            if comment.author != caller.who:
                raise Problem(403, "You do not have the permission to edit this comment.")
            return issue, comment
    raise Problem(404, "Can not find a comment for the id.")
