"""Trends say what the stored verdicts say: time to ready, ready at hand-off, came back, per project and rule."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, insert

from bot.cli import main
from bot.reports.trends import Handed, History, Said, trends
from bot.store.migrate import migrate
from bot.store.sql.database import connect_sync, database_url
from bot.store.tables import verdicts
from bot.store.tables.conversation import handoffs

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def history(*said: tuple[float, str, str], project: str = "PAY", handed: tuple[Handed, ...] = ()) -> History:
    verdicts = (Said(NOW + DAY * day, decision, tuple(gaps.split())) for day, decision, gaps in said)  # type: ignore[arg-type]
    return History(project, tuple(verdicts), handed)


def test_days_to_ready_are_the_median_of_tickets_that_were_not_ready_at_first() -> None:
    found = trends(
        [
            history((0, "ready", "")),
            history((0, "questions", "CON202"), (2, "ready", "")),
            history((0, "not_ready", "CON202 DOD302"), (1, "questions", "CON202"), (6, "ready", "")),
            history((0, "questions", "DOD302")),
        ]
    )
    whole, project, *rules = found
    assert (whole.tickets, whole.became_ready, whole.days_to_ready) == (4, 3, 4.0)
    assert project.name == "PAY"
    assert [(rule.name, rule.tickets, rule.days_to_ready) for rule in rules] == [("CON202", 2, 4.0), ("DOD302", 2, 6.0)]


def test_a_rule_counts_the_handoffs_at_which_its_gap_still_stood() -> None:
    handed = (Handed(NOW + DAY * 3, ready=False, came_back=True),)
    (_, _, first, second) = trends(
        [history((0, "not_ready", "CON202 DOD302"), (2, "questions", "CON202"), handed=handed)]
    )
    assert (first.name, first.handed_off, first.came_back) == ("CON202", 1, 1)
    assert (second.name, second.handed_off) == ("DOD302", 0)


def test_a_handoff_at_the_moment_of_a_verdict_is_made_on_that_verdict() -> None:
    handed = (Handed(NOW + DAY * 2, ready=True, came_back=False),)
    rules = trends([history((0, "questions", "CON202"), (2, "ready", ""), handed=handed)])[2:]
    assert [(rule.name, rule.handed_off) for rule in rules] == [("CON202", 0)]


def test_days_are_told_to_a_tenth_and_a_ticket_made_ready_within_one_counts() -> None:
    assert trends([history((0, "questions", ""), (0.26, "ready", ""))])[0].days_to_ready == 0.3


def test_nothing_stored_is_no_trend() -> None:
    assert trends([])[0].tickets == 0


def row(issue: str, day: float, decision: str, gaps: list[str], project: str = "PAY") -> dict[str, Any]:
    return {
        "workspace": "T1",
        "site": "main",
        "issue_id": issue,
        "key": f"{project}-{issue}",
        "project": project,
        "title": "t",
        "done": False,
        "receiver": "contractor",
        "decision": decision,
        "readiness": 0.5,
        "gaps": gaps,
        "weighty": gaps,
        "verdict": {},
        "policy_hash": "p",
        "rules_version": "1",
        "model_version": "1",
        "asker": "U1",
        "judged_at": datetime.now(UTC) - DAY * (20 - day),
    }


def fill(connection: Connection) -> None:
    connection.execute(insert(verdicts), [row("1", 0, "questions", ["CON202"]), row("1", 3, "ready", [])])
    connection.execute(insert(verdicts), [row("2", 0, "questions", ["CON202"], "WEB")])
    handed = {"workspace": "T1", "site": "main", "issue_id": "1", "key": "PAY-1", "receiver": "contractor"}
    moment = datetime.now(UTC) - DAY * 10
    given = {"decision": "ready", "user": "U1", "at": moment, "asked_at": moment + DAY}
    connection.execute(insert(handoffs).values(**handed, **given))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDOFF_DATA", str(tmp_path))
    url = database_url(tmp_path, None)
    migrate(url)
    engine = connect_sync(url)
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    return CliRunner()


def test_they_are_exported_as_json_and_csv(run: CliRunner) -> None:
    listed = json.loads(run.invoke(main, ["trends", "--json"]).output)
    assert listed[0] == {
        "by": "project",
        "name": "all",
        "tickets": 2,
        "became_ready": 1,
        "days_to_ready": 3.0,
        "handed_off": 1,
        "ready_at_handoff": 1,
        "came_back": 1,
    }
    rows = list(csv.DictReader(io.StringIO(run.invoke(main, ["trends", "--csv"]).output)))
    assert [line["name"] for line in rows] == ["all", "PAY", "WEB", "CON202"]


def test_they_are_told_in_a_table_of_one_project(run: CliRunner) -> None:
    told = run.invoke(main, ["trends", "--project", "web"]).output
    assert "WEB" in told and "PAY" not in told and "CON202 missing-shape" in told
