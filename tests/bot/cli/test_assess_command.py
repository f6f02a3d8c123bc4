"""`handoff assess` works offline on a file, says its progress apart from the page, and refuses what it cannot read."""

from __future__ import annotations

import json
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
    code, page, said = run("-", stdin=export(3))
    assert (code, said) == (0, "")
    assert page.startswith("# Can this project hand work to outsiders today?")
    assert "of 3 tickets" in page


def test_it_writes_html_to_a_file(tmp_path: Path) -> None:
    source, target = tmp_path / "export.jsonl", tmp_path / "page.html"
    source.write_text(export(2), "utf-8")
    code, page, said = run(str(source), "--format", "html", "--output", str(target), "--receiver", "agent")
    assert (code, page) == (0, "")
    assert said == f"Written to {target}.\n"
    assert "for an AI agent" in target.read_text("utf-8")


def test_a_long_run_says_how_far_it_is() -> None:
    assert "250 tickets read" in run("-", stdin=export(251))[2]


def test_a_line_that_is_no_issue_is_counted_and_left_out() -> None:
    assert "1 ticket could not be read and is left out." in run("-", stdin=f"{export(1)}\nnot json")[1]


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_refused(name: str) -> None:
    code, page, said = run(name)
    assert (code, page) == (2, "")
    assert "cannot be read" in said
