"""What is written to a ticket, over real HTTP on loopback."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.errors import JiraError
from bot.jira import edit_adf, writing
from tests.bot.jira.small_jira import Connect, SmallJira

ISSUE = "/issue/PAY-12"


async def test_a_description_is_read_edited_and_written_in_the_sites_markup(small: SmallJira, connect: Connect) -> None:
    small.answer(ISSUE, {"fields": {"description": "intro", "updated": "2026-01-01T00:00:00.000+0000"}})
    connection = connect("datacenter").site("acme").connection
    found = await writing.rich_field(connection, "PAY-12")
    assert found == writing.RichField("description", "intro", datetime(2026, 1, 1, tzinfo=UTC))
    raw = writing.edited(connection, found.raw, "Done", "It works.")
    await writing.edit_field(connection, "PAY-12", "description", raw)
    assert small.asked[-1].method == "PUT"
    assert small.bodies[-1] == {"fields": {"description": "intro\n\nh3. Done\n\nIt works."}}


async def test_a_cloud_description_in_another_markup_is_not_edited(connect: Connect) -> None:
    with pytest.raises(ValueError, match="ADF"):
        writing.edited(connect().site("acme").connection, "wiki", "Done", "x", replace=True)


async def test_a_comment_is_adf_on_cloud_and_can_be_internal(small: SmallJira, connect: Connect) -> None:
    small.answer(f"{ISSUE}/comment", {"id": "100"}, status=201)
    assert await writing.add_comment(connect().site("acme").connection, "PAY-12", "hello", internal=True) == "100"
    assert small.bodies[-1] == {
        "body": edit_adf.body("hello"),
        "properties": [{"key": "sd.public.comment", "value": {"internal": True}}],
    }


async def test_a_marked_comment_is_found_again_among_the_latest(small: SmallJira, connect: Connect) -> None:
    other = {"id": "99", "properties": [{"key": "handoff.mark", "value": {"mark": "other"}}]}
    ours = {"id": "100", "properties": [{"key": "x", "value": 1}, {"key": "handoff.mark", "value": {"mark": "mine"}}]}
    small.answer(f"{ISSUE}/comment", {"comments": [{"id": "98"}, other, ours]})
    connection = connect().site("acme").connection
    assert await writing.marked_comment(connection, "PAY-12", "mine") == "100"
    assert await writing.marked_comment(connection, "PAY-12", "nobody's") is None
    assert small.asked[-1].query["orderBy"] == "-created"


async def test_one_comment_is_kept_current(small: SmallJira, connect: Connect) -> None:
    small.answer(f"{ISSUE}/comment/100", {"id": "100"})
    connection = connect("datacenter").site("acme").connection
    assert await writing.edit_comment(connection, "PAY-12", "100", "{now}") == "100"
    assert small.bodies[-1] == {"body": "\\{now\\}"}
    with pytest.raises(JiraError):
        await writing.edit_comment(connection, "PAY-12", "1/../2", "x")


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
    changes = await writing.changes_since(connect().site("acme").connection, "PAY-12", since)
    assert [change.field for change in changes] == ["description", "summary"]
    assert changes[0].author is not None
    assert changes[0].author.account == "5b1"


async def test_data_center_gives_its_changes_with_the_ticket(small: SmallJira, connect: Connect) -> None:
    small.answer(ISSUE, {"changelog": {"histories": [entry(5, "b"), entry(4, "a"), entry(1, "old")]}})
    since = datetime(2026, 1, 1, 0, 2, tzinfo=UTC)
    changes = await writing.changes_since(connect("datacenter").site("acme").connection, "PAY-12", since)
    assert [change.field for change in changes] == ["a", "b"]


async def test_labels_property_and_link_are_single_updates(small: SmallJira, connect: Connect) -> None:
    for path in (ISSUE, f"{ISSUE}/properties/handoff.verdict", f"{ISSUE}/remotelink"):
        small.answer(path, {})
    connection = connect().site("acme").connection
    await writing.relabel(connection, "PAY-12", add="handoff-ready", remove="handoff-gaps")
    assert small.bodies[-1] == {"update": {"labels": [{"remove": "handoff-gaps"}, {"add": "handoff-ready"}]}}
    await writing.keep_property(connection, "PAY-12", {"verdict": "ready"})
    assert (small.asked[-1].method, small.bodies[-1]) == ("PUT", {"verdict": "ready"})
    await writing.link_back(connection, "PAY-12", "https://acme.slack.example/p1", "Readiness thread")
    assert small.bodies[-1]["globalId"] == "handoff=https://acme.slack.example/p1"


TEXTAREA = {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:textarea"}


def screen(small: SmallJira, **fields: dict[str, Any]) -> None:
    small.answer(f"{ISSUE}/editmeta", {"fields": fields})


async def test_the_criteria_field_is_one_on_the_screen_that_takes_rich_text(small: SmallJira, connect: Connect) -> None:
    line = {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:textfield"}
    locked = {"schema": TEXTAREA, "operations": []}
    screen(small, a={"schema": line}, b=locked, c={"schema": TEXTAREA, "operations": ["set"]}, d={"schema": TEXTAREA})
    small.answer(ISSUE, {"fields": {"c": None, "d": "written", "updated": "2026-01-01T00:00:00.000+0000"}})
    connection = connect("datacenter").site("acme").connection
    shown = await writing.edit_screen(connection, "PAY-12")
    found = await writing.criteria_field(connection, "PAY-12", shown, ("a", "b", "c", "d", "e"))
    assert found is not None and (found.field, found.raw) == ("d", "written"), "the one that is in use"
    small.answer(ISSUE, {"fields": {"c": None, "d": None}})
    found = await writing.criteria_field(connection, "PAY-12", shown, ("c", "d"))
    assert found is not None and found.field == "c"
    assert await writing.criteria_field(connection, "PAY-12", shown, ("a", "b", "e")) is None


async def test_where_jira_hides_the_screen_there_is_no_criteria_field(small: SmallJira, connect: Connect) -> None:
    small.answer(f"{ISSUE}/editmeta", status=403)
    connection = connect().site("acme").connection
    assert await writing.edit_screen(connection, "PAY-12") is None
    assert await writing.criteria_field(connection, "PAY-12", None, ("c",)) is None
    small.answer(f"{ISSUE}/editmeta", status=503)
    with pytest.raises(JiraError):
        await writing.edit_screen(connection, "PAY-12")


@pytest.mark.parametrize(
    ("screen", "takes"),
    [
        (None, True),
        ({}, False),
        ({"summary": {"operations": ["set"]}}, False),
        ({"description": {"operations": []}}, False),
        ({"description": {"operations": ["set"]}}, True),
        ({"description": {"required": False}}, True),
    ],
)
def test_a_description_that_the_screen_lacks_takes_no_answer(screen: dict[str, Any] | None, takes: bool) -> None:
    assert writing.takes_description(screen) is takes


async def test_a_field_has_no_sections_so_an_answer_stands_at_its_end(connect: Connect) -> None:
    connection = connect("datacenter").site("acme").connection
    assert writing.edited(connection, "one", "", "two") == "one\n\ntwo"
    adf = writing.edited(connect().site("acme").connection, None, "", "two")
    assert adf == edit_adf.body("two")


async def test_words_of_the_history_are_put_back_as_wiki_markup_on_cloud_too(
    small: SmallJira, connect: Connect
) -> None:
    small.answer(ISSUE, {})
    await writing.edit_field(connect().site("acme").connection, "PAY-12", "description", "h2. Theirs", wiki=True)
    assert small.paths[-1] == "/rest/api/2/issue/PAY-12"
    assert small.bodies[-1] == {"fields": {"description": "h2. Theirs"}}


def test_a_change_is_of_a_field_by_its_id_or_by_the_name_old_servers_give() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert writing.Change(at, None, "Description").of("description")
    assert writing.Change(at, None, "Acceptance Criteria", "", "customfield_1").of("customfield_1")
    assert not writing.Change(at, None, "Summary", "", "summary").of("description")
