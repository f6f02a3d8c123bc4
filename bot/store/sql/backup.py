"""A consistent copy of SQLite files, made while others write to them."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from bot.store.sql.database import BUSY_MS, own


class UnsoundError(Exception):
    """The copy failed SQLite's own check; `args` has the file's name."""


def back_up(databases: Sequence[Path], folder: Path) -> None:
    """Copy the databases into a new folder, which only its owner may read. Blocking.

    The folder appears only once every copy is whole. Nobody waits for it: in write-ahead mode each copy sees the rows
    as they were when it began (sqlite.org/backup.html), all within a millisecond, in the order given. So whatever a
    row of an earlier database refers to in a later one is there too. Raises `FileExistsError` where the folder exists
    already, `UnsoundError`, `OSError` and `sqlite3.Error`.
    """
    if folder.exists():
        raise FileExistsError(folder)
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        with ExitStack() as opened:
            sources = [opened.enter_context(closing(_open(database))) for database in databases]
            for source in sources:
                source.execute("BEGIN")
                source.execute("SELECT 1 FROM sqlite_schema").fetchone()  # from now on it sees this moment
            for database, source in zip(databases, sources, strict=True):
                _copy(source, part / database.name)
        _sync(part)
        _rename(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _open(database: Path) -> sqlite3.Connection:
    address = f"{database.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_MS / 1000, isolation_level=None)


def _copy(source: sqlite3.Connection, copy: Path) -> None:
    own(copy)
    with closing(sqlite3.connect(copy)) as target:
        try:
            source.backup(target)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:  # of the copy: the source is only read
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(copy)) from error
            raise
        if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise UnsoundError(copy.name)


def _rename(part: Path, folder: Path) -> None:
    """Give it its final name. `rename` replaces an empty folder, and nothing else, that came there meanwhile."""
    try:
        part.rename(folder)
    except OSError as error:
        if folder.exists():
            raise FileExistsError(folder) from error
        raise


def _sync(part: Path) -> None:
    """Wait until it is on the disk."""
    for path in (*part.iterdir(), part):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
