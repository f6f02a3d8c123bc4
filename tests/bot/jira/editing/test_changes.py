"""Who changed which field since a moment, over real HTTP on loopback."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.jira.editing.changes import Change, changes_since
from tests.bot.jira.small_jira import Connect, SmallJira

ISSUE = "/issue/PAY-12"


def entry(minute: int, *fields: str) -> dict[str, Any]:
    created = f"2026-01-01T00:{minute:02}:00.000+0000"
    return {"author": {"accountId": "5b1"}, "created": created, "items": [{"field": field} for field in fields]}


async def test_changes_since_a_moment_come_from_the_end_of_the_log(small: SmallJira, connect: Connect) -> None:
    async def log(request: web.Request) -> web.StreamResponse:
        start = int(request.query["startAt"])
        values = [entry(1, "status")] if start == 0 else [entry(2, "labels"), entry(3, "description", "summary")]
        return web.json_response({"values": values, "total": 150})

    small.on(f"{ISSUE}/changelog", log)
    since = datetime(2026, 1, 1, 0, 3, tzinfo=UTC)
    changes = await changes_since(connect().site("acme").connection, "PAY-12", since)
    assert [change.field for change in changes] == ["description", "summary"]
    assert changes[0].author is not None
    assert changes[0].author.account == "5b1"


async def test_data_center_gives_its_changes_with_the_ticket(small: SmallJira, connect: Connect) -> None:
    small.answer(ISSUE, {"changelog": {"histories": [entry(5, "b"), entry(4, "a"), entry(1, "old")]}})
    since = datetime(2026, 1, 1, 0, 2, tzinfo=UTC)
    changes = await changes_since(connect("datacenter").site("acme").connection, "PAY-12", since)
    assert [change.field for change in changes] == ["a", "b"]


def test_a_change_is_of_a_field_by_its_id_or_by_the_name_old_servers_give() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert Change(at, None, "Description").of("description")
    assert Change(at, None, "Acceptance Criteria", "", "customfield_1").of("customfield_1")
    assert not Change(at, None, "Summary", "", "summary").of("description")
