"""`handoff assess` works offline on a file, says its progress apart from the page."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["assess", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def export(count: int) -> str:
    issues = (
        {"key": f"PAY-{number}", "fields": {"summary": "Refunds fail", "created": "2026-11-25T09:04:00.000+0000"}}
        for number in range(1, count + 1)
    )
    return "\n".join(json.dumps(issue) for issue in issues)


def test_it_writes_one_page_from_standard_input() -> None:
    code, page, _ = run("-", stdin=export(3))
    assert code == 0
    assert page.startswith("# Can this project hand work to outsiders today?")
    assert "of 3 tickets" in page


def test_it_writes_html_to_a_file(tmp_path: Path) -> None:
    source, target = tmp_path / "export.jsonl", tmp_path / "page.html"
    source.write_text(export(2), "utf-8")
    code, page, said = run(str(source), "--format", "html", "--output", str(target), "--receiver", "agent")
    assert (code, page) == (0, "")
    assert f"Written to {target}.\n" in said
    assert "for an AI agent" in target.read_text("utf-8")


def test_it_says_what_was_ready_of_the_same_tickets_on_an_earlier_day() -> None:
    lines = [json.loads(line) | {"changelog": {"histories": [], "total": 0}} for line in export(6).splitlines()]
    source = "\n".join(map(json.dumps, lines))
    assert "were ready on 26 Nov 2026" in run("-", "--before", "2026-11-26", stdin=source)[1]
    assert "were ready on" not in run("-", "--before", "2026-11-24", stdin=source)[1], "not written yet"


def test_a_line_that_is_no_issue_is_counted_and_left_out() -> None:
    assert "1 ticket could not be read and is left out." in run("-", stdin=f"{export(1)}\nnot json")[1]


def test_what_is_no_file_is_asked_of_jira_which_must_be_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("HANDOFF_", "JIRA_"))]:
        monkeypatch.delenv(name)
    code, page, said = run("project = PAY")
    assert (code, page) == (2, "")
    assert "HANDOFF_" in said
