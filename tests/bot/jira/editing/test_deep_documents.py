"""A description nested about as deep as Python's stack is read and edited, or refused as Jira's; never an error of ours."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.conversation.answering.edits import Spot
from bot.errors import JiraError
from bot.jira.client import Jira
from bot.jira.editing.desk import JiraDesk
from bot.requests import TicketRef
from tests.bot.jira.small_jira import Connect, SmallJira

SPOT = Spot("Done when", criteria=False, description=True)
DEPTHS = range(300, 540, 12)


def issue(depth: int) -> str:
    inner = '{"type":"panel","content":[' * depth + '{"type":"text","text":"é"}' + "]}" * depth
    written = '"updated":"2026-01-01T00:00:00.000+0000"'
    return f'{{"id":"1","key":"PAY-1","fields":{{"description":{{"type":"doc","content":[{inner}]}},{written}}}}}'


def deep(small: SmallJira, depth: int) -> list[int]:
    """Gives the list of what is written."""
    written: list[int] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.method == "PUT":
            written.append(depth)
            return web.Response(status=204)
        return web.Response(text=issue(depth), content_type="application/json")

    small.on("/issue/PAY-1", answer)
    small.answer("/myself", {"accountId": "us", "displayName": "Bot"})
    small.answer("/issue/PAY-1/changelog", {"values": [], "total": 0})
    return written


async def edited(jira: Jira) -> None:
    desk = JiraDesk(jira)
    change = await desk.preview("acme", "PAY-1", SPOT, "It answers 409.")
    assert change is not None
    assert await desk.write("acme", "PAY-1", SPOT, "It answers 409.", stamp=change.stamp) is not None


async def test_a_ticket_of_any_depth_is_read_or_refused(small: SmallJira, connect: Connect) -> None:
    jira, outcomes = connect(), set()
    for depth in DEPTHS:
        deep(small, depth)
        try:
            await jira.fetch(TicketRef("acme", "PAY-1"))
            outcomes.add("read")
        except JiraError as error:
            outcomes.add(error.outcome)
    assert "read" in outcomes and outcomes <= {"read", "unreadable"}


@pytest.mark.parametrize("depth", DEPTHS)
async def test_a_ticket_of_any_depth_is_edited_or_nothing_is_written(
    small: SmallJira, connect: Connect, depth: int
) -> None:
    written = deep(small, depth)
    try:
        await edited(connect())
    except JiraError as error:
        assert error.outcome in ("refused", "unreadable")
        assert written == []
    else:
        assert written == [depth]
