"""Real processes of the bot beside a sandbox: started, killed, started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from sqlalchemy import URL

from bot.sandbox import App, Pace, Sandbox
from bot.store.sql.database import is_sqlite
from tests.fakes.held import held_port
from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
SERVE = (sys.executable, "-c", "from bot.cli import main; main()", "serve", "--http")


class Process:
    """One process of the bot on a port of its own."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], port: int, log: Path) -> None:
        self._command = command
        self._environment = environment | {"HANDOFF_PORT": str(port)}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/slack/events"

    async def start(self, **environment: str) -> None:
        """Start it and wait until it is ready; `environment` holds for this start alone."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment | environment, cwd=ROOT, stdout=log, stderr=log
            )
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while not await self._ready(session):
                assert self._process.returncode is None, self._log.read_text()
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end; its exit status."""
        return await self._end(signal.SIGTERM)

    async def died(self) -> int:
        assert self._process is not None
        return await self._process.wait()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self.alive:
            self._process.send_signal(how)
        return await self._process.wait()

    async def _ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def fleet(
    database: URL, folder: Path, size: int, *, command: Sequence[str] = SERVE, pace: Pace | None = None
) -> AsyncIterator[tuple[Sandbox, list[Process]]]:
    """A sandbox whose events go in turn to `size` processes on one database. They are not started."""
    with ExitStack() as held:
        ports = [held.enter_context(held_port()) for _ in range(size)]
        urls = [f"http://127.0.0.1:{port}/slack/events" for port in ports]
        async with Sandbox(App(request_urls=urls), pace=pace or Pace.fast()) as sandbox:
            environment = _environment(sandbox, database, folder)
            processes = [
                Process(command, environment, port, folder / f"process-{number}.log")
                for number, port in enumerate(ports)
            ]
            try:
                yield sandbox, processes
            finally:
                for process in processes:
                    if process.alive:
                        await process.kill()


def plain_environment() -> dict[str, str]:
    """This process's environment without anything meant for a bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "SLACK_"))}


def _environment(sandbox: Sandbox, database: URL, folder: Path) -> dict[str, str]:
    found = plain_environment()
    found |= sandbox.environment() | {
        "HANDOFF_DATA": str(folder),
        "HANDOFF_LOG_FORMAT": "json",
        "HANDOFF_COOLDOWN": "0",
    }
    if not is_sqlite(database):
        shown = database.set(drivername="postgresql").render_as_string(hide_password=False)
        found["HANDOFF_DATABASE_URL"] = shown
    return found
