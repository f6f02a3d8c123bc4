"""The commands beside `check`, called as click calls them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from bot import commands
from bot.cli import COMMANDS, main
from bot.seal import new_key
from checks.catalogue import rules
from checks.ticket import Receiver

ISSUES = "".join(
    json.dumps({"key": f"PAY-{n}", "fields": {"summary": "Fix receipts", "description": None}}) + "\n" for n in range(3)
)


def run(*arguments: str, env: dict[str, str | None] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=env, catch_exceptions=False)


def test_whoever_opens_the_folder_of_commands_finds_the_commands_alone() -> None:
    assert {found.name for found in iter_modules(commands.__path__) if not found.ispkg} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert name in run("--help").output


def test_a_mistyped_command_is_told_what_was_meant() -> None:
    done = run("chekc")
    assert done.exit_code == 2
    assert "Did you mean `check`?" in done.stderr


def test_explain_prints_the_page() -> None:
    said = run("explain", "missing-shape").output
    assert said.startswith("CON202 missing-shape")
    assert "How to close the gap" in said


def test_explain_says_what_was_meant() -> None:
    done = run("explain", "missing-shap")
    assert done.exit_code == 2
    assert "Did you mean CON202?" in done.stderr


def test_explain_as_json_is_the_same_page() -> None:
    page = json.loads(run("explain", "CON202", "--format", "json").output)
    assert page["name"] == "missing-shape"
    assert list(page["sections"]) == ["What it checks", "Why it matters", "How to close the gap"]


def test_rules_lists_every_rule_with_its_severity_for_each_receiver() -> None:
    head, *lines = run("rules").output.splitlines()
    assert head.split() == ["code", "rule", *get_args(Receiver)]
    for line, rule in zip(lines, rules(), strict=True):
        assert line.split()[:5] == [rule.code, rule.name, *(rule.severity[one] for one in get_args(Receiver))]
        assert line.endswith(rule.summary)
        for receiver in get_args(Receiver):
            assert line[head.index(receiver) :].startswith(rule.severity[receiver]), "below the receiver's name"
    assert [one["code"] for one in json.loads(run("rules", "--format", "json").output)] == [r.code for r in rules()]


def test_rules_fits_a_terminal() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "rules"],
        stdout=theirs,
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "COLUMNS": "80"},
    ):
        os.close(theirs)
        said = b""
        with suppress(OSError):  # the end of a terminal that nobody writes to any more
            while read := os.read(ours, 65_536):
                said += read
        os.close(ours)
    lines = said.decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(not line.startswith(" ") for line in lines) == 1 + len(rules())


def test_policy_show_says_where_each_setting_comes_from(tmp_path: Path) -> None:
    (tmp_path / "default.toml").write_text('glossary = ["BRQ"]\n')
    (tmp_path / "PAY.toml").write_text('[rules.CTX101]\nseverity = "advice"\n')
    said = run("policy", "show", "PAY", env={"HANDOFF_POLICIES": str(tmp_path)}).output
    lines = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line}
    assert lines["glossary"] == ["BRQ", "default"]
    assert lines["CTX101.severity.agent"] == ["advice", "PAY"]
    assert lines["CTX102.severity.agent"][-2:] == ["built", "in"]


def test_policy_check_names_the_waivers_that_have_ended(tmp_path: Path) -> None:
    waiver = '[[waivers]]\nrule = "{}"\ntickets = ["PAY-2", "PAY-1"]\nreason = "Agreed with the bank"\nuntil = {}\n'
    file = tmp_path / "PAY.toml"
    file.write_text(waiver.format("CON202", "2025-01-31") + waiver.format("CON203", "2999-01-31"))
    done = run("policy", "check", str(file))
    assert (done.exit_code, done.stdout.splitlines()[1:]) == (
        0,
        [
            "The waiver of CON202 for PAY-1, PAY-2 ended on 2025-01-31, so the gap counts again. "
            "Remove it, or set a later end."
        ],
    )


def test_policy_check_accepts_and_refuses(tmp_path: Path) -> None:
    good, bad = tmp_path / "PAY.toml", tmp_path / "WEB.toml"
    good.write_text('receiver = "agent"\n')
    bad.write_text('[rules.CTX101]\nseverty = "major"\n')
    assert run("policy", "check", str(good)).exit_code == 0
    done = run("policy", "check", str(bad))
    assert done.exit_code == 2
    assert "WEB.toml:2: `rules.CTX101.severty` is not a setting. Did you mean `severity`?" in done.stderr


def test_backtest_counts_verdicts_and_rules(tmp_path: Path) -> None:
    file = tmp_path / "past.jsonl"
    file.write_text(ISSUES + "{\n")
    done = run("backtest", str(file), "--format", "json")
    counted = json.loads(done.stdout)
    assert counted["judged"] == 3
    assert counted["unreadable"] == 1
    assert {"code": "HYG403", "name": "near-empty", "gaps": 3, "severities": {"blocker": 3}} in counted["rules"]


def test_backtest_shows_a_table(tmp_path: Path) -> None:
    file = tmp_path / "past.jsonl"
    file.write_text(ISSUES)
    said = run("backtest", str(file)).stdout
    assert "3 tickets judged" in said
    assert "HYG403 near-empty" in said


def test_backtest_under_another_policy_says_what_would_change(tmp_path: Path) -> None:
    file, policy = tmp_path / "past.jsonl", tmp_path / "PAY.toml"
    file.write_text(ISSUES)
    policy.write_text('[rules.HYG403]\nseverity = "off"\n')
    said = run("backtest", str(file), "--policy", str(policy)).stdout
    assert "HYG403" not in said


def edited(key: str, days: tuple[str, ...], *, total: int | None = None) -> str:
    """An issue of an export that was empty until its last edit."""
    full = "Customers wait nine days for a refund."
    histories = [
        {"created": f"{day}T09:00:00.000+0000", "items": [{"fieldId": "description", "toString": full}]} for day in days
    ]
    fields = {"summary": "Fix", "description": full, "created": "2026-10-01T09:00:00.000+0000"}
    changelog = {"histories": histories, "total": total or len(histories)}
    return json.dumps({"key": key, "fields": fields, "changelog": changelog}) + "\n"


def test_backtest_as_of_a_day_judges_the_words_of_that_day(tmp_path: Path) -> None:
    file = tmp_path / "past.jsonl"
    file.write_text(
        edited("PAY-1", ("2026-11-10",)) + edited("PAY-2", ("2026-10-05",)) + edited("PAY-3", ("2026-11-12",), total=60)
    )
    now = json.loads(run("backtest", str(file), "--format", "json").stdout)
    then = json.loads(run("backtest", str(file), "--as-of", "2026-11-09", "--format", "json").stdout)
    empty = "HYG403"
    assert [rule["gaps"] for rule in now["rules"] if rule["code"] == empty] == []
    assert [rule["gaps"] for rule in then["rules"] if rule["code"] == empty] == [1]
    assert (then["judged"], then["unreached"]) == (2, 1)
    said = run("backtest", str(file), "--as-of", "2026-09-30").stdout
    assert said.startswith("0 tickets judged, 2 not written yet, 1 left out because their changelog does not reach")


@pytest.mark.parametrize("command", [("check", "PAY-12"), ("backtest", "project = PAY"), ("serve",)])
def test_missing_settings_are_named_with_their_cure(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HANDOFF_JIRA_URL", "HANDOFF_JIRA_TOKEN", "SLACK_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    done = run(*command)
    assert done.exit_code == 2
    assert "HANDOFF_JIRA_URL is not set." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_manifest_for_http_names_the_address() -> None:
    assert "https://handoff.example.com/slack/events" in run("manifest", "--url", "https://handoff.example.com").output
    assert run("manifest", "--url", "http://handoff.example.com").exit_code == 2


def test_the_manifest_gains_a_step_and_links_only_on_demand() -> None:
    made = run("manifest", "--workflow-step", "--unfurl", "example.atlassian.net").output
    assert "check_ticket" in made and "example.atlassian.net" in made
    assert "check_ticket" not in run("manifest").output
    refused = run("manifest", "--unfurl", "https://example.atlassian.net")
    assert refused.exit_code == 2 and "host name" in refused.output


@pytest.mark.parametrize("group", ["policy", "data", "jira", "keys"])
def test_what_a_command_does_is_said_whole_at_80_columns(group: str) -> None:
    listed = run(group, "--help", env={"COLUMNS": "80"}).stdout.partition("Commands:")[2]
    assert listed and "..." not in listed


def test_a_project_without_statistics_is_refused_with_what_shows_its_policy() -> None:
    done = run("rules", "--project", "PAY")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "handoff policy show" in done.stderr


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "https://127.0.0.1"])
def test_an_operator_is_told_how_to_allow_an_inner_jira(address: str, tmp_path: Path) -> None:
    done = run("jira", "connect", "T1", address, env={"HANDOFF_KEYS": new_key(), "HANDOFF_DATA": str(tmp_path)})
    assert done.exit_code == 2
    assert "HANDOFF_JIRA_PRIVATE_HOSTS: Write host names" in done.stderr
    assert "whoever runs me" not in done.stderr
