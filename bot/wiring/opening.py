"""Turns what keeps the bot's database or port from being opened or used into a problem with its cure."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import SettingsError
from bot.settings import Settings, cure, variable
from bot.store.sql.database import database_url

RESTORE = (
    "Restore the folder from a backup, or set HANDOFF_DATA to the right one. Without a backup move its files away: "
    "`handoff migrate` makes new ones, and all that was kept is lost."
)
DATABASE_ERRORS = (SQLAlchemyError, sqlite3.Error)
"""The errors of a database or of the connection to it; the second where the driver is used without SQLAlchemy."""
DatabaseError = SQLAlchemyError | sqlite3.Error
SQLITE_CURES = {
    "database is locked": "Another program, such as a backup, is writing to it. Run this again when it has finished.",
    "disk is full": "Make room on that disk.",
    "disk I/O error": "Check that its disk has room and is healthy.",
    "no such table": RESTORE,
    "already exists": RESTORE,
    "duplicate column name": RESTORE,
    "not a database": RESTORE,
    "malformed": RESTORE,
}
"""By SQLite's words (sqlite.org/rescode.html); for any other, the cure is to look at the folder."""
POSTGRES_CURES = {
    "53100": "Make room on the disk of Postgres.",
    "53300": "All its connections are taken. Close some of them, or raise max_connections of Postgres.",
    "25006": "This Postgres only reads, as a standby does. Name the one that is written to.",
    "42501": "Let its user make and change tables: GRANT ALL ON DATABASE and ON SCHEMA public.",
}
"""By Postgres's SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html)."""
NOT_LET_IN = {
    r"Connection refused|No such file or directory": "nothing listens there",
    r"resolve host|host name|Name or service not known": "its host has no address",
    r"timeout": "it does not answer in time",
    r"authentication failed|supplied": "it rejects the user or the password",
    r"database \".*\" does not exist": "it has no database of that name",
    r"role \".*\" does not exist": "it has no user of that name",
    r"pg_hba.conf": "its pg_hba.conf lets nobody in from here",
    r"certificate": "its certificate is not trusted here",
    r"SSL": "it and sslmode do not agree about TLS",
}
"""Reasons by libpq's words: it has no state for them, and its words name the user."""


def database(settings: Settings) -> URL:
    """Where these settings keep the bot's rows."""
    given = settings.database_url
    return database_url(settings.data, given.get_secret_value() if given else None)


@contextmanager
def database_of(settings: Settings) -> Iterator[URL]:
    """The database, to be opened within: its errors are raised as `SettingsError`."""
    url = database(settings)
    try:
        yield url
    except (*DATABASE_ERRORS, OSError) as error:
        raise SettingsError((_away(settings, error, "opened"),)) from error


def gone(settings: Settings, error: DatabaseError) -> SettingsError:
    """What a database answered that was open already."""
    return SettingsError((_away(settings, error, "read or written"),))


@contextmanager
def port_of(settings: Settings) -> Iterator[None]:
    """For opening the port within: the system's errors are raised as `SettingsError`."""
    try:
        yield
    except (OSError, UnicodeError) as error:  # the second where the host is not a valid name
        where = f"{settings.host}, port {settings.port}"
        says = f"The web server cannot listen on {where}: {_system(error)}."
        raise SettingsError(((says, _free(error)),)) from error


def _away(
    settings: Settings, error: DatabaseError | OSError, done: Literal["opened", "read or written"]
) -> tuple[str, str]:
    if settings.database_url is not None:
        answers = "does not let us in" if done == "opened" else "does not answer"
        says = f"The database of {variable('database_url')} {answers}: {_postgres(error)}."
        state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
        return says, POSTGRES_CURES.get(state or "") or (
            "Check that Postgres runs and can be reached from here, and that it knows the user, the password and the "
            f"database. {cure('database_url')}"
        )
    why = _sqlite(error)
    advice = next((cured for words, cured in SQLITE_CURES.items() if words in why), "")
    return (
        f"The database in {settings.data} cannot be {done}: {why}.",
        advice or f"{variable('data')}: {cure('data')}",
    )


def _postgres(error: DatabaseError | OSError) -> str:
    """Never its own words, which hold what it was given."""
    said = str(error.orig) if isinstance(error, DBAPIError) else ""
    return next((why for words, why in NOT_LET_IN.items() if re.search(words, said)), type(error).__name__)


def _sqlite(error: DatabaseError | OSError) -> str:
    """SQLite's own words hold no row: the library is told to hide what it was given."""
    if isinstance(error, DBAPIError):
        return str(error.orig)
    return str(error) if isinstance(error, sqlite3.Error) else _system(error)


def _free(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return f"{variable('host')}: {cure('host')}"
    if error.errno == errno.EADDRINUSE:
        return f"Another program has that port, perhaps another `handoff serve`. End it, or set {variable('port')}."
    if error.errno == errno.EACCES:
        return f"Ports below 1024 are the system's. Set {variable('port')} to a higher one."
    return f"{variable('host')}: {cure('host')}"


def _system(error: OSError | SQLAlchemyError | UnicodeError) -> str:
    """The system's words. What has no errno, such as an invalid host name, gets words of ours."""
    if isinstance(error, UnicodeError):
        return "it is not a host name"
    if not isinstance(error, OSError):
        return type(error).__name__
    # From Python 3.13 on, asyncio sets no errno where it passed over each address of a host that is not this machine.
    if error.errno is None:
        return os.strerror(errno.EADDRNOTAVAIL)
    return os.strerror(error.errno) if error.errno and error.errno in errno.errorcode else str(error.strerror)
