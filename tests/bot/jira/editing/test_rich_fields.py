"""Which fields an answer can go to, over real HTTP on loopback."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import JiraError
from bot.jira.editing.rich_fields import criteria_field, edit_screen, takes_description
from tests.bot.jira.small_jira import Connect, SmallJira

ISSUE = "/issue/PAY-12"
TEXTAREA = {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:textarea"}


def screen(small: SmallJira, **fields: dict[str, Any]) -> None:
    small.answer(f"{ISSUE}/editmeta", {"fields": fields})


async def test_the_criteria_field_is_one_on_the_screen_that_takes_rich_text(small: SmallJira, connect: Connect) -> None:
    line = {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:textfield"}
    locked = {"schema": TEXTAREA, "operations": []}
    screen(small, a={"schema": line}, b=locked, c={"schema": TEXTAREA, "operations": ["set"]}, d={"schema": TEXTAREA})
    small.answer(ISSUE, {"fields": {"c": None, "d": "written", "updated": "2026-01-01T00:00:00.000+0000"}})
    connection = connect("datacenter").site("acme").connection
    shown = await edit_screen(connection, "PAY-12")
    found = await criteria_field(connection, "PAY-12", shown, ("a", "b", "c", "d", "e"))
    assert found is not None and (found.field, found.raw) == ("d", "written"), "the one that is in use"
    small.answer(ISSUE, {"fields": {"c": None, "d": None}})
    found = await criteria_field(connection, "PAY-12", shown, ("c", "d"))
    assert found is not None and found.field == "c"
    assert await criteria_field(connection, "PAY-12", shown, ("a", "b", "e")) is None


async def test_where_jira_hides_the_screen_there_is_no_criteria_field(small: SmallJira, connect: Connect) -> None:
    small.answer(f"{ISSUE}/editmeta", status=403)
    connection = connect().site("acme").connection
    assert await edit_screen(connection, "PAY-12") is None
    assert await criteria_field(connection, "PAY-12", None, ("c",)) is None
    small.answer(f"{ISSUE}/editmeta", status=503)
    with pytest.raises(JiraError):
        await edit_screen(connection, "PAY-12")


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
    assert takes_description(screen) is takes
