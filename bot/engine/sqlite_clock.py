"""The milliseconds that the engine's library asks SQLite for, where this machine's SQLite has none."""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

HAS_MILLISECONDS = (3, 42)
"""SQLite from which `unixepoch('subsec')` tells parts of a second (sqlite.org/changes.html); before, it is null."""


def keep_milliseconds() -> None:
    """Have every SQLite connection opened from now on answer `unixepoch('subsec')`.

    The library (DBOS 3.4) takes a Python from 3.12 on for one whose SQLite has it, and keeps its tables' defaults by it. That
    need not be so: Debian 12 has SQLite 3.40, and any Python that was built there uses it. Whichever Python made the tables,
    another may open them, so that this goes by SQLite alone.
    """
    if sqlite3.sqlite_version_info < HAS_MILLISECONDS and not event.contains(Engine, "connect", _teach):
        event.listen(Engine, "connect", _teach)


def _teach(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):  # not Postgres's, nor those of the store, which asks for no time
        connection.create_function("unixepoch", 1, _seconds)


def _seconds(modifier: str) -> float:
    if modifier != "subsec":
        raise ValueError("only unixepoch('subsec') is known here")
    return round(time.time(), 3)
