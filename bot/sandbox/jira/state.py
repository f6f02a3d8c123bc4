"""The small Jira's state, and the only way to change a ticket: with history and a webhook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.jira.accounts import Account, Directory
from bot.sandbox.jira.markup import Markup
from bot.sandbox.jira.tickets import CRITERIA, Change, Comment, Issue, issues

Listener = Callable[[str, Issue, str, Change | None, Comment | None], None]
"""Called for each change: event name, issue, who, what, which comment."""

BOT = "handoff"
"""The name of the bot's own account."""
NAMES = {
    "description": "description",
    "summary": "summary",
    "status": "status",
    "labels": "labels",
    "criteria": CRITERIA,
}


class State:
    """The tickets, by key and by id."""

    def __init__(self) -> None:
        self.directory = Directory.read()
        self.issues = {issue.key: issue for issue in issues()}
        self.listeners: list[Listener] = []
        self.off_screen: set[str] = set()
        """Ids of fields that an admin removed from the edit screen."""
        self._serial = 20_000

    def find(self, key_or_id: str) -> Issue | None:
        """By key in any case, by id, or by a key it had before it was moved."""
        wanted = key_or_id.upper()
        return next(
            (i for i in self.issues.values() if wanted in (i.key, i.id) or wanted in i.former_keys),
            None,
        )

    def account(self) -> Account:
        """The bot's own account."""
        return self.directory.accounts[BOT]

    def next_id(self) -> str:
        self._serial += 1
        return str(self._serial)

    def edit(self, issue: Issue, who: str, *, at: datetime | None = None, **fields: Any) -> Change | None:
        """Set fields; None when nothing changed. Rich fields take Markup. `at`: the moment, instead of now."""
        changed = {name: value for name, value in fields.items() if getattr(issue, name) != value}
        if not changed:
            return None
        items = [_item(name, getattr(issue, name), value) for name, value in changed.items()]
        for name, value in changed.items():
            setattr(issue, name, value)
        change = Change(self.next_id(), who, at or _now(), items)
        issue.updated = change.at
        issue.history.append(change)
        self._tell("jira:issue_updated", issue, who, change, None)
        return change

    def move(self, issue: Issue, project: str) -> None:
        """Give a ticket a new key in another project; the old one still finds it."""
        del self.issues[issue.key]
        before, after = issue.key, f"{project}-{self.next_id()}"
        issue.former_keys.append(before)
        issue.key = after
        self.issues[after] = issue
        change = Change(self.next_id(), "maija", _now(), [_item("Key", before, after)])
        issue.updated = change.at
        issue.history.append(change)
        self._tell("jira:issue_updated", issue, "maija", change, None)

    def delete(self, issue: Issue) -> None:
        del self.issues[issue.key]
        self._tell("jira:issue_deleted", issue, "maija", None, None)

    def restore(self, issue: Issue) -> None:
        """Restore what was deleted, under its key and id, as an import does."""
        self.issues[issue.key] = issue
        issue.updated = _now()
        self._tell("jira:issue_created", issue, "maija", None, None)

    def comment(self, issue: Issue, who: str, body: Markup, **more: Any) -> Comment:
        comment = Comment(self.next_id(), who, body, _now(), **more)
        issue.comments.append(comment)
        issue.updated = comment.created
        self._tell("comment_created", issue, who, None, comment)
        return comment

    def rewrite_comment(self, issue: Issue, comment: Comment, who: str, body: Markup) -> None:
        comment.body = body
        issue.updated = _now()
        self._tell("comment_updated", issue, who, None, comment)

    def _tell(self, event: str, issue: Issue, who: str, change: Change | None, comment: Comment | None) -> None:
        for listener in self.listeners:
            listener(event, issue, who, change, comment)


def _item(name: str, before: Any, after: Any) -> dict[str, Any]:
    field_id = NAMES.get(name, name)
    return {
        "field": "Acceptance Criteria" if name == "criteria" else field_id,
        "fieldId": field_id,
        "fieldtype": "custom" if name == "criteria" else "jira",
        "from": None,
        "fromString": _words(before),
        "to": None,
        "toString": _words(after),
    }


def _words(value: Any) -> str:
    if isinstance(value, Markup):
        return value.as_wiki() or ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _now() -> datetime:
    return datetime.now(UTC)
