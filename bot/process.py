"""The bot as a process of its own: which signals end it, how the interpreter is set for it, and its exit status."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys

import structlog

from bot.app import App
from bot.telemetry import tracing

YOUNG = 7000
"""Objects until a look for cycles among them, ten times what is usual. Each full look goes through every run that waits:
with 10,000 of them it held everything up for half a second, eleven times in a minute."""
TURN = 0.0005
"""Seconds that a thread computes before another that waits may, a tenth of what is usual: a commit waits for its turn
after each of the database's answers, while the loop reads the next events. Measured with `benchmarks/load.py`."""
log = structlog.get_logger(__name__)


async def run(app: App) -> int:
    """Start, serve until SIGTERM or SIGINT, drain; the exit status, which is not 0 where the process must be started
    again. Raises `SettingsError` where the database or the port cannot be opened."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stop.set)
    _trace()
    await app.start()
    _give_way()
    lost = asyncio.create_task(app.lost())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({lost, stopped}, return_when=asyncio.FIRST_COMPLETED)
    failed = lost.done()
    for waiting in (lost, stopped):
        waiting.cancel()
    await app.close()
    await asyncio.to_thread(tracing.disable)
    return 1 if failed else 0


def _trace() -> None:
    """Whatever keeps spans from being made keeps nobody from an answer."""
    if not tracing.wanted():
        return
    try:
        if not tracing.enable():
            log.warning("tracing.not_installed", cure="uv pip install --require-hashes -r requirements-otel.lock")
    except ValueError as error:
        log.warning("tracing.refused", exc_info=error, cure="Look at the OTEL_ variables; without spans until then.")


def _give_way() -> None:
    """Keep the interpreter's own work, and threads that compute, from holding up acknowledgements."""
    # A full look through what was read so far, which stays, stops every thread for a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    sys.setswitchinterval(TURN)
