"""The generated pages are current, complete, and the schema holds for real verdicts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from bot.cli import COMMANDS
from bot.jira.issue import ticket_of
from checks.catalogue import rules
from checks.evaluate import evaluate, unreadable
from checks.policy.file import PolicyFile
from checks.verdict import Verdict
from tools.docs import ROOT, pages


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    return pages()


def test_every_generated_page_is_what_the_code_says() -> None:
    """In a process of its own, as `make docs` runs: what other tests load or patch does not show in a page."""
    checked = subprocess.run([sys.executable, "-m", "tools.docs", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_rule_has_a_page_and_a_line_in_the_index(made: dict[Path, str]) -> None:
    index = made[Path("docs/reference/rules/index.md")]
    for rule in rules():
        assert f"docs/reference/rules/{rule.code}.md" in map(str, made)
        assert f"[{rule.code}]({rule.code}.md) {rule.name}" in index


def test_every_command_and_setting_is_documented(made: dict[Path, str]) -> None:
    assert all(f"## handoff {name}" in made[Path("docs/reference/cli.md")] for name in COMMANDS)
    assert all(f"| `{name}` |" in made[Path("docs/reference/policy.md")] for name in PolicyFile.model_fields)


@pytest.mark.parametrize(
    "verdict",
    [
        evaluate(ticket_of({"key": "PAY-12", "fields": {"summary": "Fix receipts"}})),
        evaluate(
            ticket_of({"key": "PAY-12", "fields": {"summary": "Add POST /refunds", "description": "{code}{}{code}"}})
        ),
        unreadable("line 3", "this is not JSON"),
    ],
)
def test_verdicts_hold_to_the_committed_schema(verdict: Verdict) -> None:
    schema = json.loads((ROOT / "docs/reference/verdict.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(verdict.model_dump_json(by_alias=True)), schema)


def test_the_example_of_the_policy_guide_is_a_good_policy(tmp_path: Path) -> None:
    from bot.policies.folder import read_file

    guide = (ROOT / "docs/how-to/policy.md").read_text("utf-8")
    file = tmp_path / "PAY.toml"
    file.write_text(guide.split("```toml\n")[1].split("```")[0].replace("\n   ", "\n"))
    policy = read_file(file)
    assert policy.glossary == {"SEPA", "BRQ"}
    assert len(policy.waivers) == 1


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/explanation/architecture.md"])
def test_whoever_looks_for_a_package_finds_what_it_is_for(page: str) -> None:
    written = (ROOT / page).read_text("utf-8")
    packages = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "bot").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}" not in written} == set()
