"""What the small Jira contains, and how its tickets are read from their files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from bot.sandbox.jira.markup import Markup

STATUSES: Final = {"To Do": ("1", "new"), "In Progress": ("3", "indeterminate"), "Done": ("5", "done")}
CRITERIA: Final = "customfield_10034"
"""The textarea field named Acceptance Criteria."""
FLAGGED: Final = "customfield_10021"


@dataclass(slots=True)
class Comment:
    id: str
    author: str
    body: Markup
    created: datetime
    role: str | None = None
    """Visible to this project role only."""
    properties: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Change:
    """One entry of the history."""

    id: str
    author: str
    at: datetime
    items: list[dict[str, Any]]


@dataclass(slots=True)
class Issue:
    id: str
    key: str
    type: str
    summary: str
    description: Markup
    status: str = "To Do"
    reporter: str = ""
    assignee: str = ""
    priority: str = "Medium"
    labels: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    fix_versions: list[str] = field(default_factory=list)
    criteria: Markup = field(default_factory=Markup)
    environment: Markup = field(default_factory=Markup)
    parent: str = ""
    sprint: str = ""
    links: list[dict[str, str]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    remote_links: list[dict[str, Any]] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    security: str = ""
    """The name of a security level; only the accounts in that level see the ticket."""
    former_keys: list[str] = field(default_factory=list)
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated: datetime = field(default_factory=lambda: datetime.now(UTC))
    history: list[Change] = field(default_factory=list)

    @property
    def project(self) -> str:
        return self.key.rsplit("-", 1)[0]


def issues() -> Iterator[Issue]:
    """The tickets of the data files, with their ages counted back from now."""
    folder = files(__package__) / "data" / "tickets"
    now = datetime.now(UTC).replace(microsecond=0)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield _issue(tomllib.loads(file.read_text("utf-8")), folder, now)


def _issue(data: dict[str, Any], folder: Traversable, now: datetime) -> Issue:
    created = now - timedelta(days=data.pop("days_old", 3))
    edited = data.pop("edited", None)
    comments = [
        Comment(
            f"{data['id']}{number}",
            comment["author"],
            Markup(wiki=comment["body"]),
            created + timedelta(hours=number),
            comment.get("role"),
        )
        for number, comment in enumerate(data.pop("comments", ()), 1)
    ]
    rich: dict[str, Any] = {
        name: _markup(data.pop(name, ""), folder) for name in ("description", "criteria", "environment")
    }
    issue = Issue(**data, **rich, comments=comments, created=created, updated=created)
    if edited is not None:
        issue.updated = now - timedelta(days=edited["days_ago"])
        issue.history.append(_edit(issue, edited))
    return issue


def _edit(issue: Issue, edited: dict[str, Any]) -> Change:
    """The edit that gave the description its present words."""
    item = {"field": "description", "fieldId": "description", "fieldtype": "jira", "from": None, "to": None}
    item |= {"fromString": edited["before"].strip("\n"), "toString": issue.description.as_wiki() or ""}
    return Change(f"{issue.id}90", edited["author"], issue.updated, [item])


def _markup(value: str, folder: Traversable) -> Markup:
    """Wiki markup as written, or the ADF file it names."""
    if value.endswith(".adf.json"):
        return Markup(adf=json.loads((folder / value).read_text("utf-8")))
    return Markup(wiki=value.strip("\n") or None)
