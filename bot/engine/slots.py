"""Executor slots: each live process holds one by a lock that falls with it, so that a free slot means a dead process.

The engine's library names a run's process by an executor id and resumes a dead one's runs only when told to.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import SettingsError
from bot.store.sql.database import connect_sync, is_sqlite

SLOTS = tuple(f"slot-{number}" for number in range(32))
"""Most processes on one database; a further one finds no slot and does not start."""
LOCK_CLASS = 0x68616E64


class Locks(Protocol):
    """Locks by slot that this process holds until it lets go or dies. Blocking, and for one thread at a time."""

    def take(self, slot: str) -> bool: ...
    def drop(self, slot: str) -> None: ...
    def holds(self, slot: str) -> bool:
        """Whether we still hold a lock, taking it again where the database restarted and nobody else has it."""
        ...

    def close(self) -> None: ...


class FileLocks:
    """`flock` on files beside the SQLite database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[str]] = {}

    def take(self, slot: str) -> bool:
        file = (self._folder / f"{slot}.lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._files[slot] = file
        return True

    def drop(self, slot: str) -> None:
        self._files.pop(slot).close()

    def holds(self, slot: str) -> bool:
        return slot in self._files

    def close(self) -> None:
        for slot in tuple(self._files):
            self.drop(slot)


class AdvisoryLocks:
    """Postgres session locks, on one connection kept for nothing else."""

    def __init__(self, url: URL) -> None:
        self._engine: Engine = connect_sync(url).execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection = self._engine.connect()
        self._held: set[str] = set()

    def take(self, slot: str) -> bool:
        if slot in self._held:
            return False  # the server would count a second one of the same session
        if self._ask("SELECT pg_try_advisory_lock(:class, :slot)", slot):
            self._held.add(slot)
        return slot in self._held

    def drop(self, slot: str) -> None:
        self._held.discard(slot)
        self._ask("SELECT pg_advisory_unlock(:class, :slot)", slot)

    def holds(self, slot: str) -> bool:
        try:
            self._connection.execute(text("SELECT 1"))
            return slot in self._held or self.take(slot)
        except SQLAlchemyError:
            self._held.clear()
        try:
            self._connection.close()
            self._connection = self._engine.connect()
            return self.take(slot)
        except SQLAlchemyError:
            return False

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _ask(self, statement: str, slot: str) -> object:
        return self._connection.execute(text(statement), {"class": LOCK_CLASS, "slot": SLOTS.index(slot)}).scalar()


def locks_for(url: URL) -> Locks:
    if is_sqlite(url):
        return FileLocks(Path(url.database or ".").parent)
    return AdvisoryLocks(url)


def claim(locks: Locks) -> str:
    """The first free slot, now ours. Raises SettingsError when all are taken."""
    for slot in SLOTS:
        if locks.take(slot):
            return slot
    says = f"{len(SLOTS)} processes of the bot already work on this database, and no more can."
    raise SettingsError(((says, "Stop one of them first, or leave the work to them."),))
