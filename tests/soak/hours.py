"""What the bot holds at the end of each simulated hour, and whether it grows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import metadata
from tests.fuzz.memory import MB, Held, held

FILES = ("handoff.db", "handoff.db-wal", "engine.db", "engine.db-wal")


@dataclass(frozen=True, slots=True)
class Hour:
    """`files`: bytes, in the order of `FILES`. `rows` are ours, `runs` the engine's."""

    number: int
    done: int
    held: Held
    files: tuple[int, ...]
    rows: int
    runs: int
    tasks: int
    threads: int
    handles: int

    @property
    def cells(self) -> tuple[str, ...]:
        sizes = (f"{size / MB:.2f}" for size in self.files)
        memory = (
            f"{self.held.resident / MB:.1f}",
            f"{self.held.in_use / MB:.1f}",
            f"{self.held.sqlite / MB:.1f}",
            f"{self.held.tracked:,}",
        )
        counts = (self.rows, self.runs, self.tasks, self.threads, self.handles)
        return (str(self.number), str(self.done), *memory, *sizes, *(f"{count:,}" for count in counts))


HEAD = (
    *("hour", "done", "resident MB", "in use MB", "of it SQLite's", "objects"),
    *(f"{name} MB" for name in FILES),
    *("rows", "runs", "tasks", "threads", "open files"),
)


async def measured(number: int, done: int, folder: Path, ours: AsyncEngine) -> Hour:
    sizes = tuple((folder / name).stat().st_size if (folder / name).exists() else 0 for name in FILES)
    async with ours.connect() as connection:
        counts = [await connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables]
        await connection.execute(text("ATTACH DATABASE :path AS engine"), {"path": str(folder / "engine.db")})
        runs = await connection.scalar(text("SELECT count(*) FROM engine.workflow_status"))
        await connection.rollback()
        await connection.execute(text("DETACH DATABASE engine"))
    rows = sum(count or 0 for count in counts)
    tasks = len(asyncio.all_tasks())
    return Hour(number, done, held(), sizes, rows, int(runs or 0), tasks, threading.active_count(), _open_files())


def _open_files() -> int:
    """0 where the system does not tell."""
    told = Path("/proc/self/fd")
    return len(list(told.iterdir())) if told.is_dir() else 0


def table(hours: Sequence[Hour]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *(hour.cells for hour in hours)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def growth(hours: Sequence[Hour], warm: int) -> dict[str, float]:
    """By what is measured: its mean over the last third after the warm-up over that of the first third, less one."""
    settled = hours[warm:]
    third = max(1, len(settled) // 3)
    seen = {
        "resident": [hour.held.resident for hour in settled],
        "in use": [hour.held.in_use for hour in settled],
        "in use but for SQLite's caches": [hour.held.in_use - hour.held.sqlite for hour in settled],
        "objects": [hour.held.tracked for hour in settled],
        "rows": [hour.rows for hour in settled],
        "runs": [hour.runs for hour in settled],
        "threads": [hour.threads for hour in settled],
        **{name: [hour.files[at] for hour in settled] for at, name in enumerate(FILES)},
    }
    return {name: fmean(values[-third:]) / max(fmean(values[:third]), 1.0) - 1 for name, values in seen.items()}
