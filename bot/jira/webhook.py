"""Jira's word that a ticket changed: whether it is Jira's, and what it says. Pure; a hint, never the ticket itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Heard:
    """A change of a ticket. `identity` is the same in each of Jira's retries."""

    identity: str
    event: str
    issue_id: str
    key: str
    account: str | None
    fields: frozenset[str]
    """Names of the changed fields, in lower case; empty where Jira does not say."""

    @property
    def deleted(self) -> bool:
        return self.event == "jira:issue_deleted"


def genuine(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Signed with the secret of the webhook: `X-Hub-Signature: sha256=…` over the raw body (Cloud's admin webhooks and
    Data Center), or the secret itself in `X-Handoff-Secret`, where a rule of Jira Automation sends the request. An
    empty secret makes nothing genuine. `headers` is read without regard to case."""
    if not secret:
        return False
    method, _, given = headers.get("X-Hub-Signature", "").partition("=")
    if given:
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return method == "sha256" and hmac.compare_digest(signed.encode(), given.strip().lower().encode())
    return hmac.compare_digest(headers.get("X-Handoff-Secret", "").encode(), secret.encode())


def heard(body: bytes, headers: Mapping[str, str], *, own_account: str, now: datetime) -> Heard | None:
    """What changed; None for what is no change of a ticket that matters: other events, noise, the bot's own edits, a
    replay, or a body that is none of Jira's."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    said = mapping(said)
    event = string(said.get("webhookEvent"))
    issue = mapping(said.get("issue"))
    issue_id = identifier(issue.get("id"))
    if event not in _EVENTS or issue_id is None or _replayed(said, now):
        return None
    who = person(said.get("user")) or person(mapping(said.get("comment")).get("updateAuthor"))
    account = who.account if who else None
    fields = frozenset(
        string(item.get("field")).lower() for item in mappings(mapping(said.get("changelog")).get("items"))
    )
    if (account and account == own_account) or (fields and fields <= _NOISE):
        return None
    given = headers.get("X-Atlassian-Webhook-Identifier", "").strip()
    identity = given[:128] or hashlib.sha256(body).hexdigest()
    return Heard(identity, event, issue_id, string(issue.get("key")), account, fields)


def _replayed(said: Json, now: datetime) -> bool:
    timestamp: Any = said.get("timestamp")
    if not isinstance(timestamp, int) or isinstance(timestamp, bool):
        return False
    try:
        return now - datetime.fromtimestamp(timestamp / 1000, UTC) > OLDEST
    except (OverflowError, OSError, ValueError):
        return True
