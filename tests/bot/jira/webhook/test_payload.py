"""What is heard of a webhook's body."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.webhook.payload import Heard, heard

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def body(event: str = "jira:issue_updated", **more: Any) -> bytes:
    said = {
        "timestamp": int(NOW.timestamp() * 1000),
        "webhookEvent": event,
        "user": {"accountId": "5b1"},
        "issue": {"id": "10001", "key": "PAY-12"},
        "changelog": {"items": [{"field": "description"}]},
    }
    return json.dumps({**said, **more}).encode()


def hear(source: bytes, headers: dict[str, str] | None = None) -> Heard | None:
    """The one change that was heard, if any."""
    found = heard(source, headers or {}, now=NOW)
    assert len(found) <= 1
    return found[0] if found else None


def test_a_change_names_its_ticket_its_author_and_its_fields() -> None:
    found = hear(body(), {"X-Atlassian-Webhook-Identifier": "abc"})
    assert found == Heard("abc", "jira:issue_updated", "10001", "PAY-12", "5b1", frozenset({"description"}))


def test_data_centers_retries_are_one_by_their_body() -> None:
    first, again, other = hear(body()), hear(body()), hear(body("comment_created"))
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.identity == again.identity != other.identity


@pytest.mark.parametrize(
    "source",
    [
        body("sprint_started"),
        body(changelog={"items": [{"field": "Rank"}, {"field": "Sprint"}]}),
        body(issue={}),
        body(timestamp=int((NOW - timedelta(hours=27)).timestamp() * 1000)),
        body(timestamp=10**30),
        b"not json",
        b"[" * 100_000,
        b"[]",
        b"\xff",
    ],
)
def test_what_changes_nothing_that_matters_is_not_heard(source: bytes) -> None:
    assert hear(source) is None


def test_a_deleted_ticket_is_heard_and_may_free_what_waits_for_it() -> None:
    found = hear(body("jira:issue_deleted", changelog=None))
    assert found is not None
    assert found.moved_on


def test_a_comment_sent_without_its_ticket_names_it_by_its_address() -> None:
    address = "https://shop.example/rest/api/2/issue/10001/comment/12"
    found = hear(body("comment_created", user=None, issue=None, changelog=None, comment={"self": address}))
    assert found is not None
    assert (found.issue_id, found.key, found.origin) == ("10001", "", address)


def test_the_bots_own_change_is_known_by_its_account_also_without_the_ticket() -> None:
    comment = {"self": "https://shop.example/rest/api/2/issue/1/comment/12", "updateAuthor": {"accountId": "bot"}}
    alone = hear(body("comment_created", user=None, issue=None, changelog=None, comment=comment))
    edited, nobodys = hear(body(user={"accountId": "bot"})), hear(body(user=None))
    assert alone is not None and edited is not None and nobodys is not None
    assert alone.by("bot") and edited.by("bot") and not edited.by("5b1")
    assert not nobodys.by(""), "while our own account is not known, a change of nobody's is not ours"


def test_a_link_is_a_change_of_the_tickets_at_both_its_ends() -> None:
    link = {"id": 7, "sourceIssueId": 10001, "destinationIssueId": 10002}
    source = body("issuelink_created", user=None, issue=None, changelog=None, issueLink=link)
    found = heard(source, {"X-Atlassian-Webhook-Identifier": "abc"}, now=NOW)
    assert [(one.identity, one.issue_id) for one in found] == [("abc:10001", "10001"), ("abc:10002", "10002")]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "key", "items", "field", "accountId"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["timestamp", "user", "issue", "changelog", "comment", "issueLink"]), _json))
def test_no_body_is_more_than_heard_or_not(said: dict[str, Any]) -> None:
    source = json.dumps({"webhookEvent": "jira:issue_updated", **said}).encode()
    assert all(one.issue_id for one in heard(source, {}, now=NOW))
