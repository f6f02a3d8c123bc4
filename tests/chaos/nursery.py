"""Makes processes of the bot quickly: everything is imported once, and each process is a fork of that.

Reads one JSON object a line: the environment of the process to make. Writes its process id.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from datetime import timedelta

import bot.app
import bot.posting.delivery
import bot.process
import bot.slack.sending.pace
from bot.settings import load
from bot.telemetry import logs
from tests.chaos.boundaries import arm

HOLD = timedelta(seconds=1.5)
POST_TIMEOUT = 1.0


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    for line in sys.stdin:
        environment = json.loads(line)
        child = os.fork()
        if child == 0:
            _be(environment)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _be(environment: dict[str, str]) -> None:
    """Become a process of the bot; never returns."""
    os.environ.clear()
    os.environ.update(environment)
    log = os.open(environment["CHAOS_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    _hurry()
    if at := environment.get("CHAOS_AT"):
        arm(at, int(environment["CHAOS_PASS"]))
    settings = load(need=("slack", "jira"))
    logs.configure(settings.log_format, settings.log_level)
    status = asyncio.run(bot.process.run(bot.app.build(settings, socket=False)))
    os._exit(status)


def _hurry() -> None:
    """The same waits, shorter: an intent's hold and the bot's own pace. The order of things is untouched."""
    bot.posting.delivery.Delivery.__init__.__defaults__ = (HOLD,)
    bot.posting.delivery.POST_TIMEOUT = POST_TIMEOUT
    bot.slack.sending.pace.Pace.__init__.__defaults__ = (0.01, None)


if __name__ == "__main__":
    main()
