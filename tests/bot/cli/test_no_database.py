"""Commands that look into the database, where there is none yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.seal import new_key


@pytest.mark.parametrize(
    "command",
    [
        "audit",
        "runs",
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
