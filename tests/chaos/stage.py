"""Where a story of chaos plays: a sandbox, a process that will be killed, and a peer that lives on."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from sqlalchemy import URL

from bot.sandbox import Sandbox
from bot.sandbox.slack.models import Message
from bot.store.sql.database import is_sqlite

CHANNEL, USER, BOT = "C0PAYMENTS", "U0LEAD", "U0HANDOFF"
PATIENCE = 40.0
"""Seconds after which what is not there is lost."""


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


@dataclass
class Stage:
    """The two ports stand behind one address each for Slack and Jira, as behind a load balancer."""

    sandbox: Sandbox
    nursery: Nursery
    database: URL
    dice: random.Random
    ports: tuple[int, int]
    """The victim's and the peer's."""

    @property
    def database_name(self) -> str:
        return "SQLite" if is_sqlite(self.database) else "Postgres"

    def route(self, *ports: int) -> None:
        """Send Slack's requests to these ports in turn, and Jira's to the first."""
        self.sandbox.slack.http.urls = [f"http://127.0.0.1:{port}/slack/events" for port in ports]
        self.sandbox.jira.webhooks.url = f"http://127.0.0.1:{ports[0]}/jira/webhook"

    async def balance(self, victim: int) -> None:
        """What stands before the bot sends nothing more to a process that is gone."""
        while alive(victim):  # noqa: ASYNC110 - the other side is a process
            await asyncio.sleep(0.01)
        self.route(self.ports[1])

    async def say(self, text: str, *, thread: str | None = None) -> str:
        return (await self.sandbox.slack.users.say(USER, CHANNEL, text, thread=thread)).ts

    def said(self, thread: str, channel: str = CHANNEL) -> list[Message]:
        """What the bot said in a thread, oldest first."""
        return [m for m in self.sandbox.slack.messages(channel) if m.user == BOT and m.thread_ts == thread]

    def card(self, thread: str) -> str:
        """What the card in this thread says; empty while there is none."""
        return next((message.text for message in self.said(thread)), "")


def environment(sandbox: Sandbox, database: URL, folder: Path) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "SLACK_"))}
    found |= sandbox.environment() | {
        "HANDOFF_DATA": str(folder),
        "CHAOS_LOG": str(folder / "chaos.log"),
        "HANDOFF_COOLDOWN": "0",
        "HANDOFF_JIRA_SETTLE": "0.1",
        "HANDOFF_JIRA_WRITES": "PAY=comment,label,link,property; WEB=edit",
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
