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


def test_a_page_that_cannot_be_written_is_refused_before_anything_is_judged(tmp_path: Path) -> None:
    code, page, said = run("-", "--output", str(tmp_path / "none" / "page.md"), stdin=export(1))
    assert (code, page) == (2, "")
    assert f"there is no folder {tmp_path / 'none'}. Nothing was judged." in said
    assert "Judging" not in said


def test_a_disk_that_takes_no_page_is_told(tmp_path: Path) -> None:
    code, _, said = run("-", "--output", "/dev/full", stdin=export(1))
    assert (code, said.rpartition("\n/dev")[2]) == (2, "/full cannot be written: No space left on device.\n")


def test_it_is_about_the_receiver_whom_the_policy_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "PAY.toml"
    policy.write_text('receiver = "agent"\n', "utf-8")
    assert "for an AI agent" in run("-", "--policy", str(policy), stdin=export(1))[1]
    assert "for a teammate" in run("-", "--policy", str(policy), "--receiver", "teammate", stdin=export(1))[1]
    monkeypatch.setenv("HANDOFF_POLICIES", str(tmp_path))
    source = tmp_path / "export.jsonl"
    source.write_text(f"not json\n{export(1)}", "utf-8")
    assert "for an AI agent" in run(str(source))[1], "also where the first line is no ticket"
    assert "for a contractor" in run("-", stdin=export(1).replace("PAY-", "WEB-"))[1]


def test_it_says_what_was_ready_of_the_same_tickets_on_an_earlier_day() -> None:
    lines = [json.loads(line) | {"changelog": {"histories": [], "total": 0}} for line in export(6).splitlines()]
    source = "\n".join(map(json.dumps, lines))
    assert "were ready on 26 Nov 2026" in run("-", "--before", "2026-11-26", stdin=source)[1]
    assert "were ready on" not in run("-", "--before", "2026-11-24", stdin=source)[1], "not written yet"


def test_a_line_that_is_no_issue_is_counted_and_left_out() -> None:
    assert "1 ticket could not be read and is left out." in run("-", stdin=f"{export(1)}\nnot json")[1]


@pytest.mark.parametrize("source", ["[]", '{"issues": []}'])
def test_without_a_ticket_there_is_no_page(source: str) -> None:
    code, page, said = run("-", stdin=source)
    assert (code, page) == (2, "")
    assert "There is no ticket in standard input." in said


def test_without_a_ticket_that_could_be_read_there_is_no_page() -> None:
    code, page, said = run("-", stdin='[{"key": "PAY-1"}]')
    assert (code, page) == (2, "")
    assert "could not be read: 1." in said


def test_what_is_no_file_is_asked_of_jira_which_must_be_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("HANDOFF_", "JIRA_"))]:
        monkeypatch.delenv(name)
    code, page, said = run("project = PAY")
    assert (code, page) == (2, "")
    assert "HANDOFF_" in said
