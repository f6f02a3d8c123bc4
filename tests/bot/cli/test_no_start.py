"""What most often keeps a command from its start is told with its cure, never as a traceback."""

from __future__ import annotations

import fcntl
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import URL

from bot.cli import main
from bot.engine.slots import SLOTS
from bot.seal import new_key
from bot.store.migrate import migrate
from bot.store.sql.database import database_url
from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
NOBODY = "127.0.0.1:9"
AWAY = f"postgresql://handoff:pass-mark@{NOBODY}/handoff"
ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "HANDOFF_SLACK_URL": f"http://{NOBODY}/api/",
    "HANDOFF_JIRA_URL": f"http://{NOBODY}",
    "HANDOFF_JIRA_TOKEN": "token",
    "HANDOFF_KEYS": new_key(),
}
OPENING = ("serve", "migrate", "digest --channel C1 --now")
LOOKING = (
    "runs",
    "trends",
    "audit",
    "data export --workspace T1",
    "data delete --workspace T1 --yes",
    "keys rotate",
    "jira list",
)


def told(command: str, **more: str) -> Result:
    done = CliRunner().invoke(main, command.split(), env=ENVIRONMENT | more)
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    return done


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", [*OPENING, *LOOKING])
def test_a_postgres_that_is_away_is_told_without_its_password(command: str) -> None:
    said = told(command, HANDOFF_DATABASE_URL=AWAY).stderr
    assert "The database of HANDOFF_DATABASE_URL does not let us in: nothing listens there." in said
    assert "Check that Postgres runs" in said
    assert "pass-mark" not in said


@pytest.mark.parametrize("command", [*OPENING, *LOOKING, "doctor"])
def test_an_address_of_postgres_that_is_none_is_told_without_its_password(command: str) -> None:
    said = told(command, HANDOFF_DATABASE_URL="postgresql://handoff@host:pass-mark/handoff").stderr
    assert "HANDOFF_DATABASE_URL cannot be read as an address." in said
    assert "Write postgresql://user:password@host:5432/name" in said
    assert "pass-mark" not in said


