"""`handoff data backup`: taken while the bot writes, restored in an empty folder."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bot.store.sql.backup
from bot.cli import main
from bot.seal import Seal, new_key
from bot.store import Store
from bot.store.sql.database import connect, connect_sync, database_url
from tests.fakes.migrated import make_tables
from tests.fakes.rows import fill
from tests.fakes.waiting import PATIENCE

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = new_key()


def run(folder: Path, *arguments: str, **more: str) -> Result:
    env = {"HANDOFF_DATA": str(folder), "HANDOFF_KEYS": KEY, **more}
    return CliRunner().invoke(main, arguments, env=env, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with a row in each table."""
    folder = tmp_path / "data"
    url = database_url(folder, None)
    make_tables(url, engine=True)

    async def filled() -> None:
        store = Store.open(url, seal=Seal([KEY]))
        await fill(store.engine, NOW, workspace="T1", channel="C1", person="U1", text=Seal([KEY]).close("typed"))
        await store.close()

    asyncio.run(filled())
    return folder


@pytest.fixture
def pairs(folder: Path) -> Iterator[threading.Event]:
    """Somebody writes two rows in each transaction, without a pause. Set once the first stand."""
    engine, begun, ends = connect_sync(database_url(folder, None)), threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE pairs (number INTEGER, half TEXT, filling BLOB)")
        while not ends.is_set():
            number += 1
            with engine.begin() as connection:
                for half in ("left", "right"):
                    connection.exec_driver_sql("INSERT INTO pairs VALUES (?, ?, randomblob(2000))", (number, half))
            if number == 20:
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(PATIENCE)
    yield begun
    ends.set()
    writer.join()
    engine.dispose()


@pytest.mark.usefixtures("pairs")
def test_a_backup_under_writing_load_holds_whole_transactions(folder: Path, tmp_path: Path) -> None:
    last = 0
    for take in range(5):
        copy = tmp_path / f"copy-{take}"
        done = run(folder, "data", "backup", str(copy))
        assert done.exit_code == 0, done.output
        with closing(sqlite3.connect(copy / "handoff.db")) as rows:
            lefts, rights, most = rows.execute(
                "SELECT sum(half = 'left'), sum(half = 'right'), max(number) FROM pairs"
            ).fetchone()
            assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert lefts == rights == most > last
        last = most


def test_what_is_restored_in_an_empty_folder_is_all_there_and_its_secrets_open(folder: Path, tmp_path: Path) -> None:
    before = _export(folder)
    _under_way(folder)
    anew = tmp_path / "anew"
    assert run(folder, "data", "backup", str(anew)).exit_code == 0
    done = run(anew, "migrate", "--restored")
    assert done.exit_code == 0
    assert "Requests that were under way at the backup: 1." in done.stdout
    assert any('"text": "typed"' in row for row in before)
    assert _export(anew) == before


def _under_way(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "engine.db")) as rows, rows:
        rows.execute(
            "INSERT INTO workflow_status (workflow_uuid, status, created_at, updated_at, priority) "
            "VALUES ('judge:msg:1', 'PENDING', 1, 1, 0)"
        )


def _export(folder: Path) -> list[str]:
    """Rows of the workspace, without what the audit log says of exports."""
    said = run(folder, "data", "export", "--workspace", "T1").output
    return [row for row in said.splitlines() if "data_exported" not in row]


def test_a_backup_is_its_owners_alone_and_leaves_nothing_beside_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    run(folder, "data", "backup", str(tmp_path / "backups" / "copy"))
    (only,) = (tmp_path / "backups").iterdir()
    assert only.name == "copy"
    assert stat.S_IMODE(only.stat().st_mode) == 0o700
    assert {one.name: stat.S_IMODE(one.stat().st_mode) for one in only.iterdir()} == {
        "engine.db": 0o600,
        "handoff.db": 0o600,
    }


def test_what_is_there_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("of last week")
    done = run(folder, "data", "backup", str(tmp_path / "copy"))
    assert done.exit_code == 2
    assert "already exists and was left as it is. Name another folder." in done.stderr
    assert (tmp_path / "copy").read_text() == "of last week"


def test_what_appears_meanwhile_is_not_written_over(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = bot.store.sql.backup._copy

    def and_then(source: sqlite3.Connection, part: Path) -> None:
        copied(source, part)
        (tmp_path / "copy").write_text("somebody else's")

    monkeypatch.setattr(bot.store.sql.backup, "_copy", and_then)
    assert run(folder, "data", "backup", str(tmp_path / "copy")).exit_code == 2
    assert (tmp_path / "copy").read_text() == "somebody else's"


def test_a_folder_whose_own_is_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "data", "backup", str(tmp_path / "none" / "copy"))
    assert done.exit_code == 2
    assert "cannot be written: No such file or directory." in done.stderr


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_no_database_is_told_and_none_is_made(left: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    if left == "an empty file":
        (tmp_path / "data" / "handoff.db").touch()
    done = run(tmp_path / "data", "data", "backup", str(tmp_path / "copy"))
    assert done.exit_code == 2
    assert "There is no database of the bot in" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


def test_a_damaged_database_is_told_and_leaves_no_copy(folder: Path, tmp_path: Path) -> None:
    (folder / "handoff.db").write_bytes(b"These are notes of somebody, and no database at all." * 40)
    done = run(folder, "data", "backup", str(tmp_path / "copy"))
    assert done.exit_code == 2
    assert "file is not a database" in done.stderr
    assert not (tmp_path / "copy").exists()


def test_with_postgres_its_own_tool_is_named_without_the_address(tmp_path: Path) -> None:
    address = "postgresql://handoff:pass-mark@db.example.com/handoff"
    done = run(tmp_path, "data", "backup", str(tmp_path / "copy"), HANDOFF_DATABASE_URL=address)
    assert done.exit_code == 2
    assert "pg_dump" in done.stderr
    assert "pass-mark" not in done.stderr


def test_a_backup_of_an_older_version_is_taken_before_its_upgrade(folder: Path, tmp_path: Path) -> None:
    async def older() -> None:
        engine = connect(database_url(folder, None))
        async with engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        await engine.dispose()

    asyncio.run(older())
    assert run(folder, "data", "backup", str(tmp_path / "copy")).exit_code == 0


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounts a small disk, which needs root")
def test_a_disk_without_room_is_told_and_left_as_it_was(folder: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = 'mount -t tmpfs -o size=64k none "$1" && shift && "$@"; status=$?; ls "$0"; exit $status'
    command = [sys.executable, "-c", "from bot.cli import main; main()", "data", "backup", str(small / "copy")]
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, str(small), str(small), *command],
        env={**os.environ, "HANDOFF_DATA": str(folder)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this machine lets nobody mount")
    assert done.stderr.endswith("No space left on device. Name a folder where there is room for it.\n")
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_damaged_file_of_what_is_under_way_is_told_with_what_to_do(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "engine.db")) as rows:
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (folder / "engine.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"notes" * 2000)
    done = run(folder, "data", "backup", str(tmp_path / "copy"))
    assert done.exit_code == 2
    assert "damaged" in done.stderr or "malformed" in done.stderr
    assert not (tmp_path / "copy").exists()
