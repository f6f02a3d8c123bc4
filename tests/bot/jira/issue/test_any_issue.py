"""Any JSON object makes a ticket: what is not of the shape it should be is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.fields import ASKED
from bot.jira.issue import ticket_of
from checks.ticket import Ticket

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_names = [*ASKED, "customfield_1", "epic"]
_inner = [
    "id",
    "key",
    "name",
    "value",
    "type",
    "object",
    "url",
    "title",
    "inward",
    "outward",
    "inwardIssue",
    "outwardIssue",
    "fields",
    "statusCategory",
    "comments",
    "total",
    "body",
    "author",
    "created",
    "visibility",
    "accountId",
    "displayName",
    "filename",
    "size",
    "content",
    "text",
    "checked",
]
_shaped = st.recursive(
    _json,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_inner), inner, max_size=4),
    max_leaves=12,
)
_issues = st.fixed_dictionaries(
    {},
    optional={
        "id": _json,
        "key": _json,
        "fields": st.dictionaries(st.sampled_from(_names), _shaped, max_size=8) | _json,
        "renderedFields": st.dictionaries(st.sampled_from(_names), _shaped, max_size=3) | _json,
        "names": st.dictionaries(st.just("customfield_1"), _json) | _json,
        "schema": _shaped,
        "markup": st.just("markdown") | _json,
    },
)


@given(_issues | _json, _shaped, _shaped)
def test_any_json_makes_a_ticket(source: Any, beside: Any, links: Any) -> None:
    listed = links if isinstance(links, list) else []
    parent = beside if isinstance(beside, dict) else None
    ticket = ticket_of(source, criteria_fields=("customfield_1",), comments=listed, remote_links=listed, parent=parent)
    assert isinstance(ticket, Ticket)
    hash(ticket)


def _found(value: Any) -> Iterator[dict[str, Any]]:
    """Issues anywhere in an answer: alone, in a search or in a sprint."""
    if isinstance(value, dict):
        if isinstance(value.get("fields"), dict) and "key" in value:
            yield value
        for inner in value.values():
            yield from _found(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _found(inner)


@pytest.mark.shared
def test_every_recorded_issue_makes_a_ticket(shared: Path) -> None:
    count = 0
    for path in sorted((shared / "fixtures/jira-rest").glob("*.json")):
        answer = json.loads(path.read_text("utf-8"))
        ticket_of(answer)
        for recorded in _found(answer):
            ticket = ticket_of(recorded)
            assert ticket.key == recorded["key"]
            assert ticket.summary == " ".join(str(recorded["fields"].get("summary") or "").split())
            count += 1
    assert count >= 8
