"""`handoff demo` from start to Ctrl-C, as one process and its child."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable

import pytest

from tests.fakes.waiting import PATIENCE

Start = Callable[..., "asyncio.Future[asyncio.subprocess.Process]"]


@pytest.fixture
async def demo() -> AsyncIterator[Callable[[int], object]]:
    running: list[asyncio.subprocess.Process] = []

    async def start(port: int) -> asyncio.subprocess.Process:
        command = (sys.executable, "-c", "from bot.cli import main; main()", "demo", "--port", str(port))
        environment = os.environ | {"HANDOFF_JIRA_URL": "https://elsewhere.example", "SLACK_BOT_TOKEN": "not-a-token"}
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_the_demo_takes_a_free_port_says_where_it_is_and_stops_cleanly(demo: Callable[[int], object]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        taken = busy.getsockname()[1]
        process = await demo(taken)  # type: ignore[misc]
        said = b""
        async with asyncio.timeout(PATIENCE):
            while b"Ctrl-C" not in said:
                said += await process.stdout.readline()
        url = re.search(rb"http://127\.0\.0\.1:(\d+)/\s", said)
        assert url and int(url[1]) != taken
        assert b"not affiliated" in said and b"/browse/PAY-18" in said
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            _, errors = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in errors
