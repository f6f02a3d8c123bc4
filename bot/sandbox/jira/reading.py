"""The reads: issues and what belongs to them, fields, projects, people."""

from __future__ import annotations

from typing import Any

from bot.sandbox.jira.issue_json import FIELDS
from bot.sandbox.jira.site import Caller, Problem
from bot.sandbox.jira.tickets import FLAGGED, STATUSES

Json = dict[str, Any]


async def server_info(caller: Caller) -> Json:
    kind = "Cloud" if caller.site.cloud else "Server"
    version = "1001.0.0-SNAPSHOT" if caller.site.cloud else "9.12.0"
    numbers = [int(part.split("-")[0]) for part in version.split(".")]
    return {
        "baseUrl": caller.site.url,
        "version": version,
        "versionNumbers": numbers,
        "deploymentType": kind,
        "buildNumber": 100_000,
        "serverTitle": "Sandbox",
    }


async def myself(caller: Caller) -> Json:
    return caller.account.json(caller.site.url, cloud=caller.site.cloud)


async def issue(caller: Caller) -> Json:
    found = caller.issue()
    written = caller.writer.issue(found, caller.words("fields", "*all"), caller.words("expand"))
    if names := caller.words("properties"):
        written["properties"] = {k: v for k, v in found.properties.items() if k in names or "*all" in names}
    return written


async def comments(caller: Caller) -> Json:
    """Oldest first, or newest with `orderBy=-created`."""
    found = list(caller.issue().comments)
    if caller.value("orderBy") == "-created":
        found.reverse()
    start, size = int(caller.value("startAt", "0")), int(caller.value("maxResults", "100"))
    expand = caller.words("expand")
    rendered, properties = "renderedBody" in expand, "properties" in expand
    page = [
        caller.writer.comment(c, rendered=rendered) | ({"properties": c.properties} if properties else {})
        for c in found[start : start + size]
    ]
    return {"startAt": start, "maxResults": size, "total": len(found), "comments": page}


async def comment(caller: Caller) -> Json:
    for found in caller.issue().comments:
        if found.id == caller.request.match_info["comment"]:
            return caller.writer.comment(found)
    raise Problem(404, "Can not find a comment for the id.")


async def remote_links(caller: Caller) -> list[Json]:
    return caller.issue().remote_links


async def property_value(caller: Caller) -> Json:
    name = caller.request.match_info["property"]
    properties = caller.issue().properties
    if name not in properties:
        raise Problem(404, f"The property {name} does not exist.")
    return {"key": name, "value": properties[name]}


async def property_keys(caller: Caller) -> Json:
    return {"keys": [{"key": name} for name in caller.issue().properties]}


async def transitions(caller: Caller) -> Json:
    found = caller.issue()
    return {
        "transitions": [
            {"id": number, "name": name, "to": {"name": name, "statusCategory": {"key": category}}}
            for name, (number, category) in STATUSES.items()
            if name != found.status
        ]
    }


async def edit_screen(caller: Caller) -> Json:
    """The fields that may be edited; which of them are on a project's screen is up to its admin."""
    caller.issue()
    on = [field for field in FIELDS if field["id"] not in ("status", FLAGGED)]
    return {
        "fields": {
            field["id"]: {key: field[key] for key in ("name", "schema")} | {"required": False, "operations": ["set"]}
            for field in on
            if field["id"] not in caller.state.off_screen
        }
    }


async def fields(caller: Caller) -> list[Json]:
    return [{"custom": False, "key": field["id"], "clauseNames": [field["id"]]} | field for field in FIELDS]


async def projects(caller: Caller) -> Json:
    """Cloud's paged list."""
    if not caller.site.cloud:
        raise Problem(404, "null for uri")
    found = [p.json(caller.site.url) for p in caller.state.directory.projects.values()]
    start, size = int(caller.value("startAt", "0")), int(caller.value("maxResults", "50"))
    page, last = found[start : start + size], start + size >= len(found)
    return {"startAt": start, "maxResults": size, "total": len(found), "isLast": last, "values": page}


async def all_projects(caller: Caller) -> list[Json]:
    return [p.json(caller.site.url) for p in caller.state.directory.projects.values()]


async def project(caller: Caller) -> Json:
    found = caller.state.directory.projects.get(caller.request.match_info["key"].upper())
    if found is None:
        raise Problem(404, "No project could be found with that key.")
    return found.json(caller.site.url)
