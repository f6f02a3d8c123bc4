"""Tickets by key, URL and JQL, from a Jira that answers over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.sandbox.sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0, jira_port=0) as running:
        yield running


async def handoff(sandbox: Sandbox, *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and errors of a command whose settings lead to the sandbox."""
    env = {**sandbox.environment(), "NO_PROXY": "127.0.0.1"}
    done = await asyncio.to_thread(CliRunner().invoke, main, arguments, env=env, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


async def test_a_key_and_its_url_are_the_same_ticket(sandbox: Sandbox) -> None:
    for source in ("PAY-18", "pay-18", sandbox.link("PAY-18")):
        status, out, err = await handoff(sandbox, "check", "--format", "json", source)
        assert status in (0, 1), err
        assert json.loads(out)["key"] == "PAY-18"
        assert json.loads(out)["error"] is None


async def test_a_ticket_that_is_not_there_is_an_error_of_its_own(sandbox: Sandbox) -> None:
    status, out, _ = await handoff(sandbox, "check", "--format", "jsonl", "PAY-99999", "PAY-18")
    missing, there = [json.loads(line) for line in out.splitlines()]
    assert missing["error"].startswith("PAY-99999: I cannot find this ticket in Jira")
    assert there["error"] is None
    assert status == 2


async def test_a_link_to_another_host_is_not_followed(sandbox: Sandbox) -> None:
    status, out, _ = await handoff(sandbox, "check", "https://jira.evil.example/browse/PAY-18")
    assert status == 2
    assert "is no ticket of" in out


async def test_a_jql_is_backtested(sandbox: Sandbox) -> None:
    status, out, err = await handoff(sandbox, "backtest", "project = PAY", "--format", "json")
    assert status == 0, err
    assert json.loads(out)["judged"] > 3


async def test_a_jql_is_backtested_and_assessed_as_of_an_earlier_day(sandbox: Sandbox) -> None:
    day = (datetime.now(UTC) - timedelta(days=8)).date().isoformat()
    status, out, err = await handoff(sandbox, "backtest", "key = PAY-27", "--as-of", day, "--format", "json")
    assert status == 0, err
    assert json.loads(out)["verdicts"] != {"ready": 1}, "until five days ago it said little"
    assert any(call.what.endswith("/changelog/bulkfetch") for call in sandbox.jira.calls.of(""))
    status, out, err = await handoff(sandbox, "assess", "project in (PAY, WEB, OPS)", "--before", day)
    assert status == 0, err
    assert "Then and now: " in out


@pytest.mark.parametrize("command", ["backtest", "assess", "backtest --as-of 2026-11-01", "assess --before 2026-11-01"])
async def test_a_jql_that_jira_refuses_says_that_the_query_is_wrong(sandbox: Sandbox, command: str) -> None:
    status, out, err = await handoff(sandbox, *command.split(), "project = = PAY")
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert "Jira does not accept this query. Try it in Jira's issue search" in err


@pytest.mark.parametrize("command", ["backtest", "assess"])
async def test_a_jql_too_long_for_the_name_of_a_file_is_a_jql(sandbox: Sandbox, command: str) -> None:
    keys = ", ".join(["PAY-12", "PAY-18"] * 40)
    status, out, err = await handoff(sandbox, command, f"key in ({keys})")
    assert status == 0, err
    assert "2 tickets" in out


@pytest.mark.parametrize("command", ["check", "brief"])
async def test_what_is_too_long_for_a_key_is_refused(sandbox: Sandbox, command: str) -> None:
    status, out, err = await handoff(sandbox, command, "PAY-12 " * 37)
    assert status == 2
    assert "is neither a file, a Jira key" in out + err
    assert "Traceback" not in err


async def test_criteria_in_a_field_that_the_policy_alone_names_are_read_by_every_command(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOFF_JIRA_CRITERIA_FIELDS", "customfield_99999")
    policy = tmp_path / "WEB.toml"
    policy.write_text('criteria_fields = ["customfield_10034"]\n', "utf-8")
    sandbox.jira.edit("WEB-13", description="Customers cannot see what became of their refund.")
    day = datetime.now(UTC).date().isoformat()
    for command in (("brief", "WEB-13"), ("assess", "key = WEB-13"), ("assess", "key = WEB-13", "--before", day)):
        _, without, _ = await handoff(sandbox, *command)
        status, read, err = await handoff(sandbox, *command, "--policy", str(policy))
        assert status == 0, err
        assert read != without, command
