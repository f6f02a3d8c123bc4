"""Who the small Jira knows, and which tickets each of them may see."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.sandbox.jira.tickets import Issue


@dataclass(frozen=True, slots=True)
class Account:
    """`projects` are those the account may browse; `levels` the security levels it is in."""

    name: str
    id: str
    display: str
    email: str
    projects: frozenset[str]
    levels: frozenset[str] = frozenset()
    active: bool = True

    def json(self, url: str, *, cloud: bool) -> dict[str, Any]:
        shared = {
            "self": f"{url}/rest/api/2/user?accountId={self.id}",
            "displayName": self.display,
            "active": self.active,
            "timeZone": "Europe/Helsinki",
        }
        if cloud:
            return shared | {"accountId": self.id, "accountType": "atlassian", "emailAddress": self.email}
        return shared | {"name": self.name, "key": f"JIRAUSER{self.id[-4:]}", "emailAddress": self.email}

    def sees(self, issue: Issue) -> bool:
        return issue.project in self.projects and (not issue.security or issue.security in self.levels)


@dataclass(frozen=True, slots=True)
class Project:
    id: str
    key: str
    name: str

    def json(self, url: str) -> dict[str, Any]:
        return {
            "self": f"{url}/rest/api/2/project/{self.id}",
            "id": self.id,
            "key": self.key,
            "name": self.name,
            "projectTypeKey": "software",
            "simplified": False,
            "style": "classic",
        }


@dataclass(frozen=True, slots=True)
class Directory:
    accounts: dict[str, Account]
    """By name, as the ticket files name people."""
    projects: dict[str, Project]

    @classmethod
    def read(cls) -> Directory:
        data = tomllib.loads((files(__package__) / "data" / "directory.toml").read_text("utf-8"))
        accounts = [
            Account(**{**a, "projects": frozenset(a["projects"]), "levels": frozenset(a.get("levels", ()))})
            for a in data["accounts"]
        ]
        return cls({a.name: a for a in accounts}, {p["key"]: Project(**p) for p in data["projects"]})

    def by_id(self, account_id: str) -> Account | None:
        return next((a for a in self.accounts.values() if a.id == account_id), None)
