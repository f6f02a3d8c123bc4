"""What keeps the bot's database or its port from being opened, as a problem with its cure."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import SettingsError
from bot.settings import Settings, cure, variable
from bot.store.database import database_url


def database(settings: Settings) -> URL:
    """Where these settings keep the bot's rows."""
    given = settings.database_url
    return database_url(settings.data, given.get_secret_value() if given else None)


@contextmanager
def database_of(settings: Settings) -> Iterator[URL]:
    """The database, for whoever opens it within: what it answers is raised as a `SettingsError`."""
    url = database(settings)
    try:
        yield url
    except (SQLAlchemyError, OSError) as error:
        raise SettingsError((_away(settings, error),)) from error


@contextmanager
def port_of(settings: Settings) -> Iterator[None]:
    """Within it the port is opened: what the system answers is raised as a `SettingsError`."""
    try:
        yield
    except OSError as error:
        where = f"{settings.host}, port {settings.port}"
        says = f"The web server cannot listen on {where}: {_system(error)}."
        raise SettingsError(((says, _free(error)),)) from error


def _away(settings: Settings, error: SQLAlchemyError | OSError) -> tuple[str, str]:
    if settings.database_url is not None:
        says = f"The database of {variable('database_url')} does not let us in ({type(error).__name__})."
        return says, (
            "See that Postgres runs and can be reached from here, and that it knows the user, the password and the "
            f"database. {cure('database_url')}"
        )
    # SQLite's own words hold no row: the library is told to hide what it was given.
    why = str(error.orig) if isinstance(error, DBAPIError) else _system(error)
    return f"The database in {settings.data} cannot be opened: {why}.", f"{variable('data')}: {cure('data')}"


def _free(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Another program has that port, perhaps another `handoff serve`. End it, or set {variable('port')}."
    if error.errno == errno.EACCES:
        return f"Ports below 1024 are the system's. Set {variable('port')} to a higher one."
    return f"{variable('host')}: {cure('host')}"


def _system(error: OSError | SQLAlchemyError) -> str:
    """The system's words. What it cannot name, as a host that is none, has words of its own."""
    if not isinstance(error, OSError):
        return type(error).__name__
    return os.strerror(error.errno) if error.errno and error.errno in errno.errorcode else str(error.strerror)
