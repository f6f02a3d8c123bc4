"""What an admin reads of a Jira site that was looked at: each finding in words of the catalogue, each cure one of theirs."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.connecting.examined import Found, SiteCheck, works
from bot.errors import JiraOutcome
from bot.render.modals.connected import checked_modal
from bot.render.words import languages, words


def told(*checks: SiteCheck, language: str = "en") -> str:
    return str(checked_modal("example", checks, "", language, connected=False).view["blocks"])


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("found", sorted({*get_args(Found)} - {"end_unknown"}))
def test_whatever_is_found_has_its_sentence(found: Found, language: str) -> None:
    check = SiteCheck("search", "failed", found, "timeout", 504, "Data Center", "11.3", ("PAY",))
    said = told(check, language=language)
    assert words(language)("connect.part.search") in said and "HANDOFF_" not in said


@pytest.mark.parametrize(
    ("outcome", "cure"),
    [
        ("forbidden", "Sign in to Jira as this account"),
        ("not_found", "Check that the address"),
        ("unreadable", "Something other than Jira answered"),
        *((outcome, "Jira did not answer") for outcome in ("gone", "throttled", "unavailable", "timeout")),
    ],
)
def test_the_cure_goes_by_why_jira_gave_no_answer(outcome: JiraOutcome, cure: str) -> None:
    assert cure in told(SiteCheck("projects", "failed", "no_answer", outcome))


@pytest.mark.parametrize("found", ["rejected", "elsewhere"])
def test_a_credential_that_is_not_taken_has_one_cure_wherever_it_would_work(found: Found) -> None:
    said = told(SiteCheck("credential", "failed", found, detail="cloud-1"))
    assert "Jira rejects it." in said and "a token with scopes is a kind of its own" in said and "cloud-1" not in said


def test_what_could_not_be_tried_is_not_told_to_an_admin() -> None:
    assert "Token" not in told(SiteCheck("token", "skipped", "end_unknown"), SiteCheck("search", "ok", "tickets"))


def test_an_accounts_name_and_projects_can_neither_mention_nor_run_on() -> None:
    said = told(
        SiteCheck("credential", "ok", "account", name="<!channel>" + "x" * 500, detail="1"),
        SiteCheck("projects", "ok", "projects", projects=tuple(f"P{n}" for n in range(500))),
    )
    assert "x" * 100 not in said and "(+492)" in said and "'type': 'broadcast'" not in said


def test_a_site_works_where_nothing_failed() -> None:
    good, odd = SiteCheck("search", "ok", "tickets"), SiteCheck("people", "warning", "no_sights")
    assert works((good, odd)) and not works((good, SiteCheck("kind", "failed", "other_kind")))
