"""Runs of a killed process end in another one, and no recorded step is done twice."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL

from bot.engine import migrate_engine
from tests.bot.engine.holder import noting

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch

RUNS = 4
"""As many as a process works at once on SQLite; more would wait for a place."""
ROOT = Path(__file__).parents[3]


async def until(true: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - the other side is a process
            await asyncio.sleep(0.05)


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


async def test_a_killed_process_has_its_runs_taken_over_within_seconds(
    launch: Launch, database: URL, tmp_path: Path
) -> None:
    file = tmp_path / "lines"
    migrate_engine(database)
    url = database.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.bot.engine.holder", url, str(file), str(RUNS)]
    holder = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        await until(lambda: len(lines(file)) == RUNS, 30)
        await launch(judge=noting(file, hold=False))
        await asyncio.sleep(0.2)
        assert len(lines(file)) == RUNS, "a live process keeps its runs"
    finally:
        holder.kill()
        await holder.wait()
    began = time.monotonic()
    await until(lambda: len(lines(file)) >= 2 * RUNS, 10)
    assert time.monotonic() - began < 5
    assert Counter(lines(file)) == Counter(f"msg:{n} {step}" for n in range(RUNS) for step in ("one", "two"))
