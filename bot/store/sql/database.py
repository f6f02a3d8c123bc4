"""Where the rows live: one SQLite file of our own, or one Postgres database shared with the engine."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

BUSY_MS = 30_000
"""Milliseconds that a writer waits for another on SQLite before it fails."""
PRAGMAS = (
    f"busy_timeout={BUSY_MS}",  # first: the next waits for others too
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",
    "secure_delete=ON",  # deleted content is overwritten, not only unlinked
)
POSTGRES_MANNERS = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""So that a server that vanishes without a word is noticed in half a minute; by default the system waits for a
quarter of an hour (postgresql.org/docs/current/libpq-connect.html). In seconds, the last in milliseconds."""

TURN = "turn"
"""Marks a connection that has its turn to write."""

Connects = TypeVar("Connects", Engine, AsyncEngine)


def database_url(data: Path, given: str | None) -> URL:
    """The database of these settings: the Postgres `given`, through psycopg 3, else `handoff.db` in the data folder.
    Parameters in the address take precedence over ours."""
    if given is None:
        return URL.create("sqlite", database=str(data / "handoff.db"))
    url = make_url(given)
    return url.set(drivername="postgresql+psycopg", query={**POSTGRES_MANNERS, **url.query})


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def connect(url: URL) -> AsyncEngine:
    """The bot's own connections. On SQLite one writer at a time, in write-ahead mode; nothing is opened yet."""
    if not is_sqlite(url):
        return create_async_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True, hide_parameters=True)
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        pool_size=4,
        hide_parameters=True,
        connect_args={"async_creator_fn": opened},
    )
    _in_turn(engine.sync_engine)
    _sqlite_manners(engine.sync_engine)
    return engine


class SqliteConnection(aiosqlite.Connection):
    """A connection that stops its thread only once.

    When a close is cancelled, a second one makes sure of it. With aiosqlite 0.22 the first would then wait for ever
    for an answer of a thread that has gone, and its event loop could never be closed.
    """

    _ended: asyncio.Future[None] | None = None

    def stop(self) -> asyncio.Future[None] | None:
        if not self._running:
            return None
        self._ended = super().stop()
        return self._ended

    async def _connect(self) -> aiosqlite.Connection:
        """When the file cannot be opened the thread ends too. It is waited for here, or it would report to a loop
        that may be closed."""
        try:
            return await super()._connect()
        except Exception:  # any failure is raised again once the thread has ended
            if self._ended is not None:
                await self._ended
            raise


def opened(database: str, **options: Any) -> SqliteConnection:
    """What `aiosqlite.connect` gives, prepared as SQLAlchemy would; it opens when it is awaited."""
    connection = SqliteConnection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection


def connect_sync(url: URL) -> Engine:
    """A blocking engine for migrations and set-up, and for what is read on a thread of its own."""
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not is_sqlite(url))
    if is_sqlite(url):
        _sqlite_manners(engine)
    return engine


def reading(engine: Connects) -> Connects:
    """The same connections for reading only, however slowly: on SQLite they see the rows as they were when they
    began, and no writer waits for them."""
    return engine.execution_options(snapshot=True)


def own(path: Path) -> None:
    """Make a file that is not there yet its owner's alone to read; SQLite gives those beside it the same mode."""
    path.touch(0o600)


def write_ahead(path: Path) -> None:
    """Put a SQLite file into write-ahead mode, which it then keeps; the engine's library does not do it itself."""
    own(path)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_MS / 1000})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def _sqlite_manners(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor: Any = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.isolation_level = None  # SQLAlchemy's BEGIN below, not the driver's late one

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads and then writes would otherwise fail at once when another wrote in between.
        connection.exec_driver_sql("BEGIN" if _only_reads(connection) else "BEGIN IMMEDIATE")


def _in_turn(engine: Engine) -> None:
    """Have the writers of this process wait in one line. SQLite lets whoever asks at the right moment write: on a busy machine
    somebody asked in vain until their time was up."""
    turn = asyncio.Lock()

    @event.listens_for(engine, "begin")
    def _wait(connection: Connection) -> None:
        if not _only_reads(connection) and TURN not in connection.info:
            await_only(turn.acquire())
            connection.info[TURN] = True

    @event.listens_for(engine, "checkin")
    def _done(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        if record.info.pop(TURN, False):
            turn.release()


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("snapshot", False))