@pytest.mark.parametrize("command", OPENING)
def test_a_data_folder_below_a_file_is_told(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = told(command, HANDOFF_DATA=str(tmp_path / "file" / "data")).stderr
    assert "cannot be opened: Not a directory." in said
    assert "HANDOFF_DATA: Set it to a folder that the bot may write to." in said


@pytest.mark.parametrize("command", [*OPENING, *LOOKING])
def test_a_file_that_is_no_database_is_told(command: str, tmp_path: Path) -> None:
    (tmp_path / "handoff.db").write_bytes(b"These are notes of somebody, and they are no database at all." * 20)
    assert "cannot be opened: file is not a database." in told(command, HANDOFF_DATA=str(tmp_path)).stderr


@pytest.mark.parametrize("command", OPENING)
def test_a_database_of_a_newer_version_is_told_with_its_cure(command: str, tmp_path: Path) -> None:
    url = database_url(tmp_path, None)
    migrate(url)
    with sqlite3.connect(tmp_path / "handoff.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    said = told(command, HANDOFF_DATA=str(tmp_path)).stderr
    assert "The database was written by a newer version of the bot." in said
    assert "Install that version again" in said


def test_a_digest_that_slack_cannot_be_asked_for_is_told(tmp_path: Path) -> None:
    said = told("digest --channel C1 --now", HANDOFF_DATA=str(tmp_path)).stderr
    assert "Slack could not be asked (no_answer)." in said
    assert "handoff doctor" in said


def test_a_database_that_has_all_the_processes_it_takes_is_told(tmp_path: Path) -> None:
    migrate(database_url(tmp_path, None))
    with ExitStack() as others:
        for slot in SLOTS:
            fcntl.flock(others.enter_context((tmp_path / f"{slot}.lock").open("a")), fcntl.LOCK_EX)
        said = told("serve", HANDOFF_DATA=str(tmp_path), HANDOFF_PORT="0").stderr
    assert "32 processes of the bot already work on this database" in said
    assert "Stop one" in said


def test_a_wait_for_whoever_changes_the_database_is_told(tmp_path: Path) -> None:
    """In a process of its own: its log is what is looked at."""
    migrate(database_url(tmp_path, None))
    run = (sys.executable, "-c", "from bot.cli import main; main()", "migrate")
    environment = {**os.environ, **ENVIRONMENT, "HANDOFF_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with (tmp_path / "handoff.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with subprocess.Popen(run, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            assert "store.waits_for_another_migration" in process.stderr.readline()
            fcntl.flock(other, fcntl.LOCK_UN)
            assert process.wait(PATIENCE) == 0


def test_a_port_that_another_program_has_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = told("serve --http", HANDOFF_DATA=str(tmp_path), HANDOFF_PORT=port).stderr
    assert f"The web server cannot listen on 127.0.0.1, port {port}: Address already in use." in said
    assert "End it, or set HANDOFF_PORT." in said


def test_an_address_that_is_not_this_machines_is_told(tmp_path: Path) -> None:
    said = told("serve --http", HANDOFF_DATA=str(tmp_path), HANDOFF_HOST="192.0.2.1", HANDOFF_PORT="0").stderr
    assert "cannot listen on 192.0.2.1, port 0: Cannot assign requested address." in said
    assert "HANDOFF_HOST: Use 0.0.0.0 in a container" in said


@pytest.mark.parametrize("host", ["\udc80", "a" * 70])
def test_a_host_that_is_no_name_is_told(host: str, tmp_path: Path) -> None:
    said = told("serve --http", HANDOFF_DATA=str(tmp_path), HANDOFF_HOST=host, HANDOFF_PORT="0").stderr
    assert "port 0: " in said
    assert "HANDOFF_HOST: Use 0.0.0.0 in a container" in said


@pytest.mark.parametrize("command", ["runs", "serve"])
def test_a_postgres_that_takes_a_connection_and_says_nothing_is_given_up(command: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"127.0.0.1:{silent.getsockname()[1]}"
        address = f"postgresql://handoff:pass-mark@{where}/handoff?connect_timeout=2"
        said = told(command, HANDOFF_DATABASE_URL=address).stderr
    assert "does not let us in: it does not answer in time." in said


@pytest.mark.parametrize("command", [*OPENING, *LOOKING, "doctor"])
def test_settings_in_another_encoding_are_told_without_their_words(command: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("HANDOFF_LOG_LEVEL=info\n# geheim für uns\n".encode("latin-1"))
    said = told(command).stderr
    assert ".env is not UTF-8 text." in said
    assert "Save it as UTF-8" in said
    assert "geheim" not in said


def test_a_user_whom_the_system_s_books_do_not_know_needs_no_home() -> None:
    """As the one of a systemd unit that exists only while it runs, on a machine without nss-systemd."""
    unknown = "import pwd; pwd.getpwuid = lambda uid: {}[uid]; from bot.cli import main; main()"
    homeless = {name: value for name, value in os.environ.items() if name != "HOME"}
    done = subprocess.run(
        [sys.executable, "-c", unknown, "manifest"], env=homeless, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "display_information" in done.stdout


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"database": "nosuch"}, "it has no database of that name"),
        ({"username": "nosuch"}, "it has no user of that name"),
        ({"host": "nosuch.invalid", "query": {}}, "its host has no address"),
    ],
)
def test_why_a_postgres_lets_nobody_in_is_told_apart(wrong: dict[str, Any], why: str, postgres: URL) -> None:
    address = postgres.set(drivername="postgresql", password="pass-mark", **wrong)
    said = told("runs", HANDOFF_DATABASE_URL=address.render_as_string(hide_password=False)).stderr
    assert f"does not let us in: {why}." in said and "nosuch" not in said and "pass-mark" not in said
