"""
How much load the bot takes: 200 events a second for a minute on Postgres, and the rate at which SQLite saturates.

    python -m benchmarks.load [--database postgres|sqlite] [--rate 200] [--seconds 60]

Postgres: every event is acknowledged or counted as refused, and every acknowledged one must be a row of the engine's;
otherwise it is lost. SQLite: the rate is doubled from 25 until some event waits longer than Slack's three seconds.
Meanwhile the work piles up behind the acknowledgements, because one channel takes one message a second. Sender, sandbox
and bot share the machine. Results: docs/reference/reliability.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, create_engine, text

from benchmarks.ack import event, line, opened
from bot.engine.rows import SCHEMA, engine_url
from bot.sandbox import Sandbox
from bot.sandbox.slack.delivery.delivery import envelope_of
from bot.store.sql.database import is_sqlite
from tests.bot.crash.fleet import fleet

SHORT = 8
"""Seconds for which each rate is tried on SQLite."""


@dataclass(frozen=True, slots=True)
class Poured:
    taken: list[float]
    refused: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--rate", type=int, default=200, help="events a second, on Postgres")
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-load-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        base.chmod(0o755)
        (base / "bot").mkdir()
        with opened(given.database, base) as database:
            asyncio.run(measure(database, base / "bot", given.rate, given.seconds))


async def measure(database: URL, folder: Path, rate: int, seconds: int) -> None:
    sys.stdout.write(f"load average {os.getloadavg()[0]:.1f} before\n")
    async with fleet(database, folder, 1) as (sandbox, (process,)):
        await process.start()
        if not is_sqlite(database):
            told(rate, await poured(sandbox, rate, seconds), database)
            return
        rate, first = 25, 0
        while rate <= 800:
            found = await poured(sandbox, rate, SHORT, first)
            first += rate * SHORT
            told(rate, found, database)
            if found.refused:
                return
            rate *= 2


async def poured(sandbox: Sandbox, rate: int, seconds: int, first: int = 0) -> Poured:
    """Events sent on time, whether or not earlier ones are answered; each has Slack's three seconds."""
    began, link = time.perf_counter(), sandbox.link("PAY-12")

    async def one(number: int) -> float | None:
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        sent = time.perf_counter()
        answer = await sandbox.slack.core.delivery.once("events_api", envelope_of(event(first + number, link)))
        return time.perf_counter() - sent if answer.ok else None

    answers = await asyncio.gather(*(one(number) for number in range(rate * seconds)))
    return Poured([taken for taken in answers if taken is not None], answers.count(None))


def told(rate: int, found: Poured, database: URL) -> None:
    schema = "" if is_sqlite(database) else f"{SCHEMA}."
    with create_engine(engine_url(database)).connect() as connection:
        rows = connection.execute(text(f"SELECT count(*) FROM {schema}workflow_status")).scalar_one()  # noqa: S608 - one of two constants
    spoken = line(found.taken, rate) if found.taken else "none"
    sys.stdout.write(f"{spoken}, {found.refused} not answered in 3 s; {rows} runs committed so far\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
