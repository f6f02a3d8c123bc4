"""A process that is to end ends, also while its database is away: what it had under way is left to the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.bot.crash.fleet import fleet
from tests.fakes.waiting import until

CHANNEL, USER = "C0PAYMENTS", "U0LEAD"
PATIENCE = 40
"""Seconds: ten for steps under way, the rest for a busy machine."""


class Road:
    """The way to a Postgres that listens on a socket in a folder; it can be closed and opened."""

    def __init__(self, database: URL) -> None:
        self._folder = str(database.query["host"])
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()
        self.port = 0

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for passing in self._passing:
            passing.cancel()

    async def _pass(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        there, forth = await asyncio.open_unix_connection(f"{self._folder}/.s.PGSQL.5432")
        both = [asyncio.create_task(_copy(here, forth)), asyncio.create_task(_copy(there, back))]
        self._passing.update(both)
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for writer in (back, forth):
            writer.close()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()


@asynccontextmanager
async def road_to(database: URL) -> AsyncIterator[tuple[Road, URL]]:
    road = Road(database)
    await road.open()
    yield road, database.set(host="127.0.0.1", port=road.port, query={})
    await road.close()


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_stop_while_the_database_is_away_ends_the_process_and_loses_nothing(
    database: URL, tmp_path: Path
) -> None:
    async with road_to(database) as (road, reached), fleet(reached, tmp_path, 1) as (sandbox, [process]):
        await process.start()
        sandbox.jira.fail("GET */issue/*", delay=2.0)
        await sandbox.slack.users.say(USER, CHANNEL, sandbox.link("PAY-12"))
        await until(lambda: sandbox.slack.core.delivery.sent)
        await sandbox.slack.core.delivery.idle(15)
        await road.close()
        await asyncio.sleep(3)
        async with asyncio.timeout(PATIENCE):
            assert await process.stop() == 0
        await road.open()
        await process.start()
        await until(lambda: len(sandbox.slack.messages(CHANNEL)) == 1, PATIENCE)
