"""Jira's word that a ticket changed, read. Pure; a hint, never the ticket itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.jira.values import Json, identifier, mapping, mappings, person, string

OLDEST: Final = timedelta(hours=26)
"""Jira retries for about a day, and the signature holds no time; what is older is a replay."""
_EVENTS: Final = frozenset(
    {
        "jira:issue_created",
        "jira:issue_updated",
        "jira:issue_deleted",
        "comment_created",
        "comment_updated",
        "comment_deleted",
        "issuelink_created",
        "issuelink_deleted",
        "attachment_created",
        "attachment_deleted",
    }
)
_NOISE: Final = frozenset(
    {"rank", "sprint", "watchers", "timespent", "timeestimate", "worklogid", "remoteworkitemlink"}
)
"""Changed fields, in lower case, that no rule reads."""
_MOST_LINKED: Final = 20
_COMMENTED: Final = re.compile(r"/issue/(\d{1,20})/comment/")
"""Older Jiras send a comment without its ticket, which only the comment's own address names."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A change of a ticket. `identity` is the same in each of Jira's retries."""

    identity: str
    event: str
    issue_id: str
    key: str
    """Empty where Jira names the ticket by its id alone."""
    account: str | None
    fields: frozenset[str]
    """Names of the changed fields, in lower case; empty where Jira does not say."""
    origin: str = ""
    """The address of the issue or the comment, which says of which site it is; empty where Jira gives none."""
    linked: tuple[str, ...] = ()
    """Keys of the tickets it is linked with, twenty at most."""

    def by(self, account: str) -> bool:
        """Whether this account made the change. An empty one made none: it is not known."""
        return bool(account) and self.account == account

    @property
    def moved_on(self) -> bool:
        """Its status changed, or it was deleted, which may free the tickets that wait for it."""
        return self.event == "jira:issue_deleted" or bool(self.fields & {"status", "resolution"})


def heard(body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Heard, ...]:
    """What changed: one ticket, or both that a link joins; none for what is no change of a ticket that matters: other
    events, noise, a replay, or a body that is none of Jira's."""
    try:
        said = mapping(json.loads(body))
    except (ValueError, RecursionError):
        return ()
    event = string(said.get("webhookEvent"))
    if event not in _EVENTS or _replayed(said, now):
        return ()
    who = person(said.get("user")) or person(mapping(said.get("comment")).get("updateAuthor"))
    account = who.account if who else None
    fields = frozenset(
        string(item.get("field")).lower() for item in mappings(mapping(said.get("changelog")).get("items"))
    )
    if fields and fields <= _NOISE:
        return ()
    given = headers.get("X-Atlassian-Webhook-Identifier", "").strip()
    identity = given[:128] or hashlib.sha256(body).hexdigest()
    issue = mapping(said.get("issue"))
    if issue_id := identifier(issue.get("id")):
        key, origin = string(issue.get("key")), string(issue.get("self"))
        linked = tuple(_linked(issue))[:_MOST_LINKED]
        return (Heard(identity, event, issue_id, key, account, fields, origin, linked),)
    address = string(mapping(said.get("comment")).get("self"))
    if found := _COMMENTED.search(address):
        return (Heard(identity, event, found[1], "", account, fields, address),)
    return tuple(Heard(f"{identity}:{end}", event, end, "", account, fields) for end in _joined(said))


def _joined(said: Json) -> Iterator[str]:
    """The ids of the tickets at both ends of a link, which Jira names by nothing else."""
    link = mapping(said.get("issueLink"))
    for side in ("sourceIssueId", "destinationIssueId"):
        if issue_id := identifier(link.get(side)):
            yield issue_id


def _linked(issue: Json) -> Iterator[str]:
    for link in mappings(mapping(issue.get("fields")).get("issuelinks")):
        for side in ("inwardIssue", "outwardIssue"):
            if key := string(mapping(link.get(side)).get("key")):
                yield key


def _replayed(said: Json, now: datetime) -> bool:
    timestamp: Any = said.get("timestamp")
    if not isinstance(timestamp, int) or isinstance(timestamp, bool):
        return False
    try:
        return now - datetime.fromtimestamp(timestamp / 1000, UTC) > OLDEST
    except (OverflowError, OSError, ValueError):
        return True
