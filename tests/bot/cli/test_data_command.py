"""`handoff data` and `handoff audit`, on a database with the engine's rows beside it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dbos import EnqueueOptions
from sqlalchemy import URL

from bot.cli import main
from bot.engine.rows import client_of
from bot.seal import Seal, derived_key
from bot.store import Store
from bot.store.sql.database import database_url
from tests.fakes.migrated import make_tables
from tests.fakes.rows import fill

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOKEN = "xoxb-1"


def run(folder: Path, *arguments: str, say: str | None = None) -> Result:
    env = {"HANDOFF_DATA": str(folder), "SLACK_BOT_TOKEN": TOKEN}
    return CliRunner().invoke(main, arguments, env=env, input=say, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with a row in each table and a finished and an unfinished run of person U1."""
    url = database_url(tmp_path, None)
    make_tables(url, engine=True)
    asyncio.run(_fill(url))
    client = client_of(url)
    for number, user in enumerate(("U1", "U1", "U2")):
        options: EnqueueOptions = {
            "queue_name": "q",
            "workflow_name": "handoff.say",
            "workflow_id": f"say:cmd:T1:{number}",
        }
        client.enqueue(options, {"user": user, "place": {"workspace": "T1", "channel": "C1"}})
    for number in (0, 2):
        client.cancel_workflow(f"say:cmd:T1:{number}")
    client.destroy()
    return tmp_path


async def _fill(url: URL) -> None:
    seal = Seal([derived_key(TOKEN)])
    store = Store.open(url, seal=seal)
    await fill(store.engine, NOW, workspace="T1", channel="C1", person="U1", text=seal.close("typed"))
    await fill(store.engine, NOW + timedelta(seconds=1), workspace="T2", channel="C2", text=seal.close("other"))
    await store.close()


def test_an_export_is_one_object_a_line_with_rows_and_runs_and_sealed_words_opened(folder: Path) -> None:
    lines = [json.loads(line) for line in run(folder, "data", "export", "--person", "U1").output.splitlines()]
    assert [line["id"] for line in lines if line["table"] == "runs"] == ["say:cmd:T1:0", "say:cmd:T1:1"]
    assert [line["text"] for line in lines if line["table"] == "drafts"] == ["typed"]
    assert "data_exported" in run(folder, "audit").output


def test_a_deletion_asks_first_and_counts_what_went_and_what_is_under_way(folder: Path) -> None:
    assert run(folder, "data", "delete", "--person", "U1", say="n\n").exit_code == 1
    said = run(folder, "data", "delete", "--person", "U1", say="y\n").output
    assert "1  runs" in said and "1  asks" in said
    assert "1 requests are still under way." in said
    left = run(folder, "data", "export", "--person", "U1").output.splitlines()
    assert [json.loads(line)["id"] for line in left] == ["say:cmd:T1:1"]


def test_deleting_what_is_not_there_says_so(folder: Path) -> None:
    assert run(folder, "data", "delete", "--channel", "C404", "--yes").output == "Nothing was kept.\n"


def test_neither_or_too_much_is_refused(folder: Path) -> None:
    for wrong in ((), ("--channel", "C1", "--person", "U1")):
        done = run(folder, "data", "export", *wrong)
        assert (done.exit_code, done.stderr.startswith("Name a workspace")) == (2, True)


def test_the_audit_log_is_read_by_workspace_and_day(folder: Path) -> None:
    assert len(run(folder, "audit").output.splitlines()) == 2
    [line] = run(folder, "audit", "--workspace", "T1", "--format", "json").output.splitlines()
    assert json.loads(line)["user"] == "U1"
    none = run(folder, "audit", "--since", "2026-11-26")
    assert (none.stdout, none.stderr) == ("", "Nothing is on record for what you asked.\n")
