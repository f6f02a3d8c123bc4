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
"""Objects created between two runs of the garbage collector, ten times the default. Each full run goes through every
waiting run of the engine: with 10,000 of them it stopped everything for half a second, eleven times a minute."""
TURN = 0.0005
"""Seconds that a thread may compute before another gets its turn, a tenth of the default: a commit needs a turn after
each of the database's answers while the loop reads the next events. Measured with `benchmarks/load.py`."""
log = structlog.get_logger(__name__)


async def run(app: App) -> int:
    """Start, serve until SIGTERM or SIGINT, drain; the exit status, which is not 0 where the process must be
    restarted. Raises `SettingsError` where the database or the port cannot be opened."""
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
    """Traces are optional: if they cannot be made, requests are answered all the same."""
    if not tracing.wanted():
        return
    try:
        if not tracing.enable():
            log.warning("tracing.not_installed", cure="uv pip install --require-hashes -r requirements-otel.lock")
    except ValueError as error:
        log.warning("tracing.refused", exc_info=error, cure="Look at the OTEL_ variables; without spans until then.")


def _give_way() -> None:
    """Keep garbage collection and computing threads from holding up acknowledgements."""
    # What has been loaded so far stays: without this, each full collection would stop every thread for a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    sys.setswitchinterval(TURN)
