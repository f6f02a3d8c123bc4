"""A ticket as the REST API gives it, in version 2 or 3, on Cloud or Data Center."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.jira.markup import Markup
from bot.sandbox.jira.state import State
from bot.sandbox.jira.tickets import CRITERIA, FLAGGED, STATUSES, Comment, Issue

Json = dict[str, Any]

CHANGES = 40
"""Changelog entries that Cloud gives with an issue, newest first; Data Center gives all, oldest first."""
FIELDS: list[Json] = [
    {"id": "summary", "name": "Summary", "schema": {"type": "string", "system": "summary"}},
    {"id": "description", "name": "Description", "schema": {"type": "string", "system": "description"}},
    {"id": "environment", "name": "Environment", "schema": {"type": "string", "system": "environment"}},
    {"id": "status", "name": "Status", "schema": {"type": "status", "system": "status"}},
    {"id": "issuetype", "name": "Issue Type", "schema": {"type": "issuetype", "system": "issuetype"}},
    {"id": "labels", "name": "Labels", "schema": {"type": "array", "items": "string", "system": "labels"}},
    {
        "id": CRITERIA,
        "name": "Acceptance Criteria",
        "custom": True,
        "schema": {"type": "string", "custom": "com.atlassian.jira.plugin.system.customfieldtypes:textarea"},
    },
    {
        "id": FLAGGED,
        "name": "Flagged",
        "custom": True,
        "schema": {
            "type": "array",
            "items": "option",
            "custom": "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes",
        },
    },
]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes issues for one caller. `version` is 2 or 3."""

    state: State
    url: str
    version: int
    cloud: bool

    def issue(self, issue: Issue, fields: Iterable[str] = ("*all",), expand: Iterable[str] = ()) -> Json:
        wanted, expansions = set(fields), set(expand)
        own = {name: value for name, value in self._fields(issue).items() if _wants(wanted, name)}
        found: Json = {
            "id": issue.id,
            "key": issue.key,
            "self": f"{self.url}/rest/api/{self.version}/issue/{issue.id}",
            "fields": own,
        }
        if "renderedFields" in expansions:
            found["renderedFields"] = {name: self._rendered(issue, name) for name in own}
        if "names" in expansions:
            found["names"] = {field["id"]: field["name"] for field in FIELDS if field["id"] in own}
        if "schema" in expansions:
            found["schema"] = {field["id"]: field["schema"] for field in FIELDS if field["id"] in own}
        if "changelog" in expansions:
            changes = list(map(self.change, issue.history))
            given = changes[::-1][:CHANGES] if self.cloud else changes
            found["changelog"] = {
                "startAt": 0,
                "maxResults": CHANGES if self.cloud else len(changes),
                "total": len(changes),
                "histories": given,
            }
        return found

    def rich(self, markup: Markup) -> Any:
        return markup.as_adf() if self.version == 3 else markup.as_wiki()

    def person(self, name: str) -> Json | None:
        account = self.state.directory.accounts.get(name)
        return None if account is None else account.json(self.url, cloud=self.cloud)

    def comment(self, comment: Comment, *, rendered: bool = False) -> Json:
        found: Json = {
            "id": comment.id,
            "author": self.person(comment.author),
            "updateAuthor": self.person(comment.author),
            "body": self.rich(comment.body),
            "created": stamp(comment.created),
            "updated": stamp(comment.created),
            "jsdPublic": True,
        }
        if rendered:
            found["renderedBody"] = comment.body.as_html()
        if comment.role:
            found["visibility"] = {"type": "role", "value": comment.role, "identifier": comment.role}
        return found

    def change(self, change: Any) -> Json:
        return {
            "id": change.id,
            "author": self.person(change.author),
            "created": stamp(change.at),
            "items": change.items,
        }

    def _fields(self, issue: Issue) -> Json:
        project = self.state.directory.projects[issue.project]
        level = {"id": "10100", "name": issue.security, "description": ""}
        return {
            "summary": issue.summary,
            "description": self.rich(issue.description),
            "environment": self.rich(issue.environment),
            "issuetype": {
                "id": "10001",
                "name": issue.type,
                "subtask": False,
                "hierarchyLevel": int(issue.type == "Epic"),
            },
            "project": project.json(self.url),
            "status": self._status(issue),
            "priority": {"id": "3", "name": issue.priority},
            "resolution": {"id": "10000", "name": "Done"} if issue.status == "Done" else None,
            "labels": issue.labels,
            "components": [{"id": str(n), "name": name} for n, name in enumerate(issue.components, 1)],
            "versions": [],
            "fixVersions": [{"id": str(n), "name": name} for n, name in enumerate(issue.fix_versions, 1)],
            "reporter": self.person(issue.reporter),
            "creator": self.person(issue.reporter),
            "assignee": self.person(issue.assignee),
            "created": stamp(issue.created),
            "updated": stamp(issue.updated),
            "duedate": None,
            "security": level if issue.security else None,
            "parent": self._brief(issue.parent),
            "subtasks": [
                self._brief(i.key) for i in self.state.issues.values() if i.parent == issue.key and i.type == "Sub-task"
            ],
            "issuelinks": [self._link(number, link) for number, link in enumerate(issue.links, 1)],
            "attachment": [self._attachment(number, a) for number, a in enumerate(issue.attachments, 1)],
            "comment": self._comments(issue),
            CRITERIA: self.rich(issue.criteria),
            FLAGGED: None,
        }

    def _status(self, issue: Issue) -> Json:
        number, category = STATUSES[issue.status]
        return {"id": number, "name": issue.status, "statusCategory": {"key": category, "name": issue.status}}

    def _brief(self, key: str) -> Json | None:
        issue = self.state.issues.get(key)
        if issue is None:
            return None
        kind = {"name": issue.type, "subtask": issue.type == "Sub-task", "hierarchyLevel": int(issue.type == "Epic")}
        fields = {"summary": issue.summary, "status": self._status(issue), "issuetype": kind}
        return {"id": issue.id, "key": key, "fields": fields}

    def _link(self, number: int, link: dict[str, str]) -> Json:
        """`relation` is worded from this ticket's side; inward ones are recognised by their "is …" wording."""
        inward = link["relation"].startswith("is ")
        kinds = {"Blocks": ("is blocked by", "blocks"), "Relates": ("relates to", "relates to")}
        name = next((n for n, words in kinds.items() if link["relation"] in words), "Relates")
        return {
            "id": str(number),
            "type": {"name": name, "inward": kinds[name][0], "outward": kinds[name][1]},
            "inwardIssue" if inward else "outwardIssue": self._brief(link["key"]),
        }

    def _attachment(self, number: int, attachment: Json) -> Json:
        return {
            "id": str(number),
            "filename": attachment["name"],
            "mimeType": attachment["mime"],
            "size": attachment["size"],
        }

    def _comments(self, issue: Issue) -> Json:
        latest = [self.comment(c) for c in issue.comments][:20]
        return {"comments": latest, "maxResults": len(latest), "total": len(issue.comments), "startAt": 0}

    def _rendered(self, issue: Issue, name: str) -> Any:
        rich = {"description": issue.description, "environment": issue.environment, CRITERIA: issue.criteria}
        if name in rich:
            return rich[name].as_html()
        if name == "comment":
            return {"comments": [self.comment(c) | {"body": c.body.as_html()} for c in issue.comments]}
        return None


def stamp(at: datetime) -> str:
    """Jira's own spelling: milliseconds, and an offset without a colon."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}" + "+0000"


def _wants(wanted: set[str], name: str) -> bool:
    if f"-{name}" in wanted:
        return False
    return name in wanted or bool({"*all", "*navigable"} & wanted)
