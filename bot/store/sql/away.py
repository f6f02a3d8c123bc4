"""Whether a database error is temporary, so that the same call would work once the database is back. Told by its
codes, never by its words."""

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
"""Prefixes of such SQLSTATEs (postgresql.org/docs/current/errcodes-appendix.html): connection lost, read-only
standby, deadlock or serialization failure, out of resources, lock not available, server shutting down, system
error."""


def is_away(error: BaseException) -> bool:
    """False for an error that the statement itself causes, and for anything that is not a database's."""
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
