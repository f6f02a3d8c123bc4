"""Commands that look into the database, where there is none yet, or one without the engine's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.engine import migrate_engine
from bot.seal import new_key
from bot.store.migrate import migrate
from bot.store.sql.database import database_url


@pytest.mark.parametrize(
    "command",
    [
        "audit",
        "runs",
        "trends",
        "rules --stats",
        "rules --restore PAY:DOD301",
        "data export --workspace T1",
        "data delete --workspace T1 --yes",
        "keys rotate",
        "jira list",
        "jira disconnect T1 acme",
    ],
)
@pytest.mark.parametrize("folder", ["absent", "."])
def test_it_is_said_with_the_cure_and_none_is_made(
    command: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOFF_DATA", str(tmp_path / folder))
    monkeypatch.setenv("HANDOFF_KEYS", new_key())
    done = CliRunner().invoke(main, command.split())
    assert done.exit_code == 2
    assert "There is no database of the bot here yet." in done.output
    assert "`handoff migrate` makes one" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["runs", "data export --workspace T1", "data delete --workspace T1 --yes"])
@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_lost_file_of_the_engine_is_said_with_the_cure(
    command: str, left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database_url(tmp_path, None)
    migrate(url)
    if left == "an empty file":
        (tmp_path / "engine.db").touch()
    before = sorted(tmp_path.iterdir())
    monkeypatch.setenv("HANDOFF_DATA", str(tmp_path))
    done = CliRunner().invoke(main, command.split())
    assert done.exit_code == 2
    assert "The engine's rows are not there." in done.stderr
    assert "`handoff migrate`" in done.stderr
    assert sorted(tmp_path.iterdir()) == before
    migrate(url, also=migrate_engine)
    assert CliRunner().invoke(main, command.split()).exit_code == 0
