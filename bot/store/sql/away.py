"""Whether a database fails for now alone, so that the same would do once it is back: told by its codes, never by its words."""

from __future__ import annotations

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
"""Primary result codes (sqlite.org/rescode.html)."""
POSTGRES = ("08", "25006", "40", "53", "55P03", "57", "58")
"""How such states begin (postgresql.org/docs/current/errcodes-appendix.html): the connection, a standby that only reads, a
deadlock, no room or no place, a lock, a server that is told to stop, a fault of its system."""


def is_away(error: BaseException) -> bool:
    """False of an error that the statement itself brings about, and of what is no database's."""
    if isinstance(error, PoolTimeout):
        return True
    inner = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(inner, sqlite3.Error):
        return getattr(inner, "sqlite_errorcode", -1) & 0xFF in SQLITE
    if isinstance(inner, psycopg.Error):
        state = inner.sqlstate
        lost = isinstance(inner, psycopg.OperationalError | psycopg.InterfaceError)
        return lost if state is None else state.startswith(POSTGRES)
    return False
