"""A copy of the SQLite file as it stands at one moment, made while others write to it."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.store.database import BUSY_MS


class UnsoundError(Exception):
    """What was read is no sound database."""


def back_up(database: Path, copy: Path) -> None:
    """Blocking. The copy is whole or is not there, and its owner's alone to read. Nobody waits for it: in write-ahead mode
    it sees the rows as they stood when it began (sqlite.org/backup.html). Raises `FileExistsError` where something stands
    there already, `UnsoundError`, and what SQLite and the system do."""
    if copy.exists():
        raise FileExistsError(copy)
    handle, name = tempfile.mkstemp(prefix=f"{copy.name}.", suffix=".part", dir=copy.parent)
    os.close(handle)
    part = Path(name)
    try:
        _copied(database, part)
        _named(part, copy)
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()


def _copied(database: Path, part: Path) -> None:
    source = sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_MS / 1000)
    with closing(source), closing(sqlite3.connect(part)) as target:
        try:
            source.backup(target)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:  # of the copy: the source is only read
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(part)) from error
            raise
        if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise UnsoundError


def _named(part: Path, copy: Path) -> None:
    """Give it its name, which is nobody's yet, once it is on the disk."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    try:
        copy.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without a second name for a file
        part.rename(copy)
