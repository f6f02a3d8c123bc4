"""Where the engine keeps its rows: how they are named, made, and opened from outside the processes that work."""

from __future__ import annotations

from pathlib import Path

from dbos import DBOSClient, DBOSPortableJSONSerializer, run_dbos_database_migrations
from sqlalchemy import URL, inspect

from bot.engine.sqlite_clock import keep_milliseconds
from bot.errors import SettingsError
from bot.store.sql.database import connect_sync, is_sqlite, reading, write_ahead

SCHEMA = "dbos"
"""Of the tables in Postgres; SQLite has none."""
UNFINISHED = ["ENQUEUED", "PENDING"]
FINISHED = ["SUCCESS", "ERROR", "CANCELLED"]
BURIED = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"


def engine_url(url: URL) -> URL:
    """Where the engine keeps its rows: a SQLite file of its own beside ours, or our Postgres database."""
    return url.set(database=str(Path(url.database or ".").with_name("engine.db"))) if is_sqlite(url) else url


def address_of(url: URL) -> str:
    """The same as the library takes it, its password included."""
    return engine_url(url).render_as_string(hide_password=False)


def run_id(name: str, identity: str) -> str:
    """What a run is called in its row: one identity may be that of several runs, each under another name."""
    return f"{name}:{identity}"


def identity_in(run: str, name: str) -> str:
    """The identity of a run by its id and its name."""
    return run.removeprefix(run_id(name, ""))


def migrate_engine(url: URL) -> None:
    """Make or update the engine's tables. Blocking; the caller sees to it that one process at a time does."""
    rows = engine_url(url)
    if is_sqlite(rows):
        keep_milliseconds()
        write_ahead(Path(rows.database or "."))
    run_dbos_database_migrations(address_of(url), schema=SCHEMA)


def check_engine(url: URL) -> None:
    """Raise `SettingsError` unless the engine's tables are there: its file may be lost, and no backup need have it.
    Nothing is made by looking. Blocking."""
    rows = engine_url(url)
    if not is_sqlite(rows) or Path(rows.database or ".").is_file():
        engine = reading(connect_sync(rows))
        try:
            if inspect(engine).has_table("workflow_status", schema=None if is_sqlite(rows) else SCHEMA):
                return
        finally:
            engine.dispose()
    raise SettingsError((("The engine's rows are not there.", "`handoff migrate` makes a place for new ones."),))


def client_of(url: URL) -> DBOSClient:
    """Opens the rows, to be closed by `destroy`. Blocking."""
    keep_milliseconds()
    return DBOSClient(
        system_database_url=address_of(url),
        dbos_system_schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        retry_connection_errors=False,  # it would wait for ever
    )
