"""Whether the disk beside a SQLite file takes anything more, which the file itself tells only once something is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

LEAST = 64 * 1024
"""Bytes that must find a place: more than what one request writes."""


def try_to_write(folder: Path) -> None:
    """Write a little there, under no name, and let go of it. Blocking. Raises `OSError` with what the system says, as of a
    full disk, a quota that is spent, a file system that became read only."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(LEAST))
        file.flush()
