"""`handoff brief` prints the brief of one ticket."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main

TICKET = "# Refund by API\n\n## Problem\n\nSupport refunds by hand today.\n\nMail ann@acme.example for access."


def test_it_prints_markdown_with_the_place_of_each_line() -> None:
    result = CliRunner().invoke(main, ["brief", "-"], input=TICKET)
    assert result.exit_code == 0
    assert "- Support refunds by hand today. (description)" in result.stdout
    assert "ann@acme.example" not in result.stdout


def test_for_an_agent_the_words_are_data() -> None:
    result = CliRunner().invoke(main, ["brief", "-", "--receiver", "agent"], input=TICKET)
    assert "```text\n- Support refunds by hand today. (description)\n" in result.stdout


def test_nothing_to_brief_is_refused() -> None:
    result = CliRunner().invoke(main, ["brief", "-"], input="[]")
    assert result.exit_code == 2
    assert "there is no ticket in it" in result.stderr


def test_a_file_is_read_with_the_field_that_the_policy_names_for_criteria(tmp_path: Path) -> None:
    policy, issue = tmp_path / "PAY.toml", tmp_path / "one.json"
    policy.write_text('criteria_fields = ["customfield_7"]\n', "utf-8")
    fields = {
        "summary": "Refund by API",
        "description": TICKET,
        "customfield_7": "* A refund above the payment is refused",
    }
    issue.write_text(json.dumps({"key": "PAY-1", "fields": fields}), "utf-8")
    wanted = "A refund above the payment is refused (field acceptance criteria)"
    assert wanted in CliRunner().invoke(main, ["brief", str(issue), "--policy", str(policy)]).stdout
    assert wanted not in CliRunner().invoke(main, ["brief", str(issue)]).stdout
