"""How the doctor words what was found of a Jira site: for the operator's own sites, and for connected ones."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bot.connecting.examined import Found, SiteCheck
from bot.doctor.jira import OF_ANY, OF_SETTINGS, told
from bot.errors import JiraOutcome


def test_every_refusal_of_jira_has_its_cure() -> None:
    refusals = set(get_args(JiraOutcome)) - {"unknown_site"}
    assert refusals <= OF_ANY.keys() | OF_SETTINGS.keys() and not OF_ANY.keys() & OF_SETTINGS.keys()


@pytest.mark.parametrize("found", get_args(Found))
def test_whatever_is_found_of_a_site_is_worded_and_named_for_programs(found: Found) -> None:
    check = SiteCheck("kind", "failed", found, "timeout", 504, "Data Center", "11.3", ("PAY",))
    result = told("example", check)
    assert result.about == "Jira example kind" and result.says and "{" not in result.says + result.cure
    assert (result.site, result.part, result.state) == ("example", "kind", "failed")


@pytest.mark.parametrize("cause", [*OF_SETTINGS])
def test_a_connected_site_s_cure_names_no_setting(cause: Any) -> None:
    found: Any = cause if cause in get_args(Found) else "no_answer"
    outcome = cause if found == "no_answer" else None
    check = SiteCheck("credential", "failed", found, outcome, detail="1f2e")
    assert told("T1:example", check, "Connect it anew.").cure == "Connect it anew."
    assert "HANDOFF_" in told("example", check).cure


def test_the_gateway_s_address_is_a_part_of_the_cure() -> None:
    cure = told("example", SiteCheck("credential", "failed", "elsewhere", detail="1f2e")).cure
    assert cure.endswith("/ex/jira/1f2e") and "HANDOFF_JIRA_AUTH=scoped" in cure


def test_of_many_projects_eight_are_named() -> None:
    check = SiteCheck("projects", "ok", "projects", projects=tuple("ABCDEFGHIJ"), chosen=True)
    assert told("example", check).says == "A, B, C, D, E, F, G, H and 2 more, as the settings say."
