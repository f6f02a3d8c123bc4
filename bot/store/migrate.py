"""Brings the schema to this version, one process at a time, and refuses a schema it does not know."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, text

from bot.errors import SettingsError
from bot.store.sql.database import connect_sync, is_sqlite, own, reading

MIGRATIONS = Path(__file__).parent / "migrations"
RETRY = 0.2
"""Seconds between two tries for the lock."""
SOON = 3.0
"""Seconds after which a wait for it is told."""
ADVISORY_LOCK = 0x68616E646F6666
"""The name `handoff` as a number, because Postgres identifies locks by number."""

log = structlog.get_logger(__name__)


def migrate(url: URL, *, also: Callable[[URL], None] | None = None) -> None:
    """Bring the schema to this version, after waiting for any process that is already doing so; `also` runs
    afterwards, under the same lock. Blocking. Raises `SettingsError` when a newer version of the bot has migrated the
    database."""
    engine = connect_sync(url)
    try:
        with _alone(url), _locked(engine):
            with engine.connect() as connection:
                _upgrade(connection)
            if also is not None:
                also(url)
    finally:
        engine.dispose()


def check(url: URL) -> None:
    """Raise `SettingsError` unless the schema is exactly this version's. Blocking."""
    found = revision(url)
    if found is None:
        raise SettingsError(
            (
                (
                    "There is no database of the bot here yet.",
                    "`handoff migrate` makes one, and so does the first `handoff serve`. HANDOFF_DATA says where.",
                ),
            )
        )
    _refuse_newer(found)
    if found != _script().get_current_head():
        raise SettingsError(
            (("The database is from an older version of the bot.", "Run `handoff migrate`, then start again."),)
        )


def revision(url: URL) -> str | None:
    """The schema's. None where there is no database, and none is made by looking. Blocking."""
    if is_sqlite(url) and not (url.database and Path(url.database).is_file()):
        return None
    engine = reading(connect_sync(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    _refuse_newer(MigrationContext.configure(connection).get_current_revision())
    connection.rollback()
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in {script.revision for script in _script().walk_revisions()}:
        raise SettingsError(
            (
                (
                    "The database was written by a newer version of the bot.",
                    "Install that version again, or restore the database from before its upgrade.",
                ),
            )
        )


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """On SQLite: a lock file beside the database, released when its holder ends."""
    if not is_sqlite(url) or url.database is None:
        yield
        return
    database = Path(url.database)
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with database.with_suffix(".lock").open("a") as lock:
        _wait_until(lambda: _taken(lock))
        own(database)
        yield


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_until(ours: Callable[[], object]) -> None:
    """Try for a lock until it is ours, and log it when that takes longer than a moment."""
    begun, told = time.monotonic(), False
    while not ours():
        if not told and time.monotonic() - begun > SOON:
            told = True
            log.warning("store.waits_for_another_migration", cure="It goes on by itself when the other process ends.")
        time.sleep(RETRY)


@contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    """On Postgres: a session lock, released when the session ends. It is polled rather than waited for: a waiting
    statement is an open transaction, and the engine's migrations wait for those to end."""
    if engine.dialect.name == "sqlite":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ask, which = text("SELECT pg_try_advisory_lock(:lock)"), {"lock": ADVISORY_LOCK}
        _wait_until(lambda: connection.execute(ask, which).scalar())
        yield


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
