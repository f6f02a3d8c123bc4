"""A database that goes away in the middle of a command ends it in words, with the cure, never in a traceback or a hang."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import URL, create_engine, text

import bot.engine.rows
import bot.store.migrate
import bot.store.sql.database
from bot.cli import main
from bot.seal import new_key
from bot.store.sql.database import database_url
from tests.fakes.migrated import make_tables

ENGINE = ("runs", "data export --workspace T1", "data delete --workspace T1 --yes")
"""Those that look into the engine's rows too."""
WRITING = ("rules --restore PAY:DOD301", "data delete --workspace T1 --yes", "jira disconnect T1 acme")
COMMANDS = tuple(dict.fromkeys((*ENGINE, "trends", "audit", "rules --stats", "keys rotate", "jira list", *WRITING)))
STOPPED = "The command stopped in the middle."


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, Callable[[], object]], str]:
    """What a command says when this befalls the database right after it was found to be in order."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDOFF_KEYS", new_key())

    def run(command: str, befalls: Callable[[], object]) -> str:
        module, name = (bot.engine.rows, "check_engine") if command in ENGINE else (bot.store.migrate, "check")
        check = getattr(module, name)

        def and_then(url: URL) -> None:
            check(url)
            befalls()

        monkeypatch.setattr(module, name, and_then)
        done = CliRunner().invoke(main, command.split())
        assert isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == 2
        return done.stderr

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a bot that has both its SQLite files."""
    folder = tmp_path / "data"
    make_tables(database_url(folder, None), engine=True)
    monkeypatch.setenv("HANDOFF_DATA", str(folder))
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_taken_away_are_told(command: str, folder: Path, told: Callable[..., str]) -> None:
    def taken() -> None:
        for file in folder.iterdir():
            file.unlink()

    said = told(command, taken)
    assert STOPPED in said
    assert f"The database in {folder} cannot be read or written: no such table" in said
    assert "Restore" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_taken_away_is_told(
    command: str, folder: Path, told: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    said = told(command, lambda: folder.rename(folder.with_name("elsewhere")))
    assert caplog.text == ""
    assert f"The database in {folder} cannot be read or written: unable to open database file." in said
    assert "HANDOFF_DATA: Set it to a folder that the bot may write to." in said


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_written_over_are_told(command: str, folder: Path, told: Callable[..., str]) -> None:
    def spoilt() -> None:
        for name in ("handoff.db", "engine.db"):
            (folder / name).write_bytes(b"These are notes of somebody, and no database at all." * 40)

    assert "cannot be read or written: file is not a database." in told(command, spoilt)


@pytest.mark.parametrize("command", WRITING)
def test_a_lock_that_another_program_keeps_is_told(
    command: str, folder: Path, told: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = tuple(one.replace(str(bot.store.sql.database.BUSY_MS), "50") for one in bot.store.sql.database.PRAGMAS)
    monkeypatch.setattr(bot.store.sql.database, "PRAGMAS", brief)
    other = sqlite3.connect(folder / "handoff.db")
    said = told(command, lambda: other.execute("BEGIN IMMEDIATE"))
    other.close()
    assert "cannot be read or written: database is locked." in said
    assert "Another program, such as a backup, is writing to it" in said


@pytest.fixture
def stopped(database: URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Lets nobody into a Postgres database any more, and ends who is in it."""
    make_tables(database, engine=True)
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv("HANDOFF_DATABASE_URL", address.replace("://postgres:", "://postgres:pass-mark"))
    admin = create_engine(database.set(database="template1"), isolation_level="AUTOCOMMIT")

    def stop() -> None:
        with admin.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {database.database} ALLOW_CONNECTIONS false"))
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ended), {"name": database.database})

    yield stop
    admin.dispose()


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_postgres_that_stops_is_told_without_its_password(
    command: str, stopped: Callable[[], None], told: Callable[..., str]
) -> None:
    said = told(command, stopped)
    assert STOPPED in said
    assert "The database of HANDOFF_DATABASE_URL does not answer: OperationalError." in said
    assert "Check that Postgres runs" in said
    assert "pass-mark" not in said
