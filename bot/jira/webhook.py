"""Jira's word that a ticket changed: whether it is Jira's, and what it says. Pure; a hint, never the ticket itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
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


def genuine(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Signed with the secret of the webhook: `X-Hub-Signature: sha256=…` over the raw body (Cloud's admin webhooks and
    Data Center), or the secret itself in `X-Handoff-Secret`, where a rule of Jira Automation sends the request. An
    empty secret makes nothing genuine. `headers` is read without regard to case."""
    if not secret:
        return False
    method, _, given = headers.get("X-Hub-Signature", "").partition("=")
    if given:
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return method == "sha256" and same(signed, given.strip().lower())
    return same(headers.get("X-Handoff-Secret", ""), secret)


def same(one: str, other: str) -> bool:
    """Compared in constant time. Bytes of a header that are no text stand in it as lone surrogates."""
    first, second = (text.encode(errors="surrogateescape") for text in (one, other))
    return hmac.compare_digest(first, second)


def genuine_token(headers: Mapping[str, str], secret: str, *, now: datetime) -> bool:
    """Sent by a dynamic webhook, which signs no body: a JSON Web Token with the app's secret, HS256 and nothing else
    (RFC 7515, 7519), that has not expired."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    parts = token.strip().split(".")
    if not secret or scheme.lower() not in ("bearer", "jwt") or len(parts) != 3:
        return False
    try:
        signed = hmac.new(secret.encode(), ".".join(parts[:2]).encode("ascii"), hashlib.sha256).digest()
        head, claims = (mapping(json.loads(_unpadded(part))) for part in parts[:2])
        given = _unpadded(parts[2])
    except (ValueError, RecursionError):
        return False
    ends = claims.get("exp")
    lives = isinstance(ends, int) and not isinstance(ends, bool) and ends >= now.timestamp()
    return head.get("alg") == "HS256" and lives and hmac.compare_digest(signed, given)


def _unpadded(part: str) -> bytes:
    """Base64url without its padding. Raises: ValueError."""
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None


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
