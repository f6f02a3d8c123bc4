"""What is written to a ticket, over real HTTP on loopback."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import JiraError
from bot.jira.editing import edit_adf, rich_fields, writing
from tests.bot.jira.small_jira import Connect, SmallJira

ISSUE = "/issue/PAY-12"


async def test_a_description_is_read_edited_and_written_in_the_sites_markup(small: SmallJira, connect: Connect) -> None:
    small.answer(ISSUE, {"fields": {"description": "intro", "updated": "2026-01-01T00:00:00.000+0000"}})
    connection = connect("datacenter").site("acme").connection
    found = await rich_fields.rich_field(connection, "PAY-12")
    assert found == rich_fields.RichField("description", "intro", datetime(2026, 1, 1, tzinfo=UTC))
    raw = writing.edited(connection, found.raw, "Done", "It works.")
    await writing.edit_field(connection, "PAY-12", "description", raw)
    assert small.asked[-1].method == "PUT"
    assert small.bodies[-1] == {"fields": {"description": "intro\n\nh3. Done\n\nIt works."}}


async def test_a_cloud_description_in_another_markup_is_not_edited(connect: Connect) -> None:
    with pytest.raises(ValueError, match="ADF"):
        writing.edited(connect().site("acme").connection, "wiki", "Done", "x")


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
