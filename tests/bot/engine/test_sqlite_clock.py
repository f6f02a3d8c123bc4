"""A Python of today on a SQLite of yesterday, as on Debian 12: the engine's library goes by the Python alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fakes.waiting import PATIENCE

NEW_PYTHON = """
import asyncio, inspect, sqlite3, sys, time
from types import SimpleNamespace
from sqlalchemy import URL
import bot.telemetry.metrics, bot.telemetry.tracing  # all but the library knows which Python it really is
inspect.markcoroutinefunction = getattr(inspect, "markcoroutinefunction", lambda function: function)
real, sys.version_info = sys.version_info, max(tuple(sys.version_info), (3, 12, 0, "final", 0))
import dbos._sys_db
dbos._sys_db.sys = SimpleNamespace(**vars(sys))
sys.version_info = real
from bot.engine import Engine, migrate_engine

async def works(url):
    done = asyncio.Event()
    async def note(run, payload):
        done.set()
    engine = Engine(url)
    engine.register("note", note)
    await engine.launch()
    await engine.start("note", "n:1", {})
    await asyncio.wait_for(done.wait(), 60)
    await engine.close(2)

url = URL.create("sqlite", database=sys.argv[1])
migrate_engine(url)
asyncio.run(works(url))
with sqlite3.connect(sys.argv[2]) as rows:
    [(made,)] = rows.execute("SELECT version_timestamp FROM application_versions")
assert abs(made / 1000 - time.time()) < 60, made
print("worked")
"""


def test_the_engine_works_where_python_is_newer_than_its_sqlite(tmp_path: Path) -> None:
    """On a SQLite from 3.42 on this is the library's own doing."""
    asked = [sys.executable, "-c", NEW_PYTHON, str(tmp_path / "handoff.db"), str(tmp_path / "engine.db")]
    ran = subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE)
    assert ran.stdout.endswith("worked\n"), ran.stderr[-2000:]
