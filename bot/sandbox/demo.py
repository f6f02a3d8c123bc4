"""`handoff demo`: the sandbox, and beside it the bot as `handoff serve` runs it, which knows the sandbox only by its
settings."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.pace import Pace
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.server import App
from bot.seal import new_key

START = 60.0
"""Seconds within which the bot must have connected; it takes a few, or more on a busy machine."""
GRACE = 15.0
"""Seconds the bot has to finish its work."""
SETTLE = "2"
"""Seconds of quiet before an edited ticket is judged again: short, because somebody is watching."""
PORT = 8765
JIRA_PORT = 8766

FIRST = """\
handoff demo: the bot, against a small Slack and a small Jira on this machine.
Both are stand-ins, not affiliated with Slack or Atlassian. Nothing leaves this machine.

  Open      {page}

  Try first
    1. In #payments, paste   {link}
       and open the thread under your message.
    2. Press Answer on a gap, or open Tickets and edit {key}: the card follows.
    3. Type   /handoff PAY-15   for an answer that only you see.
    4. Type   /handoff digest mon 09:00 Europe/Helsinki   and then   /handoff digest now

  Stop with Ctrl-C."""


async def run(*, port: int = PORT, browse: bool = False, say: Callable[[str], None] = print) -> int:
    """Run until Ctrl-C, SIGTERM or the terminal closes; the exit status. A busy port becomes a free one."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(wanted, stop.set)
    say("Starting the sandbox and the bot …")
    try:
        async with started(port=port) as (sandbox, bot):
            key = "PAY-18"
            say(FIRST.format(page=sandbox.page_url, link=sandbox.link(key), key=key))
            if browse:
                await asyncio.to_thread(webbrowser.open, sandbox.page_url)
            ended = asyncio.create_task(bot.wait())
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            if not ended.done():
                say("\nStopping.")
                return 0
    except ChildProcessError as error:
        say(f"The bot did not start: {error}")
        return 1
    say("The bot stopped by itself; what it said stands above.")
    return 1


@asynccontextmanager
async def started(
    *, port: int = 0, pace: Pace | None = None
) -> AsyncIterator[tuple[Sandbox, asyncio.subprocess.Process]]:
    """A sandbox with the bot connected to it. ChildProcessError when the bot does not start."""
    from bot.slack.manifest import manifest

    app = App.of_manifest(manifest())
    jira_port = JIRA_PORT if port == PORT else 0
    with tempfile.TemporaryDirectory(prefix="handoff-demo-", ignore_cleanup_errors=True) as folder:
        async with (
            Sandbox(app, pace=pace, port=port, jira_port=jira_port) as sandbox,
            serving(sandbox, Path(folder)) as bot,
        ):
            yield sandbox, bot


@asynccontextmanager
async def serving(sandbox: Sandbox, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as its own process, connected over Socket Mode, with Jira's webhooks sent to it. It is asked to stop at
    the end, and killed if it does not."""
    port = _free_port()
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", "from bot.cli import main; main()", "serve"),
        cwd=folder,
        env=_environment(sandbox, folder, port),
        start_new_session=True,
    )
    try:
        await _connected(sandbox, bot)
        sandbox.jira.webhooks.url = f"http://127.0.0.1:{port}/jira/webhook"
        yield bot
    finally:
        await _ended(bot)


def _environment(sandbox: Sandbox, folder: Path, port: int) -> dict[str, str]:
    """This process's environment without anything meant for a real bot."""
    ours = ("HANDOFF_", "SLACK_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours) and name != "PORT"}
    here = {
        "HANDOFF_DATA": str(folder),
        "HANDOFF_PORT": str(port),
        "HANDOFF_URL": f"http://127.0.0.1:{port}",
        "HANDOFF_KEYS": new_key(),
        "HANDOFF_LOG_LEVEL": "warning",
        "HANDOFF_JIRA_SETTLE": SETTLE,
        "HANDOFF_JIRA_WRITES": "PAY=edit; WEB=edit",
        "HANDOFF_COOLDOWN": "0",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    return kept | sandbox.environment() | here


def _free_port() -> int:
    """A port that the bot can take a few seconds from now. OSError when none of those tried is free."""
    for port in random.SystemRandom().sample(UNASKED, 20):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError(f"twenty ports of {UNASKED.start} to {UNASKED.stop} were tried, and none is free")


UNASKED = range(20_000, 32_000)
"""Ports below those that systems assign by themselves: any of those could be somebody else's by the time it is
taken."""


async def _connected(sandbox: Sandbox, bot: asyncio.subprocess.Process) -> None:
    deadline = asyncio.get_running_loop().time() + START
    while not sandbox.slack.core.socket.connected:
        if bot.returncode is not None:
            raise ChildProcessError(f"it ended with status {bot.returncode}")
        if asyncio.get_running_loop().time() > deadline:
            raise ChildProcessError(f"it did not connect within {START:.0f} seconds")
        await sandbox.slack.workspace.change(0.1)


async def _ended(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is not None:
        return
    bot.terminate()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(bot.wait(), GRACE)
    if bot.returncode is None:
        bot.kill()
        await bot.wait()
