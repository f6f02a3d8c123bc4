"""Rounds of chaos: messages said, a process killed at a named moment, cards counted."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from sqlalchemy import URL

from bot.sandbox import App, Pace, Sandbox
from bot.store.database import is_sqlite
from tests.chaos.boundaries import UPDATES

ROOT = Path(__file__).parents[2]
CHANNEL, USER, BOT = "C0PAYMENTS", "U0LEAD", "U0HANDOFF"
AT_ONCE = 4
"""Messages said in a round."""
DESCRIPTIONS = ("Do it.", "h2. Problem\n\nRefunds of a part of a payment fail with 500 since Monday.")
"""Two texts of one ticket that are judged differently."""
PATIENCE = 40.0
"""Seconds after which a card that is not there is lost."""


@dataclass
class Tally:
    """What became of one kind of fault on one database."""

    fault: str
    database: str
    kills: int = 0
    messages: int = 0
    lost: int = 0
    doubled: int = 0
    recovered: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        return max(self.recovered, default=0.0)

    @property
    def median(self) -> float:
        return sorted(self.recovered)[len(self.recovered) // 2] if self.recovered else 0.0


class Nursery:
    """Where processes of the bot come from."""

    def __init__(self, process: asyncio.subprocess.Process, environment: dict[str, str]) -> None:
        self._process = process
        self._environment = environment

    async def child(self, port: int, **further: str) -> int:
        """A process on this port, ready; its id."""
        assert self._process.stdin is not None and self._process.stdout is not None
        environment = self._environment | {"HANDOFF_PORT": str(port)} | further
        self._process.stdin.write(json.dumps(environment).encode() + b"\n")
        pid = int(await self._process.stdout.readline())
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while alive(pid):
                with suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                        if answer.status == 200:
                            return pid
                await asyncio.sleep(0.03)
        return pid  # killed on its way up, by what a dead one left it to do


class Rounds:
    """Two processes on one database; one is killed in each round, the other lives on."""

    def __init__(self, sandbox: Sandbox, nursery: Nursery, database: URL, seed: int) -> None:
        self._sandbox = sandbox
        self._nursery = nursery
        self._database = "SQLite" if is_sqlite(database) else "Postgres"
        self._random = random.Random(seed)  # noqa: S311 - chaos, not secrets
        self._victim_port, self._peer_port = free_port(), free_port()
        self._urls = [f"http://127.0.0.1:{port}/slack/events" for port in (self._victim_port, self._peer_port)]
        self._peer = 0
        self._edits = 0

    async def start(self) -> None:
        self._peer = await self._nursery.child(self._peer_port)

    async def close(self) -> None:
        end(self._peer)

    async def run(self, fault: str, kills: int) -> Tally:
        """`fault`: a boundary's name, or `random` for a kill at any moment."""
        tally = Tally(fault, self._database)
        threads: list[str] = []
        for _ in range(3 * kills):
            threads += await self._round(tally)
            if tally.kills == kills:
                break
        await asyncio.sleep(0.5)
        found = self._cards()
        tally.messages = len(threads)
        tally.doubled = sum(max(0, found[ts] - 1) for ts in threads)
        return tally

    async def _round(self, tally: Tally) -> list[str]:
        armed = {} if tally.fault == "random" else {"CHAOS_AT": tally.fault, "CHAOS_PASS": self._pass()}
        victim = await self._nursery.child(self._victim_port, **armed)
        self._sandbox.slack.http.urls = list(self._urls)
        balancer = asyncio.create_task(self._balance(victim))
        threads = [await self._say(f"Please look at {self._sandbox.link('PAY-12')}") for _ in range(AT_ONCE)]
        before = dict.fromkeys(threads, "")
        if tally.fault in UPDATES:
            before = await self._ask_again(threads)
        if tally.fault == "random":
            await asyncio.sleep(self._random.random() * 0.4)
            end(victim)
        if not await until(lambda: not alive(victim), 3.0):
            end(victim)  # all the work went to the other process; a kill at an idle moment counts as none
        else:
            tally.kills += 1
        began = time.monotonic()
        if await until(lambda: all(self._text(ts) not in ("", before[ts]) for ts in threads), PATIENCE):
            tally.recovered.append(time.monotonic() - began)
        tally.lost += sum(self._text(ts) in ("", before[ts]) for ts in threads)
        with suppress(TimeoutError):
            await self._sandbox.slack.core.delivery.idle(5)
        balancer.cancel()
        return threads

    async def _ask_again(self, threads: list[str]) -> dict[str, str]:
        """Edit the ticket under its cards and ask in each thread; what the cards said until then."""
        await until(lambda: all(self._cards()[ts] for ts in threads), PATIENCE)
        before = {ts: self._text(ts) for ts in threads}
        self._edits += 1
        self._sandbox.jira.edit("PAY-12", description=DESCRIPTIONS[self._edits % 2])
        # In turn, every mention would go to one process and the message it stands in to the other.
        self._sandbox.slack.http.urls = self._urls[:1]
        for ts in threads:
            await self._say(f"@handoff and now? {self._sandbox.link('PAY-12')}", thread=ts)
        return before

    def _text(self, ts: str) -> str:
        """What the card in this thread says; empty while there is none."""
        return next((m.text for m in self._sandbox.slack.messages(CHANNEL) if m.user == BOT and m.thread_ts == ts), "")

    async def _balance(self, victim: int) -> None:
        """What stands before the bot sends nothing more to a process that is gone."""
        while alive(victim):  # noqa: ASYNC110 - the other side is a process
            await asyncio.sleep(0.02)
        self._sandbox.slack.http.urls = self._urls[1:]

    def _pass(self) -> str:
        return str(self._random.randint(1, AT_ONCE // 2))

    async def _say(self, text: str, *, thread: str | None = None) -> str:
        return (await self._sandbox.slack.hands.say(USER, CHANNEL, text, thread=thread)).ts

    def _cards(self) -> Counter[str]:
        return Counter(m.thread_ts or "" for m in self._sandbox.slack.messages(CHANNEL) if m.user == BOT)


@asynccontextmanager
async def rounds(database: URL, folder: Path, seed: int = 1) -> AsyncIterator[Rounds]:
    async with Sandbox(App(), pace=Pace(retries=(0.05, 0.3, 1.0), message_gap=0.0, preview=0.0)) as sandbox:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.nursery", cwd=ROOT, stdin=-1, stdout=-1
        )
        made = Rounds(sandbox, Nursery(process, environment(sandbox, database, folder)), database, seed)
        try:
            await made.start()
            yield made
        finally:
            await made.close()
            process.kill()
            await process.wait()


def environment(sandbox: Sandbox, database: URL, folder: Path) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "SLACK_"))}
    found |= sandbox.environment() | {
        "HANDOFF_DATA": str(folder),
        "CHAOS_LOG": str(folder / "chaos.log"),
        "HANDOFF_COOLDOWN": "0",
    }
    if not is_sqlite(database):
        shown = database.set(drivername="postgresql").render_as_string(hide_password=False)
        found["HANDOFF_DATABASE_URL"] = shown
    return found


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
