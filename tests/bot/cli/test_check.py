"""`handoff check`: what goes in, what comes out, and how it ends. Whatever the process itself could change runs as a command;
how every command takes leave of a process is in `test_streams.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.fakes.waiting import PATIENCE

HANDOFF = [sys.executable, "-c", "from bot.cli import main; main()"]
ROOT = Path(__file__).resolve().parents[3]
ISSUE = {
    "key": "PAY-12",
    "markup": "markdown",
    "fields": {"summary": "Total cut off on receipts", "description": "The total is cut off after six digits."},
}


def run(*arguments: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)


def lines(*values: Any) -> bytes:
    return b"".join(value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n" for value in values)


def verdicts(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout_bytes.split(b"\n") if line]


def test_one_verdict_a_line_in_the_same_order() -> None:
    keys = [f"PAY-{number}" for number in range(20)]
    done = run("check", "--format", "jsonl", "-", given=lines(*({**ISSUE, "key": key} for key in keys)))
    assert [verdict["key"] for verdict in verdicts(done)] == keys
    assert done.stderr == ""


def test_the_output_is_ascii() -> None:
    issue = {
        "key": "PAY-12",
        "fields": {"summary": "Yhteenveto ei näy 🧾", "description": "Summa ”katkeaa”\u2028kesken."},
    }
    done = run("check", "--format", "jsonl", "-", given=lines(issue))
    assert done.stdout_bytes.isascii()
    assert done.stdout_bytes.count(b"\n") == 1


@pytest.mark.parametrize(
    "bad",
    [
        b"{\n",
        b"\n",
        b"[]\n",
        b'"text"\n',
        b"\xff\xfe\n",
        b'{"key": "PAY-9"}\n',
        b'{"key": "PAY-9", "fields": []}\n',
        b"[" * 100_000 + b"\n",
        b"9" * 10_000 + b"\n",
    ],
)
def test_a_bad_line_gives_a_complete_verdict_and_the_next_line_is_read(bad: bytes) -> None:
    done = run("check", "--format", "jsonl", "-", given=lines(ISSUE, bad, ISSUE))
    first, wrong, last = verdicts(done)
    assert first["error"] is last["error"] is None
    assert wrong["verdict"] == "undetermined"
    assert wrong["readiness"] == 0
    assert wrong["error"]
    assert wrong.keys() == first.keys()
    assert [finding["code"] for finding in wrong["findings"]] == [finding["code"] for finding in first["findings"]]
    assert done.exit_code == 2


def test_half_a_surrogate_pair_is_no_error() -> None:
    done = run("check", "--format", "jsonl", "-", given=b'{"key": "A\\ud800", "fields": {"summary": "x \\udfff"}}\n')
    assert verdicts(done)[0]["error"] is None


def test_a_verdict_leaves_as_soon_as_its_line_came() -> None:
    with subprocess.Popen(
        [*HANDOFF, "check", "--format", "jsonl", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines(ISSUE))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["key"] == "PAY-12"
        process.stdin.close()


def test_json_is_an_object_for_one_ticket_and_a_list_for_several(tmp_path: Path) -> None:
    one, several = tmp_path / "one.json", tmp_path / "several.json"
    one.write_bytes(lines(ISSUE))
    several.write_text(json.dumps({"issues": [ISSUE, {**ISSUE, "key": "PAY-13"}]}))
    assert json.loads(run("check", "--format", "json", str(one)).stdout)["key"] == "PAY-12"
    listed = json.loads(run("check", "--format", "json", str(several)).stdout)
    assert [verdict["key"] for verdict in listed] == ["PAY-12", "PAY-13"]


def test_a_markdown_file_is_a_ticket_named_by_the_file(tmp_path: Path) -> None:
    file = tmp_path / "PAY-12.md"
    file.write_text("# Total cut off\n\nThe total is cut off after six digits.\n")
    verdict = json.loads(run("check", "--format", "json", str(file)).stdout)
    assert verdict["key"] == "PAY-12"
    assert verdict["looked_in"] == ["summary", "description"]


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (json.dumps(ISSUE, indent=2).encode(), ["PAY-12"]),
        (lines(ISSUE, {**ISSUE, "key": "PAY-13"}), ["PAY-12", "PAY-13"]),
        (json.dumps([ISSUE]).encode(), ["PAY-12"]),
        (json.dumps({"webhookEvent": "jira:issue_updated", "issue": ISSUE}).encode(), ["PAY-12"]),
        (b"# Total cut off\n\nAfter six digits.", ["stdin"]),
    ],
)
def test_standard_input_is_read_by_how_it_begins(given: bytes, keys: list[str]) -> None:
    found = json.loads(run("check", "--format", "json", "-", given=given).stdout)
    assert [verdict["key"] for verdict in (found if isinstance(found, list) else [found])] == keys


def test_text_names_each_gap_with_the_edit_that_closes_it(tmp_path: Path) -> None:
    file = tmp_path / "empty.md"
    file.write_text("Fix receipts")
    done = run("check", str(file))
    said = done.stdout
    assert "HYG403 The ticket has next to no words" in said
    assert "To close it: Say what is wrong or wanted" in said
    assert done.exit_code == 1


def test_a_ticket_cannot_steer_the_terminal_or_the_document(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(
        json.dumps({"key": "P\u001b[31m", "fields": {"summary": "\u001b]0;owned\u0007 [x](http://evil) \u202e"}})
    )
    text = run("check", str(file)).stdout
    assert not {"\u001b", "\u0007", "\u202e"} & set(text)
    assert "[x](http" not in run("check", "--format", "markdown", str(file)).stdout


@pytest.mark.parametrize("given", ["[]", '{"issues": []}'])
def test_an_export_without_a_ticket_is_an_error_and_not_a_gate_that_opens(given: str, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text(given)
    for done in (run("check", str(file)), run("check", str(file), "--format", "jsonl")):
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"There is no ticket in {file}.\n"


def test_a_stream_without_a_line_is_no_error() -> None:
    done = run("check", "--format", "jsonl", "-")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_a_source_that_is_nothing_is_an_error_of_its_own_and_the_others_are_judged(tmp_path: Path) -> None:
    for name in ("PAY-12.md", "PAY-15.md"):
        (tmp_path / name).write_text("# Total cut off\n")
    sources = [str(tmp_path / "PAY-12.md"), "nofile.md", str(tmp_path / "PAY-15.md")]
    done = run("check", "--format", "json", *sources)
    first, none, last = json.loads(done.stdout)
    assert (first["key"], last["key"], done.exit_code) == ("PAY-12", "PAY-15", 2)
    assert none["error"] == "nofile.md is neither a file, a Jira key nor the URL of a ticket."


def test_settings_that_a_source_needs_are_looked_at_before_any_ticket_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HANDOFF_JIRA_URL", raising=False)
    file = tmp_path / "PAY-12.md"
    file.write_text("# Total cut off\n")
    done = run("check", str(file), "PAY-15")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "HANDOFF_JIRA_URL is not set." in done.stderr


def test_wrong_usage_ends_with_two() -> None:
    for arguments in (["check"], ["check", "--receiver", "robot", "-"], ["check", "no such file"], ["chekc"]):
        assert run(*arguments).exit_code == 2, arguments


def test_a_policy_that_is_refused_ends_with_two_and_says_the_line(tmp_path: Path) -> None:
    policy = tmp_path / "PAY.toml"
    policy.write_text('recever = "agent"')
    done = run("check", "--policy", str(policy), "-", given=lines(ISSUE))
    assert done.exit_code == 2
    assert "PAY.toml:1: `recever` is not a setting. Did you mean `receiver`?" in done.stderr


def test_a_policy_decides_the_receiver_and_the_severity(tmp_path: Path) -> None:
    policy = tmp_path / "PAY.toml"
    policy.write_text('receiver = "agent"\n[rules.HYG403]\nseverity = "off"\n')
    verdict = json.loads(run("check", "--format", "json", "--policy", str(policy), "-", given=lines(ISSUE)).stdout)
    assert verdict["receiver"] == "agent"
    assert verdict["policy"] == "PAY"
    assert "HYG403" not in {finding["code"] for finding in verdict["findings"]}


def test_it_imports_neither_slack_nor_engine_nor_database_and_few_modules_in_all(tmp_path: Path) -> None:
    """So that it starts fast. What it costs is measured by `benchmarks.judging`, for seconds are the machine's too."""
    file = tmp_path / "one.json"
    file.write_bytes(lines(ISSUE))
    code = (
        "import json, sys; sys.argv = ['handoff', 'check', sys.argv[1]]\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(json.dumps(list(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, cwd=ROOT, check=True, timeout=PATIENCE
    )
    loaded = json.loads(done.stderr)
    heavy = {
        "slack_bolt",
        "slack_sdk",
        "dbos",
        "sqlalchemy",
        "alembic",
        "aiohttp",
        "jira",
        "requests",
        "cryptography",
        "structlog",
    }
    assert not heavy & {name.partition(".")[0] for name in loaded}
    assert len(loaded) < 550
