"""Many tickets: pages that continue where they were, ids by the thousand, tickets by their ids, boards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.errors import JiraError
from bot.jira.client import Jira
from bot.jira.searching.paging import AHEAD
from bot.jira.sites import Auth, Site
from bot.pages import TicketPage
from bot.sandbox import Pace, Sandbox
from tests.bot.jira.small_jira import Connect, SmallJira
from tests.fakes.waiting import PATIENCE

OPEN = "project in (PAY, WEB) AND statusCategory != Done ORDER BY updated DESC"


@pytest.fixture(params=["cloud", "datacenter"])
async def jira(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Jira]:
    monkeypatch.setattr("bot.jira.searching.paging.PAGE", 3)
    async with Sandbox(pace=Pace.fast(), jira=request.param) as sandbox:
        jira_site = sandbox.jira.site
        auth: Auth = "basic" if jira_site.cloud else "bearer"
        site = Site("main", jira_site.url, jira_site.deployment, auth, jira_site.email, SecretStr(jira_site.token))
        async with Jira([site]) as client:
            yield client


async def test_pages_hold_every_ticket_once_and_continue_from_any_of_them(jira: Jira) -> None:
    pages = [page async for page in jira.pages("main", OPEN)]
    keys = [ticket.key for page in pages for ticket in page.tickets]
    assert len(keys) == len(set(keys)) > 6
    assert [page.following is None for page in pages] == [*[False] * (len(pages) - 1), True]
    rest = [page async for page in jira.pages("main", OPEN, after=pages[1].following)]
    assert [ticket.key for page in rest for ticket in page.tickets] == keys[6:]


async def test_ids_are_those_of_the_pages(jira: Jira) -> None:
    ids = [name async for some in jira.ids("main", OPEN) for name in some]
    found = await jira.by_ids("main", [*ids, "999999"])
    pages = [ticket.issue_id async for page in jira.pages("main", OPEN) for ticket in page.tickets]
    assert sorted(ids) == sorted(name for name in pages if name) == sorted(t.issue_id or "" for t in found)
    assert all(ticket.description.blocks for ticket in found)


async def test_ids_are_asked_for_by_the_thousand(small: SmallJira, connect: Connect) -> None:
    small.answer("/search/jql", {"issues": [{"id": "1"}, {"id": 2}, {"key": "X-1"}], "isLast": True})
    assert [some async for some in connect().ids("acme", "project = PAY")] == [("1", "2")]
    assert small.bodies[-1] == {"jql": "project = PAY", "fields": ["id"], "maxResults": 5000}


async def test_the_next_page_is_asked_for_while_one_is_used(small: SmallJira, connect: Connect) -> None:
    small.answer("/search/jql", {"issues": [], "nextPageToken": "b"})
    pages = connect().pages("acme", "project = PAY")
    await anext(pages)
    await anext(pages)
    assert [body.get("nextPageToken") for body in small.bodies if body] == [None, "b"]


async def test_a_few_pages_are_read_ahead_and_no_more(small: SmallJira, connect: Connect) -> None:
    asked = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.json_response({"issues": [], "nextPageToken": f"page {asked}"})

    small.on("/search/jql", answer)
    found = cast("AsyncGenerator[TicketPage]", connect().pages("acme", "project = PAY"))
    async with aclosing(found) as pages:
        await anext(pages)
        async with asyncio.timeout(PATIENCE):
            while asked < AHEAD + 2:  # noqa: ASYNC110 - the other side is a server
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert asked == AHEAD + 2


async def test_a_page_that_came_is_given_before_the_failure_of_the_next_is_told(
    small: SmallJira, connect: Connect
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if (await request.json()).get("nextPageToken"):
            return web.json_response({}, status=403)
        return web.json_response({"issues": [{"id": "1", "key": "PAY-1", "fields": {}}], "nextPageToken": "b"})

    small.on("/search/jql", answer)
    pages = connect().pages("acme", "project = PAY")
    assert [ticket.key for ticket in (await anext(pages)).tickets] == ["PAY-1"]
    with pytest.raises(JiraError, match="forbidden"):
        await anext(pages)


async def test_a_backlog_is_read_page_by_page(small: SmallJira, connect: Connect) -> None:
    small.answer("/rest/agile/1.0/board/12/backlog", {"issues": [{"id": "1"}, {"id": "2"}], "total": 2})
    assert [some async for some in connect().backlog("acme", "12")] == [("1", "2")]
    assert small.asked[-1].query["fields"] == "id"


async def test_the_next_sprint_is_the_first_that_has_not_begun(small: SmallJira, connect: Connect) -> None:
    small.answer("/rest/agile/1.0/board/12/sprint", {"values": [{"id": 77, "state": "future"}]})
    assert await connect().next_sprint("acme", "12") == "77"
    small.answer("/rest/agile/1.0/board/12/sprint", {"values": []})
    assert await connect().next_sprint("acme", "12") is None


@pytest.mark.parametrize("board", ["", "1/../2", "x", "１２"])
async def test_what_is_no_number_never_reaches_a_path(small: SmallJira, connect: Connect, board: str) -> None:
    with pytest.raises(JiraError, match="not_found"):
        await connect().next_sprint("acme", board)
    assert small.asked == []
