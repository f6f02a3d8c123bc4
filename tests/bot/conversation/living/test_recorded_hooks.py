"""Jira's door hears bodies of every Jira that people have recorded. The shapes are those of Jira Server 5 (2013), Cloud in
2017 and Cloud in 2019, whose members were read off recordings in public repositories; values and words are ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from tests.bot.conversation.conftest import Life
from tests.bot.conversation.living.test_hook import token

Body = dict[str, Any]
AVATARS = {"16x16": "https://pictures.example/16", "48x48": "https://pictures.example/48"}


def server_5(issue: Body, event: str = "jira:issue_updated", **more: Any) -> Body:
    """No account ids, no event type; a comment comes as an update of the ticket, without a changelog."""
    user = {"self": "http://jira.example:8080/rest/api/2/user?username=ada", "name": "ada", "displayName": "Ada"}
    said = {"webhookEvent": event, "timestamp": now(), "user": {**user, "avatarUrls": AVATARS, "active": True}}
    return {**said, "issue": issue, **more}


def cloud_2017(issue: Body, *fields: str) -> Body:
    user = {"name": "ada", "accountId": "99:1c", "key": "ada", "displayName": "Ada", "timeZone": "Europe/Berlin"}
    changed = [
        {"field": field, "fieldtype": "jira", "from": "1", "fromString": "a", "to": "2", "toString": "b"}
        for field in fields
    ]
    event = {"webhookEvent": "jira:issue_updated", "issue_event_type_name": "issue_generic", "timestamp": now()}
    return {**event, "user": user, "issue": issue, "changelog": {"id": "10000", "items": changed}}


def cloud_2019(issue: Body, event: str, *, whole: bool) -> Body:
    """Events of comments have no user; at first they did not carry the ticket either."""
    author = {"accountId": "5c76", "displayName": "Ada", "active": True, "accountType": "atlassian"}
    comment = {"self": f"{issue['self']}/comment/12000", "id": "12000", "author": author, "body": "Sounds *important*!"}
    said = {"timestamp": now(), "webhookEvent": event, "comment": {**comment, "updateAuthor": author}}
    return {**said, "issue": {**issue, "fields": {"summary": "Add a format"}}} if whole else said


def link(issue: Body) -> Body:
    kind = {"id": 10002, "name": "Duplicate", "outwardName": "duplicates", "inwardName": "is duplicated by"}
    ends = {"id": 23161, "sourceIssueId": 99999, "destinationIssueId": int(issue["id"]), "issueLinkType": kind}
    return {"timestamp": now(), "webhookEvent": "issuelink_created", "issueLink": {**ends, "systemLink": False}}


def now() -> int:
    return int(time.time() * 1000)


HEARD: dict[str, Callable[[Body], Body]] = {
    "a comment, server 5": lambda issue: server_5(issue, comment={"id": "1", "body": "Oh, what a comment."}),
    "a status, cloud 2017": lambda issue: cloud_2017(issue, "status"),
    "a description among work logged": lambda issue: cloud_2017(issue, "description", "timespent"),
    "a comment with its ticket": lambda issue: cloud_2019(issue, "comment_created", whole=True),
    "a comment without its ticket": lambda issue: cloud_2019(issue, "comment_updated", whole=False),
    "a link by two ids": link,
    "a deletion": lambda issue: server_5(issue, "jira:issue_deleted"),
}
NOT_HEARD: dict[str, Callable[[Body], Body]] = {
    "work logged": lambda issue: cloud_2017(issue, "WorklogId", "timespent"),
    "work logged, its own event": lambda issue: {**cloud_2017(issue), "webhookEvent": "jira:worklog_updated"},
    "a rank": lambda issue: cloud_2017(issue, "Rank"),
    "a body with no event": lambda issue: {"accountId": "1234", "username": "ada"},
    "a replay of the day before yesterday": lambda issue: {
        **cloud_2017(issue, "status"),
        "timestamp": now() - 2 * 86_400_000,
    },
}


def schemes(body: bytes, secret: str) -> dict[str, tuple[str, dict[str, str]]]:
    """How each of Jira's ways signs a body: what is added to the address, and the headers."""
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "admin": ("", {"X-Hub-Signature": signature, "X-Atlassian-Webhook-Identifier": "one"}),
        "app": ("", {"Authorization": f"Bearer {token(secret)}", "X-Atlassian-Webhook-Identifier": "two"}),
        "data center": ("", {"X-Hub-Signature": signature}),
        "old data center": (f"/{secret}", {}),
    }


async def sent(life: Life, body: bytes, path: str, headers: dict[str, str]) -> int:
    url = f"http://127.0.0.1:{life.bot.port}/jira/webhook{path}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


def reads(life: Life) -> int:
    path = "GET /rest/api/3/issue/PAY-15"
    return sum(call.what == path for call in life.sandbox.jira.calls.of(path))


def issue_of(life: Life) -> Body:
    found = life.sandbox.jira.issue("PAY-15")
    return {
        "id": found.id,
        "self": f"https://jira.example/rest/api/2/issue/{found.id}",
        "key": "PAY-15",
        "fields": {},
    }


@pytest.mark.parametrize("name", HEARD)
async def test_a_recorded_change_is_judged_once_whichever_way_it_is_signed(life: Life, name: str) -> None:
    await life.card("PAY-15")
    source = json.dumps(HEARD[name](issue_of(life))).encode()
    for path, headers in schemes(source, life.sandbox.jira.webhooks.secret).values():
        before = reads(life)
        assert [await sent(life, source, path, headers) for _ in range(2)] == [204, 204]
        await life.rest()
        assert reads(life) - before <= 1
        forged = source.replace(b'"timestamp"', b'"timestamp" ')
        assert await sent(life, forged, path.replace(life.sandbox.jira.webhooks.secret, "guess"), {}) == 401
    assert reads(life) > 1


async def test_what_was_recorded_and_changes_nothing_is_taken_and_no_work(life: Life) -> None:
    await life.card("PAY-15")
    await life.rest()
    before = reads(life)
    for name, made in NOT_HEARD.items():
        source = json.dumps(made(issue_of(life))).encode()
        for path, headers in schemes(source, life.sandbox.jira.webhooks.secret).values():
            assert await sent(life, source, path, headers) == 204, name
        await life.rest()
        assert reads(life) == before, name


async def test_recorded_changes_end_the_same_in_whatever_order_they_come(life: Life) -> None:
    card = await life.card("PAY-15")
    life.sandbox.jira.webhooks.url = None
    life.repair("PAY-15")
    secret, issue = life.sandbox.jira.webhooks.secret, issue_of(life)
    for name in reversed(HEARD):
        source = json.dumps(HEARD[name](issue)).encode()
        assert await sent(life, source, f"/{secret}", {}) == 204
    await life.rest()
    assert "is ready for" in card.text
    assert len(life.answers(card)) == 1
