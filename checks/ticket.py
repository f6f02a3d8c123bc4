"""The ticket as a rule sees it: parsed, frozen, with what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from checks.document import EMPTY, Document, Link

Receiver = Literal["contractor", "teammate", "agent"]
Kind = Literal["bug", "feature", "task", "spike", "docs", "epic", "unclear"]


def project_in(key: str) -> str:
    """The project that a ticket's key begins with; empty where it is not formed like a key."""
    return key.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the ticket names. `account` is Jira's opaque id (Cloud accountId, Data Center key)."""

    account: str
    name: str
    active: bool = True
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    author: Person | None
    body: Document
    created: datetime | None = None
    restricted: bool = False
    """Visible only to a role or group, so its words may not be shown to everyone who sees the ticket."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str


@dataclass(frozen=True, slots=True)
class RelatedTicket:
    """A parent, a sub-task or the other end of a link: only what Jira says about it in this ticket."""

    key: str
    relation: str
    """As Jira words it from this ticket's point of view: `is blocked by`, `relates to`, `parent`, `subtask`."""
    summary: str = ""
    status: str = ""
    done: bool | None = None
    """Whether its status category is done; None when Jira did not say."""
    description: Document = EMPTY


@dataclass(frozen=True, slots=True)
class TicketId:
    """What remains of a ticket when its key changes: the name of its site, and its id there."""

    site: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket. A field absent from the input stays at its default and is named in `not_seen`."""

    key: str
    summary: str = ""
    description: Document = EMPTY
    site: str | None = None
    issue_id: str | None = None
    url: str | None = None
    issue_type: str = ""
    project: str = ""
    """The key of its project, as the input gives it; `project_key` is known even where it does not."""
    status: str = ""
    done: bool = False
    """The status category is done."""
    environment: Document = EMPTY
    criteria: Document = EMPTY
    """Custom fields that hold acceptance criteria, joined in field order."""
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    fix_versions: tuple[str, ...] = ()
    reporter: Person | None = None
    assignee: Person | None = None
    comments: tuple[Comment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    parent: RelatedTicket | None = None
    related: tuple[RelatedTicket, ...] = ()
    remote_links: tuple[Link, ...] = ()
    """Links attached to the ticket, such as Confluence pages and designs."""
    created: datetime | None = None
    updated: datetime | None = None
    security: bool = False
    """An issue security level hides the ticket from some who can see its project."""
    looked_in: tuple[str, ...] = ()
    """Where words were read: summary, description, comments, parent …"""
    not_seen: tuple[str, ...] = ()
    """What could not be read: absent fields, unopened attachments, text beyond the limit."""
    fields: frozenset[str] = field(default_factory=frozenset)
    """Names of the Jira fields that the input carried, including null ones."""
    concealed: tuple[str, ...] = ()
    """Places whose text holds runs of invisible characters, which can carry words that people do not see."""

    @property
    def project_key(self) -> str:
        """The key of its project: what the input says, else what the ticket's own key begins with."""
        return self.project or project_in(self.key)

    @property
    def id(self) -> TicketId:
        """Where the input has no id, the key stands in for it."""
        return TicketId(self.site or "", self.issue_id or self.key)
