"""How often a rule was called wrong, read by people and by programs, and the word that lets one count again."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.conversation.judgements import Judgement, Opinion
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url
from checks.ticket import TicketId

NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a bot that was told of three gaps of two projects, and demoted a rule in one."""
    asyncio.run(_told(tmp_path))
    monkeypatch.setenv("HANDOFF_DATA", str(tmp_path))
    return tmp_path


async def _told(folder: Path) -> None:
    url = database_url(folder, None)
    migrate(url)
    store = Store.open(url)
    said: tuple[tuple[str, str, Opinion], ...] = (
        ("PAY", "CON202", "wrong"),
        ("PAY", "DOD301", "accepted"),
        ("WEB", "CON202", "wrong"),
    )
    for number, (project, code, kind) in enumerate(said):
        ticket, until = TicketId("main", str(number)), date(2099, 1, 1)
        judgement = Judgement(ticket, f"{project}-{number}", project, code, kind, "So it is.", until, "U1")
        await store.talk.judgements.say("T1", judgement, run=f"r{number}", now=NOW)
    await store.talk.judgements.demote("T1", "PAY", "CON202", run="r0", now=NOW)
    await store.close()


def rules(*options: str) -> Result:
    return CliRunner().invoke(main, ["rules", *options], catch_exceptions=False)


def stats(*options: str) -> dict[str, tuple[int, int]]:
    read = json.loads(rules("--stats", "--format", "json", *options).stdout)
    return {one["code"]: (one["wrong"], one["accepted"]) for one in read["rules"]}


@pytest.mark.usefixtures("folder")
def test_a_program_reads_what_people_said_of_each_rule() -> None:
    assert stats() == {"CON202": (2, 0), "DOD301": (0, 1)}
    read = json.loads(rules("--stats", "--format", "json").stdout)
    assert read["days"] == 180
    assert read["demoted"] == [{"project": "PAY", "code": "CON202", "since": NOW.isoformat()}]
    assert set(read["rules"][0]) == {"code", "shown", "wrong", "accepted", "rate"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("key", ["WEB", "web"])
def test_the_numbers_of_one_project_are_found_however_its_key_is_typed(key: str) -> None:
    assert stats("--project", key) == {"CON202": (1, 0)}


@pytest.mark.usefixtures("folder")
def test_a_demoted_rule_is_shown_with_the_word_that_lets_it_count_again() -> None:
    assert "--restore PAY:CON202" in rules("--stats").stdout
    assert rules("--restore", "pay:con202").stdout == "pay:con202 counts again.\n"
    assert "--restore" not in rules("--stats").stdout
    again = rules("--restore", "PAY:CON202")
    assert again.exit_code == 2 and "PAY:CON202 is not demoted." in again.stderr
