"""The folder of policies named in a file `.env` holds for every command that judges, as it does for the bot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

ISSUE = json.dumps({"key": "PAY-1", "fields": {"summary": "Refunds fail", "description": None}})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose `.env` names policies that want every ticket to suit an agent."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOFF_POLICIES", raising=False)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "PAY.toml").write_text('receiver = "agent"\n', "utf-8")
    (tmp_path / ".env").write_text("HANDOFF_POLICIES=policies\n", "utf-8")
    (tmp_path / "one.json").write_text(ISSUE, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_check_judges_by_it() -> None:
    verdict = json.loads(run("check", "--format", "json", "one.json").stdout)
    assert (verdict["policy"], verdict["receiver"]) == ("PAY", "agent")


def test_brief_fences_for_its_receiver() -> None:
    assert "```text" in run("brief", "one.json").stdout


@pytest.mark.parametrize("project", ["PAY", "pay"])
def test_policy_show_finds_a_project_however_it_is_typed(project: str) -> None:
    assert run("policy", "show", project).stdout.startswith("PAY is judged by the policy PAY.\n")


@pytest.mark.parametrize(("there", "policy"), [("", "default"), ("others", "default")])
def test_the_environment_wins(there: str, policy: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "others").mkdir()
    monkeypatch.setenv("HANDOFF_POLICIES", there)
    assert run("policy", "show", "PAY").stdout.startswith(f"PAY is judged by the policy {policy}.\n")


def test_a_file_in_another_encoding_is_told_without_its_words(here: Path) -> None:
    (here / ".env").write_bytes("# geheim für uns\n".encode("latin-1"))
    done = run("check", "one.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert ".env is not UTF-8 text." in done.stderr
    assert "geheim" not in done.stderr
