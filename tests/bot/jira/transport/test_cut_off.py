"""Answers that do not come to their end, or have none."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.jira.transport.wire import LARGEST
from tests.bot.jira.small_jira import Connect, SmallJira
from tests.bot.jira.transport.test_faults import PATH, failure


@pytest.mark.parametrize(
    "length", [{"Content-Length": "100"}, {"Transfer-Encoding": "chunked"}], ids=["told", "chunks"]
)
@pytest.mark.parametrize("end", ["close", "abort"])
async def test_an_answer_cut_off_on_its_way_is_unavailable_and_so_asked_for_again(
    small: SmallJira, connect: Connect, length: dict[str, str], end: str
) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=length | {"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b'{"key": "PAY-12"}')
        assert request.transport is not None
        getattr(request.transport, end)()
        return response

    small.on(PATH, handler)
    found = await failure(connect())
    assert (found.outcome, found.transient) == ("unavailable", True)


async def test_an_answer_without_end_is_not_read_to_its_end(small: SmallJira, connect: Connect) -> None:
    sent = 0

    async def handler(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(b"a" * 65_536)
            sent += 65_536

    small.on(PATH, handler)
    assert (await failure(connect())).outcome == "unreadable"
    assert sent < 2 * LARGEST


async def test_an_answer_that_cannot_be_unpacked_is_unreadable(small: SmallJira, connect: Connect) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=b"{}", headers={"Content-Encoding": "gzip"}, content_type="application/json")

    small.on(PATH, handler)
    assert (await failure(connect())).outcome == "unreadable"
