"""A folder of policy files: read at first use, read again on change, the last good one kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.policies.folder import LARGEST, read, read_file
from bot.policies.in_force import Policies
from checks.policy import DEFAULT
from checks.policy.refusal import PolicyRefused
from checks.ticket import Ticket

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AGENT, TEAMMATE = 'receiver = "agent"\n', 'receiver = "teammate"\n'


def write(folder: Path, name: str, text: str, *, at: int) -> None:
    """Write a file with a moment of change of its own, as an editor a second later would."""
    file = folder / f"{name}.toml"
    file.write_text(text)
    os.utime(file, (at, at))


def test_without_a_folder_the_built_in_policy_holds() -> None:
    assert Policies(None).of("PAY") is DEFAULT


def test_a_project_has_its_own_file_or_the_default_one(tmp_path: Path) -> None:
    write(tmp_path, "PAY", AGENT, at=1)
    write(tmp_path, "default", TEAMMATE, at=1)
    policies = Policies(tmp_path)
    assert policies.of("PAY").receiver == "agent"
    assert policies.of("WEB").receiver == "teammate"


def test_a_file_extends_the_folders_default(tmp_path: Path) -> None:
    write(tmp_path, "default", 'glossary = ["BRQ"]\n', at=1)
    write(tmp_path, "PAY", AGENT, at=1)
    assert Policies(tmp_path).of("PAY").glossary == {"BRQ"}


def test_a_change_is_seen_at_the_next_use(tmp_path: Path) -> None:
    write(tmp_path, "PAY", AGENT, at=1)
    policies = Policies(tmp_path)
    assert policies.judge(Ticket("PAY-1"), None, NOW).receiver == "agent"
    write(tmp_path, "PAY", TEAMMATE, at=2)
    assert policies.judge(Ticket("PAY-1"), None, NOW).receiver == "teammate"


def test_the_last_good_policy_stays_and_the_refusal_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "PAY", AGENT, at=1)
    policies = Policies(tmp_path)
    assert policies.of("PAY").receiver == "agent"
    write(tmp_path, "PAY", "receiver = \n", at=2)
    assert policies.of("PAY").receiver == "agent"
    assert [problem.file for problem in policies.problems()] == ["PAY.toml"]
    write(tmp_path, "PAY", TEAMMATE, at=3)
    assert policies.of("PAY").receiver == "teammate"
    assert policies.problems() == ()


def test_a_file_that_was_never_good_leaves_its_project_to_the_default(tmp_path: Path) -> None:
    write(tmp_path, "PAY", "recever = 1\n", at=1)
    policies = Policies(tmp_path)
    assert policies.of("PAY") is DEFAULT
    assert len(policies.problems()) == 1


def test_a_circle_of_policies_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "PAY", 'extends = "WEB"\n', at=1)
    write(tmp_path, "WEB", 'extends = "PAY"\n', at=1)
    policies = Policies(tmp_path)
    assert policies.of("PAY") is DEFAULT
    assert {problem.file for problem in policies.problems()} == {"PAY.toml", "WEB.toml"}


def test_a_removed_file_no_longer_holds(tmp_path: Path) -> None:
    write(tmp_path, "PAY", AGENT, at=1)
    policies = Policies(tmp_path)
    assert policies.of("PAY").receiver == "agent"
    (tmp_path / "PAY.toml").unlink()
    assert policies.of("PAY") is DEFAULT


def test_the_criteria_fields_of_all_projects_are_asked_of_jira(tmp_path: Path) -> None:
    write(tmp_path, "PAY", 'criteria_fields = ["customfield_1"]\n', at=1)
    write(tmp_path, "WEB", 'criteria_fields = ["customfield_2", "customfield_1"]\n', at=1)
    assert set(Policies(tmp_path).criteria_fields()) == {"customfield_1", "customfield_2"}


def test_a_workspaces_own_folder_comes_first_and_holds_for_nobody_else(tmp_path: Path) -> None:
    for where, text in (("", AGENT), ("T0ACME", TEAMMATE)):
        (tmp_path / where).mkdir(exist_ok=True)
        write(tmp_path / where, "PAY", text, at=1)
    policies = Policies(tmp_path)
    sites = ("T0ACME:example", "T0OTHER:example", "example", None)
    said = [policies.judge(Ticket("PAY-1", site=site), None, NOW).receiver for site in sites]
    assert said == ["teammate", "agent", "agent", "agent"]
    marks = {policies.ruleset("PAY-1", "PAY", site or "") for site in sites}
    assert len(marks) == 2 and policies.names() == ("PAY", "T0ACME/PAY")


def test_where_one_bot_serves_many_a_projects_file_needs_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "T0ACME").mkdir()
    write(tmp_path, "PAY", AGENT, at=1)
    write(tmp_path, "default", 'glossary = ["BRQ"]\n', at=1)
    write(tmp_path / "T0ACME", "PAY", TEAMMATE, at=1)
    policies = Policies(tmp_path, many=True)
    assert policies.of("PAY", "T0ACME").receiver == "teammate"
    assert policies.of("PAY", "T0OTHER").receiver != "agent" and policies.of("PAY", "T0OTHER").glossary == {"BRQ"}
    assert policies.unused() == ("PAY",)


def test_a_waiver_of_one_workspace_is_no_waiver_of_anothers_ticket_of_that_key(tmp_path: Path) -> None:
    (tmp_path / "T0ACME").mkdir()
    waiver = '[[waivers]]\nrule = "DOD301"\ntickets = ["PAY-1"]\nreason = "agreed by phone"\nuntil = 2026-12-01\n'
    write(tmp_path / "T0ACME", "PAY", waiver, at=1)
    policies = Policies(tmp_path, many=True)
    assert policies.ruleset("PAY-1", "PAY", "T0ACME:example") is None
    assert policies.ruleset("PAY-1", "PAY", "T0OTHER:example") is not None
    assert "phone" not in str(policies.judge(Ticket("PAY-1", site="T0OTHER:example"), None, NOW))


@pytest.mark.parametrize("workspace", ["..", "../T0ACME", "T0/../..", "t0acme", "T0ACME\n", ""])
def test_a_workspace_that_is_none_leads_to_no_folder(tmp_path: Path, workspace: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    write(tmp_path, "PAY", AGENT, at=1)
    assert Policies(inside).of("PAY", workspace) is DEFAULT


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "is not text in UTF-8"), (b"#" * (LARGEST + 1), "is larger than 256 KB")],
)
def test_a_file_that_is_no_text_or_too_long_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "PAY.toml"
    file.write_bytes(content)
    with pytest.raises(PolicyRefused, match=said):
        read_file(file)


def test_only_a_folder_with_a_workspaces_name_is_a_workspaces(tmp_path: Path) -> None:
    (tmp_path / "T0FILE").write_text("not a folder")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "OLD.toml").write_text(AGENT)
    write(tmp_path, "PAY", AGENT, at=1)
    assert Policies(tmp_path).names() == ("PAY",)


def test_a_projects_own_file_comes_before_the_default_of_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "PAY", AGENT, at=1)
    write(tmp_path, "default", TEAMMATE, at=1)
    policies = Policies(tmp_path)
    assert [policies.of(project).receiver for project in ("PAY", "WEB")] == ["agent", "teammate"]
    loaded = read(tmp_path, (), {})
    assert [loaded.of(project).receiver for project in ("PAY", "WEB")] == ["agent", "teammate"]


@pytest.mark.parametrize("name", ["../T2/PAY", "T2/PAY", "..\\\\T2\\\\PAY", "x" * 300, "{folder}/T2/PAY"])
def test_a_file_extends_none_of_another_folder(tmp_path: Path, name: str) -> None:
    for workspace in ("T1", "T2"):
        (tmp_path / workspace).mkdir()
    write(tmp_path / "T2", "PAY", 'glossary = ["SECRET"]\n', at=1)
    write(tmp_path / "T1", "PAY", f'extends = "{name.format(folder=tmp_path)}"\n{AGENT}', at=1)
    policies = Policies(tmp_path, many=True)
    assert policies.of("PAY", "T1") is DEFAULT
    assert "There is no policy named" in str(policies.problems()[0])
